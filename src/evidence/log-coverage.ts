import { formatCount, formatDuration, minutes } from '../model/duration.ts'
import { defineEvidence } from '../model/evidence.ts'
import { clientRecordMarkers, programOf } from '../model/logs/log-program.ts'
import { formatTimeSpan, toIsoTime } from '../model/moment.ts'
import type { MissingEvidence } from '../model/rule.ts'
import type { Gap } from '../model/tally.ts'
import { copyTracingCommand, exportTracesCommand } from './collect-commands.ts'

/** A log or trace with times: its span and the longest silences in it, milliseconds UTC. */
export interface TimedLog {
  readonly path: string
  readonly format: string
  readonly from: number
  readonly to: number
  readonly gaps: readonly Gap[]
  /** Records out of time order. */
  readonly disorder: number
  readonly undecoded: number
}

export interface LogCoverage {
  readonly logs: readonly TimedLog[]
  /** Logs read that carry no times. */
  readonly untimedCount: number
  /** Logs beyond those kept. */
  readonly omittedCount: number
  /** Logs that are not shown to be the client's. */
  readonly otherCount: number
}

const MOST_LOGS = 1000
/**
 * A log of which more than this share is not decoded covers no time: what is not in it may have
 * been in what could not be read.
 */
const MOST_UNDECODED = 0.5
/** A gap shown in the facts; an idle client writes keep-alives and refreshes more often. */
const NOTABLE_GAP = minutes(30)

export const logsMissing: MissingEvidence = {
  evidence: 'the client’s logs',
  how: 'Copy the Tracing folder: every Lync-UccApi-*.UccApilog and .bak. Its .etl files are read as they are; where they are not decoded, export them as text.',
  commands: [copyTracingCommand, exportTracesCommand],
}

/**
 * Which times the client's logs cover, and where they are silent. A log of another program covers
 * nothing: the client may not have run then.
 */
export const logCoverage = defineEvidence<LogCoverage>({
  name: 'log coverage',
  markers: clientRecordMarkers,
  start() {
    const logs: TimedLog[] = []
    let untimed = 0
    let omitted = 0
    let others = 0
    return {
      listeners: {
        input({ input }) {
          const { status, from, to, path, format, gaps, disorder, records, undecoded } = input
          if (!input.log || status !== 'read') return
          if (programOf(input) !== 'client') {
            others += 1
            return
          }
          if (undecoded > records * MOST_UNDECODED) return
          if (from === undefined || to === undefined) untimed += 1
          else if (logs.length < MOST_LOGS)
            logs.push({ path, format, from, to, gaps, disorder, undecoded })
          else omitted += 1
        },
      },
      result: () => ({
        logs: [...logs],
        untimedCount: untimed,
        omittedCount: omitted,
        otherCount: others,
      }),
    }
  },
  facts({ logs }) {
    const spans = findCoveredSpans(logs, NOTABLE_GAP)
    const [first, last] = [spans[0], spans.at(-1)]
    if (!first || !last) return {}
    const value = `${toIsoTime(first.from)}/${toIsoTime(last.to)}`
    const gaps =
      spans.length > 1
        ? `, with ${formatCount(spans.length - 1, 'gap')} over ${formatDuration(NOTABLE_GAP)}`
        : ''
    const text = `${formatTimeSpan(first.from, last.to)}, in ${formatCount(logs.length, 'log')}${gaps}`
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
 * The spans that the logs cover together, in order; silences of at most `longestSilence`
 * milliseconds count as covered.
 */
export function findCoveredSpans(logs: readonly TimedLog[], longestSilence: number): Gap[] {
  const pieces = logs
    .flatMap((log) => unbroken(log, longestSilence))
    .sort((left, right) => left.from - right.from)
  const spans: Gap[] = []
  for (const piece of pieces) {
    const last = spans.at(-1)
    if (!last || piece.from - last.to > longestSilence) spans.push(piece)
    else if (piece.to > last.to) spans[spans.length - 1] = { from: last.from, to: piece.to }
  }
  return spans
}

function unbroken({ from, to, gaps }: TimedLog, longestSilence: number): Gap[] {
  const pieces: Gap[] = []
  let start = from
  for (const gap of gaps) {
    if (gap.to - gap.from <= longestSilence) continue
    pieces.push({ from: start, to: gap.from })
    start = gap.to
  }
  return [...pieces, { from: start, to }]
}

/**
 * Whether a moment, milliseconds UTC, lies in one of the spans, its ends included. `spans` are in
 * order and apart.
 */
export function isCovered(spans: readonly Gap[], moment: number): boolean {
  let low = 0
  let high = spans.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const span = spans[middle] as Gap
    if (moment < span.from) high = middle - 1
    else if (moment > span.to) low = middle + 1
    else return true
  }
  return false
}
