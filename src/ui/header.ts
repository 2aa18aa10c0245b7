import { byteText, numberText, percentText, plural } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { isoTime, parseIsoTime } from '../model/moment.ts'
import { bar } from './charts.ts'
import { clockText } from './clock-text.ts'
import { fitted, type Line, lineWidth, span, widthOf } from './span.ts'

const NARROW = 72

/**
 * Who and where, as of when; then how far the logs reach, or how much of the history is read.
 * `paused`: what is shown is not now.
 */
export function headerLines(
  view: LiveView,
  live: LiveView,
  paused: boolean,
  width: number,
): readonly [Line, Line] {
  return [
    firstLine(view, live, paused, width),
    view.reading === undefined ? coverage(view, width) : progress(view, view.reading, width),
  ]
}

function firstLine(view: LiveView, live: LiveView, paused: boolean, width: number): Line {
  const [user, ...others] = view.users
  const who =
    user === undefined
      ? 'nobody yet'
      : others.length === 0
        ? user
        : `${user} and ${numberText(others.length)} more`
  const right: Line = paused
    ? [
        span(` PAUSED at ${clockText(asOf(view), live.now)} `, 'inverse', 'yellow'),
        span(` now ${clockText(live.now, live.now)}`, 'dim'),
      ]
    : [span(width < NARROW ? '' : 'as of ', 'dim'), span(`${clockText(asOf(view), view.now)} UTC`)]
  const left: Line = [
    span('spoolscope', 'bold', 'cyan'),
    span('  '),
    span(who, 'bold'),
    span(` on ${view.machine}`),
  ]
  return [...fitted(left, width - lineWidth(right) - 2), span('  '), ...right]
}

const asOf = ({ report, now }: LiveView): number =>
  report.asOf === null ? now : (parseIsoTime(report.asOf.time) ?? now)

function coverage({ startedAt, now, report, logs }: LiveView, width: number): Line {
  const today = `${isoTime(now).slice(0, 10)} `
  // 2016-09-20 06:01:58 – 08:30:40 UTC, in 2 logs
  const covered = report.facts.logCoverage?.text.replaceAll(today, '').replace(' UTC', '')
  const since = clockText(startedAt, now)
  const rate = `${byteText(Math.round(logs.bytesPerSecond))}/s`
  const parts = [
    `watching since ${since}`,
    covered === undefined ? `${plural(logs.count, 'log')}, no times yet` : `logs cover ${covered}`,
    rate,
    plural(logs.records, 'record'),
  ]
  const brief = [
    `since ${since}`,
    covered === undefined ? plural(logs.count, 'log') : `logs ${covered.replace(/, in .*/, '')}`,
    rate,
  ]
  const words = [parts, parts.slice(0, -1), brief].map((some) => some.join(' · '))
  return fitted(
    [span(words.find((some) => widthOf(some) <= width) ?? brief.join(' · '), 'dim')],
    width,
  )
}

function progress(
  { startedAt, now }: LiveView,
  { bytes, total }: NonNullable<LiveView['reading']>,
  width: number,
): Line {
  const share = total > 0 ? Math.min(bytes / total, 1) : 0
  const words = ` ${percentText(Math.floor(share * 100) / 100)}  ${byteText(bytes)} of ${byteText(total)}`
  const since = `  since ${clockText(startedAt, now)}`
  const length = Math.max(6, Math.min(40, width - 16 - words.length - since.length))
  return fitted(
    [span('reading history '), ...bar(share, length, ['cyan']), span(words), span(since, 'dim')],
    width,
  )
}
