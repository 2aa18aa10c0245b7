import { present } from '../../../model/defined.ts'
import { formatCount, formatDuration } from '../../../model/duration.ts'
import { formatMoment, formatTimeSpan } from '../../../model/moment.ts'
import { greatestOf, leastOf } from '../../../model/numbers/extremes.ts'
import type { CaseReport } from '../../../model/report.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { ageHistogram } from './age-histogram.ts'
import { type CaseTimes, caseTimes, closeUpTimeRange, fullTimeRange } from './case-times.ts'
import { type ChartDrawing, chart, legendBar, legendItem } from './chart.ts'
import { MARK_LABELS, markKinds, markShape } from './mark-shapes.ts'
import { roundCoordinate, svgText } from './svg.ts'
import { type TimeRange, timeAxis, timeScale } from './time-axis.ts'
import {
  type Lane,
  logLanes,
  MAX_SPOOL_LANES,
  markLanes,
  shortenLabel,
  spoolLanes,
} from './timeline-lanes.ts'
import { timelineTable } from './timeline-table.ts'

/** Pixels, by the width of the chart. */
const LABEL_WIDTHS = [
  { minWidth: 900, labelWidth: 190, labelCharacters: 27 },
  { minWidth: 500, labelWidth: 152, labelCharacters: 23 },
]
/** Lanes lower than this, those of spooled items, have no label on a narrow screen. */
const MIN_LABELED_HEIGHT = 18

/** Draws the timeline; nothing when the case has no times. */
export function caseTimeline({ timeline, asOf }: CaseReport, id: string): SafeHtml {
  const { times, range } = timesAndRange(timeline, asOf)
  if (timeline === undefined || times === undefined || range === undefined) return html``
  return chart({
    id: `${id}-timeline`,
    title: 'Timeline.',
    description: timelineDescription(times),
    legend: timelineLegend(times),
    table: timelineTable(timeline, times),
    isBesideText: true,
    draw: (width, chartId) => timelineDrawing(times, range, width, chartId),
  })
}

/** Draws a close-up of the timeline and the ages of items, where they say more than the timeline. */
export function detailCharts({ timeline, asOf }: CaseReport, id: string): SafeHtml {
  const { times, range } = timesAndRange(timeline, asOf)
  if (times === undefined || range === undefined) return html``
  const closeUp = closeUpTimeRange(times, range)
  return html`${
    closeUp &&
    chart({
      id: `${id}-close-up`,
      title: 'While messages waited.',
      description: `The timeline, enlarged: ${formatTimeSpan(closeUp.from, closeUp.to)}.`,
      draw: (width, chartId) => timelineDrawing(times, closeUp, width, chartId),
    })
  }${ageHistogram(times, `${id}-ages`)}`
}

function timesAndRange(
  timeline: CaseReport['timeline'],
  asOf: CaseReport['asOf'],
): { readonly times?: CaseTimes; readonly range?: TimeRange | undefined } {
  if (timeline === undefined) return {}
  const times = caseTimes(timeline, asOf)
  return { times, range: fullTimeRange(times) }
}

function timelineDrawing(
  times: CaseTimes,
  range: TimeRange,
  width: number,
  id: string,
): ChartDrawing {
  const { labelWidth, labelCharacters } = LABEL_WIDTHS.find(
    ({ minWidth }) => width >= minWidth,
  ) ?? { labelWidth: 0, labelCharacters: 44 }
  const top = 40
  const scale = timeScale(range, labelWidth + 14, width - 14)
  const lanes = [...logLanes(times, scale), ...markLanes(times, scale), ...spoolLanes(times, scale)]
  let y = top
  const rows = lanes.map((lane) => {
    const { spaceAbove, row } = laneRow(lane, y, labelWidth, labelCharacters)
    y += spaceAbove + lane.height + (lane.heightBelow ?? 0)
    return row
  })
  const bottom = y + 6
  const asOf =
    times.asOf !== undefined && asOfLine(roundCoordinate(scale(times.asOf)), top - 6, bottom, width)
  return {
    height: bottom + 22,
    marks: html`${timeAxis(scale, top - 6, bottom)}<g id="${id}-lanes">${rows}</g>${asOf}`,
  }
}

