import { formatBytes, formatCount, formatNumber, formatPercent } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { parseIsoTime, toIsoTime } from '../model/moment.ts'
import { bar } from './charts.ts'
import { clockText } from './clock-text.ts'
import { fitLine, type Line, lineWidth, span, textWidth } from './span.ts'

const NARROW_COLUMNS = 72

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
    view.reading === undefined
      ? coverageLine(view, width)
      : progressLine(view, view.reading, width),
  ]
}

function firstLine(view: LiveView, live: LiveView, paused: boolean, width: number): Line {
  const [user, ...others] = view.users
  const who =
    user === undefined
      ? 'nobody yet'
      : others.length === 0
        ? user
        : `${user} and ${formatNumber(others.length)} more`
  const right: Line = paused
    ? [
        span(` PAUSED at ${clockText(asOf(view), live.now)} `, 'inverse', 'yellow'),
        span(` now ${clockText(live.now, live.now)}`, 'dim'),
      ]
    : [
        span(width < NARROW_COLUMNS ? '' : 'as of ', 'dim'),
        span(`${clockText(asOf(view), view.now)} UTC`),
      ]
  const left: Line = [
    span('spoolscope', 'bold', 'cyan'),
    span('  '),
    span(who, 'bold'),
    span(` on ${view.machine}`),
  ]
  return [...fitLine(left, width - lineWidth(right) - 2), span('  '), ...right]
}

const asOf = ({ report, now }: LiveView): number =>
  report.asOf === null ? now : (parseIsoTime(report.asOf.time) ?? now)

function coverageLine({ startedAt, now, report, logs }: LiveView, width: number): Line {
  const today = `${toIsoTime(now).slice(0, 10)} `
  // 2016-09-20 06:01:58 – 08:30:40 UTC, in 2 logs
  const covered = report.facts.logCoverage?.text.replaceAll(today, '').replace(' UTC', '')
  const since = clockText(startedAt, now)
  const rate = `${formatBytes(Math.round(logs.bytesPerSecond))}/s`
  const parts = [
    `watching since ${since}`,
    covered === undefined
      ? `${formatCount(logs.count, 'log')}, no times yet`
      : `logs cover ${covered}`,
    rate,
    formatCount(logs.records, 'record'),
  ]
  const brief = [
    `since ${since}`,
    covered === undefined
      ? formatCount(logs.count, 'log')
      : `logs ${covered.replace(/, in .*/, '')}`,
    rate,
  ]
  const words = [parts, parts.slice(0, -1), brief].map((some) => some.join(' · '))
  return fitLine(
    [span(words.find((some) => textWidth(some) <= width) ?? brief.join(' · '), 'dim')],
    width,
  )
}

function progressLine(
  { startedAt, now }: LiveView,
  { bytes, total }: NonNullable<LiveView['reading']>,
  width: number,
): Line {
  const share = total > 0 ? Math.min(bytes / total, 1) : 0
  const words = ` ${formatPercent(Math.floor(share * 100) / 100)}  ${formatBytes(bytes)} of ${formatBytes(total)}`
  const since = `  since ${clockText(startedAt, now)}`
  const length = Math.max(6, Math.min(40, width - 16 - words.length - since.length))
  return fitLine(
    [span('reading history '), ...bar(share, length, ['cyan']), span(words), span(since, 'dim')],
    width,
  )
}
