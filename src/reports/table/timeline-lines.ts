import { present } from '../../model/defined.ts'
import { formatDuration, formatNumber } from '../../model/duration.ts'
import { formatMoment, parseIsoTime } from '../../model/moment.ts'
import { formatSource, type SourceRef } from '../../model/source-ref.ts'
import type { Timeline, TimelineMark } from '../../model/timeline.ts'
import { paintLines, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { Text } from '../../terminal/terminal-text.ts'

/**
 * More does not help a reader; the JSON report has all.
 * Limit: latest events in a table.
 * Beyond: earlier ones are counted; JSON has more.
 */
const MAX_EVENTS = 100

const MARK_NAMES: Readonly<Record<TimelineMark['kind'], string>> = {
  'sign-in': 'Sign-in',
  'recipient-offline': 'Recipient offline',
  failure: 'Failure',
}

interface TimelineEvent {
  readonly at: number
  readonly text: string
  readonly source: SourceRef
}

/** Formats the latest events of a case in order of time: logs, their gaps, marks, spooled items. */
export function timelineLines(timeline: Timeline | undefined, style: TextStyle): Text[] {
  if (timeline === undefined) return []
  const events = collectEvents(timeline).sort((left, right) => left.at - right.at)
  const lines: Text[] = events
    .slice(-MAX_EVENTS)
    .flatMap(({ at, text, source }) => [
      ...wrapText(`${formatMoment(at)}  ${safeText(text)}`, style.width, { indent: 2 }),
      ...paintLines(
        style,
        'dim',
        wrapText(safeText(formatSource(source)), style.width, { indent: 6 }),
      ),
    ])
  const hidden = Math.max(events.length - MAX_EVENTS, 0)
  if (hidden > 0)
    lines.unshift(`  … and ${formatNumber(hidden)} earlier ones (all in --format json)`)
  const { marks, spooled, logs = 0, gaps = 0 } = timeline.omitted
  const omitted = marks + spooled + logs + gaps
  if (omitted > 0) lines.push(`  ${formatNumber(omitted)} more are not in the report`)
  return lines
}

function collectEvents({ logs, marks, spooled }: Timeline): TimelineEvent[] {
  const event = (time: string, text: string, source: SourceRef): TimelineEvent | undefined => {
    const at = parseIsoTime(time)
    return at === undefined ? undefined : { at, text, source }
  }
  return present([
    ...logs.flatMap(({ path, from, to, gaps }) => [
      event(from, 'Log begins', { path }),
      ...gaps.map((gap) => event(gap.from, gapText(gap.from, gap.to), { path })),
      event(to, 'Log ends', { path }),
    ]),
    ...marks.map(({ at, kind, text, source }) =>
      event(at, `${MARK_NAMES[kind] ?? kind}: ${text}`, source),
    ),
    ...spooled.map(({ name, since, source }) => event(since, `Spooled: ${name}`, source)),
  ])
}

function gapText(from: string, to: string): string {
  const [start, end] = [parseIsoTime(from), parseIsoTime(to)]
  return start === undefined || end === undefined
    ? 'Log has a gap'
    : `Log has a gap of ${formatDuration(end - start)}`
}
