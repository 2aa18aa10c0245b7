import type { Observation } from '../model/observation.ts'
import type { LocalClock, ParseContext } from '../model/parser.ts'
import { type InputSummary, Tally } from '../model/tally.ts'
import { Feed } from './feed.ts'
import type { Decode, Recognised } from './recognise.ts'

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
    let feed: Feed | undefined
    try {
      feed = new Feed(input)
      while (!feed.ended) {
        const added = await feed.more()
        feed.offer(reading, tally)
        bytes += added
        options.progress(added)
        if (batch.length > 0) yield batch
        batch = []
      }
    } catch (error) {
      tally.lost({ offset: bytes, reason: `cannot be read further: ${(error as Error).message}` })
    }
    feed?.close()
    if (batch.length > 0) yield batch
  }
  yield [{ kind: 'input', source: { path: input.found.path }, input: summaryOf(input, tally, bytes) }]
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
