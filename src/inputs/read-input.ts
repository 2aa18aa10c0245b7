import { defined } from '../model/defined.ts'
import type { Observation } from '../model/observation.ts'
import type { Decoding, LocalClock, ParseContext } from '../model/parser.ts'
import { type InputSummary, Tally } from '../model/tally.ts'
import type { ReadingExplained, ReadingExplanation } from './explain-reading.ts'
import { Feed } from './feed.ts'
import { kernelFor } from './kernel-for.ts'
import type { Decode, Recognised } from './recognise.ts'
import { Stretches } from './stretches.ts'

export interface ReadOptions {
  readonly wanted: ParseContext['wanted']
  readonly decode: Decode
  readonly clock: LocalClock
  readonly decoding?: Decoding | undefined
  /** Said about this input in the report: where its time zone comes from, and the like. */
  readonly notes: readonly string[]
  /** How many inputs are open at the same time, this one included: each takes the less memory. */
  readonly inputs?: number
  readonly explain?: {
    readonly by: ReadingExplanation
    readonly hear: (explained: ReadingExplained) => void
  }
  progress(bytes: number): void
}

/**
 * Reads one recognised input to its end: observations in batches, the last being the summary of
 * what was read.
 */
export async function* readInput(
  input: Recognised,
  options: ReadOptions,
): AsyncGenerator<Observation[]> {
  const tally = new Tally()
  for (const note of options.notes) tally.note(note)
  const explain = options.explain
  let bytes = 0
  if (input.parser) {
    let batch: Observation[] = []
    const { user, path } = input.found
    const keep = (seen: Observation) =>
      batch.push(user === undefined || seen.user !== undefined ? seen : { ...seen, user })
    const emit = (seen: Observation) => {
      explain?.by.emitted(seen)
      keep(seen)
    }
    const { wanted, decode } = explain?.by ?? options
    const aimed = await kernelFor(input.parser, wanted, input.found.bytes)
    const { clock, decoding } = options
    const context = {
      path,
      clock,
      wanted,
      decode,
      tally,
      kernel: aimed?.kernel,
      decoding,
      emit: explain ? emit : keep,
    }
    const reading = new Stretches(input.parser.open(context))
    let feed: Feed | undefined
    try {
      feed = new Feed(input, options.inputs, aimed)
      const open = feed
      const more = () => open.more()
      const offer = () => open.offer(reading, tally)
      while (!open.ended) {
        const added = await (explain ? explain.by.timed(more) : more())
        options.progress(added)
        do {
          if (explain) await explain.by.timed(offer)
          else offer()
          reading.noticed(batch.length)
          if (batch.length === 0) continue
          if (open.ended && !reading.unread) open.close()
          else if (!reading.unread) open.rest()
          yield batch
          batch = []
        } while (reading.unread)
        bytes += added
      }
      while (reading.more()) {
        yield batch
        batch = []
      }
    } catch (error) {
      tally.lost({ offset: bytes, reason: `cannot be read further: ${(error as Error).message}` })
    }
    feed?.close()
    if (batch.length > 0) yield batch
  }
  const summary = summaryOf(input, tally, bytes)
  explain?.hear(explain.by.result(summary))
  yield [{ kind: 'input', source: { path: input.found.path }, input: summary }]
}

/** What is known of an input so far. */
export function summaryOf(
  { found, parser, status, problem }: Recognised,
  tally: Tally,
  bytes: number,
): InputSummary {
  return {
    path: found.path,
    format: parser?.format ?? 'unknown',
    status: status === 'read' ? (parser?.status?.(tally) ?? status) : status,
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
    log: parser?.log ?? false,
    notes: problem === undefined ? [...tally.notes] : [...tally.notes, problem],
    damage: [...tally.damage],
  }
}
