import { formatBytes, formatCount, formatNumber, formatPercent } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { parseIsoTime, toIsoTime } from '../model/moment.ts'
import { bar } from './charts.ts'
import { clockText, localClockText } from './clock-text.ts'
import { fitLine, type Line, lineWidth, span, textWidth } from './span.ts'

const NARROW_COLUMNS = 72

/**
 * Draws two lines: user, machine and time; then the log coverage, or the progress while the history
 * is read. `view` is displayed, `live` is current: they differ while `paused`.
 */
export function headerLines(
  view: LiveView,
  live: LiveView,
  paused: boolean,
  width: number,
): readonly [Line, Line] {
  return [
    titleLine(view, live, paused, width),
    view.reading === undefined ? sessionLine(view, width) : progressLine(view, view.reading, width),
  ]
}

function titleLine(view: LiveView, live: LiveView, paused: boolean, width: number): Line {
  const right: Line = paused
    ? [
        span(` PAUSED at ${clockText(asOf(view), live.now)} `, 'inverse', 'yellow'),
        span(` now ${clockText(live.now, live.now)}`, 'dim'),
      ]
    : [
        span(width < NARROW_COLUMNS ? '' : 'as of ', 'dim'),
        span(`${clockText(asOf(view), view.now)} UTC`),
        ...localTime(view, width),
      ]
  const left: Line = [
    span('spoolscope', 'bold', 'cyan'),
    span('  '),
    span(usersText(view.users), 'bold'),
    span(` on ${view.machine}`),
  ]
  return [...fitLine(left, width - lineWidth(right) - 2), span('  '), ...right]
}

/** ` (10:31:00 local time)`; nothing where it is not known, or the same as UTC. */
function localTime(view: LiveView, width: number): Line {
  const local = localClockText(asOf(view), view)
  return local === undefined
    ? []
    : [span(` (${local} local${width < NARROW_COLUMNS ? '' : ' time'})`, 'dim')]
}

function usersText([first, ...others]: readonly string[]): string {
  if (first === undefined) return 'no user yet'
  return others.length === 0 ? first : `${first} and ${formatNumber(others.length)} more`
}

const asOf = ({ report, now }: LiveView): number =>
  report.asOf === null ? now : (parseIsoTime(report.asOf.time) ?? now)

/** The most detailed of three variants that fits. */
function sessionLine({ startedAt, now, report, logs }: LiveView, width: number): Line {
  const today = `${toIsoTime(now).slice(0, 10)} `
  // 2016-09-20 06:01:58 – 08:30:40 UTC, in 2 logs
  const covered = report.facts.logCoverage?.text.replaceAll(today, '').replace(' UTC', '')
  const since = clockText(startedAt, now)
  const rate = `${formatBytes(Math.round(logs.bytesPerSecond))}/s`
  const logCount = formatCount(logs.count, 'log')
  const detailed = [
    `watching since ${since}`,
    covered === undefined ? `${logCount}, no times yet` : `logs cover ${covered}`,
    rate,
    formatCount(logs.records, 'record'),
  ]
  const brief = [
    `since ${since}`,
    covered === undefined ? logCount : `logs ${covered.replace(/, in .*/, '')}`,
    rate,
  ]
  const variants = [detailed, detailed.slice(0, -1), brief].map((parts) => parts.join(' · '))
  const text = variants.find((variant) => textWidth(variant) <= width) ?? brief.join(' · ')
  return fitLine([span(text, 'dim')], width)
}

function progressLine(
  { startedAt, now }: LiveView,
  { bytes, total }: NonNullable<LiveView['reading']>,
  width: number,
): Line {
  const share = total > 0 ? Math.min(bytes / total, 1) : 0
  const percent = formatPercent(Math.floor(share * 100) / 100)
  const progress = ` ${percent}  ${formatBytes(bytes)} of ${formatBytes(total)}`
  const since = `  since ${clockText(startedAt, now)}`
  const barWidth = Math.max(6, Math.min(40, width - 16 - progress.length - since.length))
  return fitLine(
    [
      span('reading history '),
      ...bar(share, barWidth, ['cyan']),
      span(progress),
      span(since, 'dim'),
    ],
    width,
  )
}
