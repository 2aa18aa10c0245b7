import { dirname } from 'node:path'
import { defined, present } from '../model/defined.ts'
import { findClientPlace, type ProgramVerdict } from '../model/logs/log-program.ts'
import type { Observation } from '../model/observation.ts'
import type { DecodingFiles, LocalClock, ParseContext, Parser } from '../model/parser.ts'
import { type InputSummary, Tally } from '../model/tally.ts'
import { AdaptiveChunks } from './adaptive-chunks.ts'
import { InputReader } from './input-reader.ts'
import { openScanner } from './open-scanner.ts'
import type { ReadingProfile, ReadingProfiler } from './reading-profiler.ts'
import type { DecodeText, RecognisedInput } from './recognise.ts'

export interface ReadOptions {
  readonly wanted: ParseContext['wanted']
  readonly decode: DecodeText
  readonly clock: LocalClock
  readonly decoding?: DecodingFiles | undefined
  /** Said about this input in the report: where its time zone comes from, and the like. */
  readonly notes: readonly string[]
  /** How many inputs are open at the same time, this one included: each takes the less memory. */
  readonly inputs?: number
  readonly explain?: {
    readonly by: ReadingProfiler
    readonly hear: (explained: ReadingProfile) => void
  }
  progress(bytes: number): void
}

/**
 * Reads one recognised input to its end: observations in batches, the last being the summary of
 * what was read.
 */
export async function* readInput(
  input: RecognisedInput,
  options: ReadOptions,
): AsyncGenerator<Observation[]> {
  const tally = new Tally()
  for (const note of options.notes) tally.addNote(note)
  const explain = options.explain
  let bytes = 0
  if (input.parser) {
    let batch: Observation[] = []
    const { user, path } = input.found
    const keep = (seen: Observation) =>
      batch.push(user === undefined || seen.user !== undefined ? seen : { ...seen, user })
    const emit = (seen: Observation) => {
      explain?.by.countObservation(seen)
      keep(seen)
    }
    const { wanted, decode } = explain?.by ?? options
    const aimed = await openScanner(input.parser, wanted, input.found.bytes)
    const { clock, decoding } = options
    const context = {
      path,
      clock,
      wanted,
      decode,
      tally,
      scanner: aimed?.kernel,
      decoding,
      emit: explain ? emit : keep,
    }
    const reading = new AdaptiveChunks(input.parser.open(context))
    let feed: InputReader | undefined
    try {
      feed = new InputReader(input, options.inputs, aimed)
      const open = feed
      const more = () => open.readChunk()
      const offer = () => open.parseBuffered(reading, tally)
      while (!open.atEnd) {
        const added = await (explain ? explain.by.time(more) : more())
        options.progress(added)
        do {
          if (explain) await explain.by.time(offer)
          else offer()
          reading.adapt(batch.length)
          if (batch.length === 0) continue
          if (open.atEnd && !reading.hasUnread) open.close()
          else if (!reading.hasUnread) open.release()
          yield batch
          batch = []
        } while (reading.hasUnread)
        bytes += added
      }
      while (reading.emitMore()) {
        yield batch
        batch = []
      }
    } catch (error) {
      tally.addDamage({
        offset: bytes,
        reason: `cannot be read further: ${(error as Error).message}`,
      })
    }
    feed?.close()
    if (batch.length > 0) yield batch
  }
  const summary = summarizeInput(input, tally, bytes)
  explain?.hear(explain.by.result(summary))
  yield [{ kind: 'input', source: { path: input.found.path }, input: summary }]
}

/** What is known of an input so far. */
export function summarizeInput(
  { found, parser, status, problem }: RecognisedInput,
  tally: Tally,
  bytes: number,
): InputSummary {
  const { program, sign, note } = findProgram(found, parser, status, tally)
  const notes = [...present([note]), ...tally.notes, ...present([problem])]
  return {
    path: found.path,
    format: parser?.format ?? 'unknown',
    status: status === 'read' ? (parser?.inputStatus?.(tally) ?? status) : status,
    // What an archive says of an entry's size may be a lie.
    bytes: found.kind === 'entry' && status === 'read' ? bytes : Math.max(bytes, found.bytes),
    records: tally.records,
    undecoded: tally.undecoded,
    unreadable: tally.unreadable,
    ...defined({
      from: tally.from <= tally.to ? tally.from : undefined,
      to: tally.from <= tally.to ? tally.to : undefined,
    }),
    gaps: [...tally.gaps].sort((left, right) => left.from - right.from),
    disorder: tally.disorder,
    log: parser?.isLog ?? false,
    ...defined({ program, programSign: sign }),
    notes,
    damage: [...tally.damage],
  }
}

/** Which program wrote an input. Empty when the input is not a log or has no records. */
function findProgram(
  { path, location }: RecognisedInput['found'],
  parser: Parser | undefined,
  status: RecognisedInput['status'],
  { program, records }: Tally,
): Partial<ProgramVerdict> {
  if (!parser?.isLog || status !== 'read') return {}
  if (parser.isClientLog) return { program: 'client', sign: 'its format' }
  return records === 0 ? {} : program.conclude(findClientPlace(path, dirname(location)))
}