/** Draws a lane at `y`. Its label is at the left, or above it when `labelWidth` is 0. */
function laneRow(
  { label, isEvidenceName, startsGroup, height, marks }: Lane,
  y: number,
  labelWidth: number,
  labelCharacters: number,
): { readonly spaceAbove: number; readonly row: SafeHtml } {
  const groupSpace = startsGroup ? 10 : 0
  if (labelWidth > 0) {
    const point = { x: labelWidth, y: y + groupSpace + height / 2 + 4 }
    const className = isEvidenceName ? 'lane named' : 'lane'
    const text = svgText(className, point, shortenLabel(label, labelCharacters), 'end')
    return { spaceAbove: groupSpace, row: html`${text}${translateDown(marks, y + groupSpace)}` }
  }
  // All spooled items share one label on a narrow screen. The table has their names.
  const isShared = height < MIN_LABELED_HEIGHT
  const hasLabel = !isShared || startsGroup
  const spaceAbove = groupSpace + (hasLabel ? 15 : 0)
  const labelText = isShared ? 'Spooled items' : shortenLabel(label, labelCharacters)
  const className = isEvidenceName && !isShared ? 'lane named' : 'lane'
  const text = hasLabel && svgText(className, { x: 2, y: y + spaceAbove - 3 }, labelText)
  return { spaceAbove, row: html`${text}${translateDown(marks, y + spaceAbove)}` }
}

const translateDown = (marks: Lane['marks'], y: number): SafeHtml =>
  html`<g transform="translate(0 ${y})">${marks}</g>`

function asOfLine(x: number, top: number, bottom: number, width: number): SafeHtml {
  const point = { x: Math.min(x, width - 4), y: bottom + 15 }
  const label = svgText('tick', point, 'analyzed as of', x > width / 2 ? 'end' : 'start')
  return html`<line class="as-of" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/>${label}`
}

function timelineDescription(times: CaseTimes): string {
  const { marks, spooled, asOf, omitted, stuckAfter } = times
  const markCounts = markKinds.flatMap((kind) => {
    const count = marks.filter((mark) => mark.kind === kind).length
    return count === 0 ? [] : [`${MARK_LABELS[kind].toLowerCase()}: ${count}`]
  })
  const [oldest] = spooled
  const itemCount = formatCount(spooled.length + omitted.spooled, 'item')
  return present([
    logText(times),
    markCounts.length > 0 ? `Events: ${markCounts.join(', ')}.` : undefined,
    oldest &&
      `${itemCount} in the spool, the oldest since ${formatMoment(oldest.since)}; ` +
        `an item is stuck after ${formatDuration(stuckAfter)}.`,
    spooled.length > MAX_SPOOL_LANES
      ? `Only the oldest ${MAX_SPOOL_LANES} items are drawn.`
      : undefined,
    omittedText('earlier mark', omitted.marks),
    omittedText('more log', omitted.logs),
    omittedText('shorter gap', omitted.gaps),
    asOf === undefined
      ? 'The time of the analysis is unknown.'
      : `Analyzed as of ${formatMoment(asOf)}.`,
  ]).join(' ')
}

function logText({ logs }: CaseTimes): string {
  const from = leastOf(logs.map((log) => log.from))
  const to = greatestOf(logs.map((log) => log.to))
  if (from === undefined || to === undefined) return 'No log has times.'
  const gaps = logs.reduce((sum, log) => sum + log.gaps.length, 0)
  const gapText = gaps === 0 ? 'no gaps' : formatCount(gaps, 'gap')
  return `${formatCount(logs.length, 'log')}, ${formatTimeSpan(from, to)}, ${gapText}.`
}

const omittedText = (noun: string, count = 0): string | undefined =>
  count > 0 ? `${formatCount(count, noun)} left out.` : undefined

function timelineLegend({ logs, marks, spooled, stuckAfter }: CaseTimes): SafeHtml[] {
  const items: SafeHtml[] = []
  if (logs.length > 0) items.push(legendItem(legendBar('covered'), 'Log covers'))
  if (logs.some(({ gaps }) => gaps.length > 0))
    items.push(legendItem(legendBar('gap'), 'Gap in a log'))
  for (const kind of markKinds)
    if (marks.some((mark) => mark.kind === kind))
      items.push(legendItem(markShape(kind), MARK_LABELS[kind]))
  if (spooled.length > 0) {
    const limit = formatDuration(stuckAfter)
    items.push(legendItem(legendBar('waiting'), `Spooled, up to ${limit}`))
    items.push(legendItem(legendBar('stuck'), `Longer than ${limit}: stuck`))
  }
  return items
}
