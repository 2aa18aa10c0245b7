import { formatCount, formatDuration, minutes } from '../model/duration.ts'
import { defineEvidence } from '../model/evidence.ts'
import { clientRecordMarkers, programOf } from '../model/logs/log-program.ts'
import { formatTimeSpan, toIsoTime } from '../model/moment.ts'
import type { MissingEvidence } from '../model/rule.ts'
import type { Gap, TimeSpan } from '../model/tally.ts'
import { copyTracingCommand, exportTracesCommand } from './collect-commands.ts'

/** A log or trace whose records have times. */
export interface TimedLog {
  readonly path: string
  readonly format: string
  /** First and last record, milliseconds UTC. */
  readonly from: number
  readonly to: number
  /** The longest periods without a record, in order. */
  readonly gaps: readonly Gap[]
  /** Number of records that are out of time order. */
  readonly disorder: number
  readonly undecoded: number
}

/** The logs of the client, and the times that they cover. */
export interface LogCoverage {
  readonly logs: readonly TimedLog[]
  /** Number of logs without times. */
  readonly untimedCount: number
  /** Number of logs beyond `MAX_LOGS`. */
  readonly omittedCount: number
  /** Number of logs that are not known to be the client's. */
  readonly otherCount: number
}

/**
 * Damaged or hostile input may contain any number.
 * Limit: logs whose covered time is kept.
 * Beyond: further logs are counted.
 */
const MAX_LOGS = 1000
/**
 * A log with a larger share of undecoded records covers no time. A record that seems to be absent
 * may be one of the undecoded ones.
 */
const MAX_UNDECODED_SHARE = 0.5
/**
 * The facts count longer gaps. An idle client still writes keep-alives and refreshes in between.
 */
const NOTABLE_GAP_MS = minutes(30)

export const logsMissing: MissingEvidence = {
  evidence: 'the client’s logs',
  how:
    'Copy the Tracing folder: every Lync-UccApi-*.UccApilog and .bak. Its .etl files are read ' +
    'directly. If they cannot be decoded, export them as text.',
  commands: [copyTracingCommand, exportTracesCommand],
}

/**
 * The periods that the client's logs cover, and the gaps between and inside them. A log of another
 * program covers nothing: the client may not have run then.
 */
export const logCoverage = defineEvidence<LogCoverage>({
  name: 'log coverage',
  markers: clientRecordMarkers,
  start() {
    const logs: TimedLog[] = []
    let untimedCount = 0
    let omittedCount = 0
    let otherCount = 0
    return {
      listeners: {
        input({ input }) {
          const { status, from, to, path, format, gaps, disorder, records, undecoded } = input
          if (!input.log || status !== 'read') return
          if (programOf(input) !== 'client') {
            otherCount += 1
            return
          }
          if (undecoded > records * MAX_UNDECODED_SHARE) return
          if (from === undefined || to === undefined) untimedCount += 1
          else if (logs.length < MAX_LOGS)
            logs.push({ path, format, from, to, gaps, disorder, undecoded })
          else omittedCount += 1
        },
      },
      result: () => ({ logs: [...logs], untimedCount, omittedCount, otherCount }),
    }
  },
  facts({ logs }) {
    const spans = findCoveredSpans(logs, NOTABLE_GAP_MS)
    const [first, last] = [spans[0], spans.at(-1)]
    if (!first || !last) return {}
    const value = `${toIsoTime(first.from)}/${toIsoTime(last.to)}`
    const gaps =
      spans.length > 1
        ? `, with ${formatCount(spans.length - 1, 'gap')} over ${formatDuration(NOTABLE_GAP_MS)}`
        : ''
    const spanText = formatTimeSpan(first.from, last.to)
    const text = `${spanText}, in ${formatCount(logs.length, 'log')}${gaps}`
    return {
      logCoverage: {
        label: 'Log coverage',
        value,
        text,
        sources: logs.slice(0, 20).map(({ path }) => ({ path })),
      },
    }
  },
})

/**
 * The periods that the logs cover together, in order and without overlap. A gap of at most
 * `maxGapMs` counts as covered.
 */
export function findCoveredSpans(logs: readonly TimedLog[], maxGapMs: number): TimeSpan[] {
  const pieces = logs
    .flatMap((log) => splitAtGaps(log, maxGapMs))
    .sort((left, right) => left.from - right.from)
  const spans: TimeSpan[] = []
  for (const piece of pieces) {
    const last = spans.at(-1)
    if (!last || piece.from - last.to > maxGapMs) spans.push(piece)
    else if (piece.to > last.to) spans[spans.length - 1] = { from: last.from, to: piece.to }
  }
  return spans
}

function splitAtGaps({ from, to, gaps }: TimedLog, maxGapMs: number): TimeSpan[] {
  const pieces: TimeSpan[] = []
  let start = from
  for (const gap of gaps) {
    if (gap.to - gap.from <= maxGapMs) continue
    pieces.push({ from: start, to: gap.from })
    start = gap.to
  }
  return [...pieces, { from: start, to }]
}

/**
 * Whether a moment (milliseconds UTC) is inside one of the spans or at its end. `spans` must be in
 * order and must not overlap: this is a binary search.
 */
export function isCovered(spans: readonly TimeSpan[], moment: number): boolean {
  let low = 0
  let high = spans.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const span = spans[middle] as TimeSpan
    if (moment < span.from) high = middle - 1
    else if (moment > span.to) low = middle + 1
    else return true
  }
  return false
}
