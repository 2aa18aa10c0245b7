import type { Observation } from '../model/observation.ts'
import type { LocalClock, ParseContext, Reading } from '../model/parser.ts'
import { type InputSummary, Tally } from '../model/tally.ts'
import { type ByteSource, fileSource } from './byte-source.ts'
import { utf16ToUtf8 } from './encoding.ts'
import type { Decode, Recognised } from './recognise.ts'
import { Window } from './window.ts'

const PIECE = 1 << 20
/** A record longer than this is read in parts: no input may take all memory. */
const LONGEST_RECORD = 64 << 20

export interface ReadOptions {
  readonly wanted: ParseContext['wanted']
  readonly decode: Decode
  readonly clock: LocalClock
  /** Said about this input in the report: where its time zone comes from, and the like. */
  readonly notes: readonly string[]
  progress(bytes: number): void
}

/** Reads one recognised input to its end: observations in batches, the last being the summary of what was read. */
export async function* readInput(input: Recognised, options: ReadOptions): AsyncGenerator<Observation[]> {
  const tally = new Tally()
  for (const note of options.notes) tally.note(note)
  let bytes = 0
  if (input.parser) {
    let batch: Observation[] = []
    const { user, path } = input.found
    const reading = input.parser.open({
      path,
      clock: options.clock,
      wanted: options.wanted,
      decode: options.decode,
      emit: (seen) => batch.push(user === undefined || seen.user !== undefined ? seen : { ...seen, user }),
      tally,
    })
    try {
      for await (const length of pieces(input, reading, tally)) {
        bytes += length
        options.progress(length)
        if (batch.length > 0) yield batch
        batch = []
      }
    } catch (error) {
      tally.lost({ offset: bytes, reason: `cannot be read further: ${(error as Error).message}` })
    }
    if (batch.length > 0) yield batch
  }
  yield [{ kind: 'input', source: { path: input.found.path }, input: summaryOf(input, tally, bytes) }]
}

/** Offers the input to the reading, piece by piece; yields the bytes taken off the input each time. */
async function* pieces(input: Recognised, reading: Reading, tally: Tally): AsyncGenerator<number> {
  const source = input.taken ? resume(input.taken) : fileSource(input.found.location, input.found.bytes)
  const window = new Window(2 * PIECE)
  const raw = input.encoding === 'utf-8' ? undefined : new Uint8Array(PIECE)
  const convert = input.encoding === 'utf-8' ? undefined : utf16ToUtf8(input.encoding)
  let skip = input.bom
  try {
    for (;;) {
      let length: number
      if (raw && convert) {
        length = await source.read(raw, 0, PIECE)
        window.append(convert(raw.subarray(Math.min(skip, length), length), length === 0))
        skip = Math.max(0, skip - length)
      } else {
        window.makeRoom(PIECE)
        length = await source.read(window.bytes, window.to, PIECE)
        window.to += length
        const skipped = Math.min(skip, window.length)
        window.from += skipped
        skip -= skipped
      }
      const cut = window.length > LONGEST_RECORD
      if (cut) tally.note(`A record longer than ${LONGEST_RECORD >> 20} MiB was read in parts`)
      window.from = reading.read(window.bytes, window.from, window.to, length === 0 || cut)
      yield length
      if (length === 0) return
    }
  } finally {
    source.close()
  }
}

/** The same input again from its start, of which a part has been taken already. */
function resume({ bytes, source }: NonNullable<Recognised['taken']>): ByteSource {
  let at = 0
  return {
    ...source,
    read(into, place, length) {
      if (at >= bytes.length) return source.read(into, place, length)
      const part = bytes.subarray(at, at + length)
      into.set(part, place)
      at += part.length
      return part.length
    },
  }
}

function summaryOf({ found, parser, status, problem }: Recognised, tally: Tally, bytes: number): InputSummary {
  return {
    path: found.path,
    format: parser?.format ?? 'unknown',
    status: status === 'read' && parser?.format === 'etl-binary' ? 'binary-trace' : status,
    bytes: Math.max(bytes, found.bytes),
    records: tally.records,
    undecoded: tally.undecoded,
    unreadable: tally.unreadable,
    ...(tally.from <= tally.to ? { from: tally.from, to: tally.to } : {}),
    gaps: [...tally.gaps].sort((left, right) => left.from - right.from),
    disorder: tally.disorder,
    log: parser?.log ?? false,
    notes: problem === undefined ? tally.notes : [...tally.notes, problem],
    damage: tally.damage,
  }
}
