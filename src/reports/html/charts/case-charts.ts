import { present } from '../../../model/defined.ts'
import { formatCount, formatDuration } from '../../../model/duration.ts'
import { formatMoment, formatTimeSpan } from '../../../model/moment.ts'
import type { CaseReport } from '../../../model/report.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { ageHistogram } from './age-histogram.ts'
import { type CaseTimes, caseTimes, closeUpTimeRange, fullTimeRange } from './case-times.ts'
import { type ChartDrawing, chart, legendItem } from './chart.ts'
import { MARK_LABELS, markKinds, markShape } from './mark-shapes.ts'
import { roundCoordinate, type TimeRange, timeAxis, timeScale } from './time-axis.ts'
import {
  type Lane,
  logLanes,
  MAX_SPOOL_LANES,
  markLanes,
  shortenLabel,
  spoolLanes,
} from './timeline-lanes.ts'
import { timelineTable } from './timeline-table.ts'

/** The pictures of a case, as far as it has times to show. */
export function caseCharts({ timeline, asOf }: CaseReport, id: string): SafeHtml {
  if (timeline === undefined) return html``
  const times = caseTimes(timeline, asOf)
  const whole = fullTimeRange(times)
  if (whole === undefined) return html``
  const near = closeUpTimeRange(times, whole)
  return html`${chart({
    id: `${id}-timeline`,
    title: 'Timeline.',
    description: saysOf(times),
    legend: legendOf(times),
    table: timelineTable(timeline, times),
    draw: (width, name) => timelineDrawing(times, whole, width, name),
  })}${
    near &&
    chart({
      id: `${id}-close-up`,
      title: 'While messages waited.',
      description: `The same, from ${formatTimeSpan(near.from, near.to)}, enlarged.`,
      draw: (width, name) => timelineDrawing(times, near, width, name),
    })
  }${ageHistogram(times, `${id}-ages`)}`
}

function timelineDrawing(
  times: CaseTimes,
  stretch: TimeRange,
  width: number,
  id: string,
): ChartDrawing {
  const gutter = width > 600 ? 190 : 0
  const top = 40
  const [left, right] = [gutter + 14, width - 14]
  const scale = timeScale(stretch, left, right)
  const lanes = [...logLanes(times, scale), ...markLanes(times, scale), ...spoolLanes(times, scale)]
  let y = top
  const rows = lanes.map((lane) => {
    const { above, row } = laneRow(lane, y, gutter)
    y += above + lane.height
    return row
  })
  const bottom = y + 6
  return {
    height: bottom + 22,
    marks: html`${timeAxis(scale, top - 6, bottom)}<g id="${id}-lanes">${rows}</g>${times.asOf !== undefined && asOfLine(roundCoordinate(scale(times.asOf)), top - 6, bottom, width)}`,
  }
}

/** With its label at the side, or above where there is no room beside it. */
function laneRow(
  { label, isEvidenceName: named, startsGroup: first, height, marks }: Lane,
  y: number,
  gutter: number,
): { readonly above: number; readonly row: SafeHtml } {
  const beside = gutter > 0
  // On a narrow screen spooled items have no label each: their bars say enough, and the table has
  // the names.
  const above = (first ? 10 : 0) + (beside || (height < 18 && !first) ? 0 : 15)
  const ours = !named || (height < 18 && !beside)
  const text = height < 18 && !beside ? 'Spooled items' : shortenLabel(label, beside ? 27 : 44)
  const shown = beside
    ? html`<text class="lane${named && ' named'}" x="${gutter}" y="${y + above + height / 2 + 4}" text-anchor="end">${text}</text>`
    : above > 0 &&
      html`<text class="lane${!ours && ' named'}" x="2" y="${y + above - 3}">${text}</text>`
  return { above, row: html`${shown}<g transform="translate(0 ${y + above})">${marks}</g>` }
}

const asOfLine = (x: number, top: number, bottom: number, width: number): SafeHtml =>
  html`<line class="as-of" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/><text class="tick" x="${Math.min(x, width - 4)}" y="${bottom + 15}" text-anchor="${x > width / 2 ? 'end' : 'start'}">judged as of here</text>`

function saysOf(times: CaseTimes): string {
  const { logs, marks, spooled, asOf, omitted, stuckAfter } = times
  const gaps = logs.reduce((sum, log) => sum + log.gaps.length, 0)
  const counts = markKinds.flatMap((kind) => {
    const count = marks.filter((mark) => mark.kind === kind).length
    return count === 0 ? [] : [`${MARK_LABELS[kind].toLowerCase()}: ${count}`]
  })
  const [first] = spooled
  return present([
    ...(logs.length > 0
      ? [
          `${formatCount(logs.length, 'log')}, ${formatTimeSpan(Math.min(...logs.map(({ from }) => from)), Math.max(...logs.map(({ to }) => to)))}, ${gaps === 0 ? 'without a long silence' : `with ${formatCount(gaps, 'long silence')}`}.`,
        ]
      : ['No log tells times.']),
    counts.length > 0 ? `Seen: ${counts.join(', ')}.` : undefined,
    first
      ? `${formatCount(spooled.length + omitted.spooled, 'item')} in the spool, the oldest since ${formatMoment(first.since)}; each is stuck after ${formatDuration(stuckAfter)}.`
      : undefined,
    spooled.length > MAX_SPOOL_LANES ? `The oldest ${MAX_SPOOL_LANES} items are drawn.` : undefined,
    ...leftOut('earlier mark', omitted.marks),
    ...leftOut('more log', omitted.logs),
    ...leftOut('shorter silence', omitted.gaps),
    asOf === undefined
      ? 'The moment to judge at is not known.'
      : `Judged as of ${formatMoment(asOf)}.`,
  ]).join(' ')
}

const leftOut = (what: string, count = 0): string[] =>
  count > 0 ? [`${formatCount(count, what)} left out.`] : []

const square = (kind: string): SafeHtml =>
  html`<rect class="${kind}" x="-7" y="-5" width="14" height="10"/>`

function legendOf({ logs, marks, spooled, stuckAfter }: CaseTimes): SafeHtml[] {
  return present([
    logs.length > 0 ? legendItem(square('covered'), 'Log covers') : undefined,
    logs.some(({ gaps }) => gaps.length > 0)
      ? legendItem(square('gap'), 'Log is silent')
      : undefined,
    ...markKinds
      .filter((kind) => marks.some((mark) => mark.kind === kind))
      .map((kind) => legendItem(markShape(kind), MARK_LABELS[kind])),
    ...(spooled.length > 0
      ? [
          legendItem(square('waiting'), `Spooled, up to ${formatDuration(stuckAfter)}`),
          legendItem(square('stuck'), `Longer than ${formatDuration(stuckAfter)}: stuck`),
        ]
      : []),
  ])
}
