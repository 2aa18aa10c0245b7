import { scaleBand, scaleLinear } from 'd3-scale'
import { utcFormat } from 'd3-time-format'
import { present, when } from '../../../model/defined.ts'
import { formatCount, formatNumber } from '../../../model/duration.ts'
import type { CauseTrend } from '../../../model/fleet/fleet-case.ts'
import { toIsoTime } from '../../../model/moment.ts'
import { greatestOf } from '../../../model/numbers/extremes.ts'
import { type ChartDrawing, chart, legendBar, legendItem } from '../charts/chart.ts'
import { roundCoordinate, svgRect, svgText } from '../charts/svg.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { scrollable } from '../table-parts.ts'
import { cell, columnHeader } from './collapsible-table.ts'

/** Pixels. */
const BAR_HEIGHT = 26
const ROW_GAP = 8
const LABEL_HEIGHT = 15
const AXIS_HEIGHT = 36
const MAX_BAR_WIDTH = 22
const MIN_TICK_DISTANCE = 52
const DIGIT_WIDTH = 8

/** A row of bars: one for each period. */
interface Row {
  readonly label: string
  readonly isRule: boolean
  readonly kind: 'covered' | 'stuck' | 'waiting'
  readonly cases: readonly number[]
}

/**
 * Draws the cases of each period, in a row for all cases and in a row for each cause. A single period
 * has no trend: it is only named.
 */
export function causeTrendChart(trend: CauseTrend): SafeHtml {
  const { starts, unit } = trend
  const total = sum(trend.cases)
  const unknown =
    trend.unknown > 0 && `${formatCount(trend.unknown, 'case')} without a known time not counted.`
  if (starts.length < 2) {
    const subject = total === 1 ? 'The case was' : `All ${formatNumber(total)} cases were`
    const text = `${subject} collected on ${dayText(starts[0] ?? 0)}. A trend needs several days.`
    return html`<p>${text} ${unknown}</p>`
  }
  const empty = trend.cases.filter((cases) => cases === 0).length
  const most = greatestOf(trend.cases) ?? 0
  const description = present([
    `${formatCount(total, 'case')}, collected on ${formatCount(trend.days, 'day')} (UTC), by ${periodText(trend)}.`,
    `Most in ${onePeriod(trend)}: ${formatNumber(most)} (${labelOf(trend, trend.cases.indexOf(most))}).`,
    empty > 0
      ? `${formatCount(empty, trend.unitsPerPeriod === 1 ? unit : 'period')} without a case.`
      : undefined,
    trend.omittedCauses > 0
      ? `${formatCount(trend.omittedCauses, 'more cause')} with fewer cases not drawn.`
      : undefined,
    unknown || undefined,
  ]).join(' ')
  const rows = rowsOf(trend)
  return chart({
    id: 'trend-chart',
    title: 'Cases and causes.',
    description,
    legend: [
      legendItem(legendBar('covered'), 'All cases'),
      legendItem(legendBar('stuck'), 'Cases with the cause'),
      ...when(sum(trend.unexplained) > 0, () => [
        legendItem(legendBar('waiting'), 'Cases that no cause explains'),
      ]),
    ],
    table: trendTable(trend, rows),
    draw: (width) => trendDrawing(trend, rows, width),
  })
}

function rowsOf({ cases, causes, unexplained }: CauseTrend): readonly Row[] {
  return [
    { label: 'All cases', isRule: false, kind: 'covered', cases },
    ...causes.map(
      (cause): Row => ({ label: cause.rule, isRule: true, kind: 'stuck', cases: cause.cases }),
    ),
    ...when(sum(unexplained) > 0, (): Row[] => [
      { label: 'Unexplained', isRule: false, kind: 'waiting', cases: unexplained },
    ]),
  ]
}

/** All causes have one scale, so that their bars can be compared. */
function trendDrawing(trend: CauseTrend, rows: readonly Row[], width: number): ChartDrawing {
  const isWide = width > 600
  const left = isWide ? 300 : 4
  const totalWidth =
    DIGIT_WIDTH * (greatestOf(rows.map(({ cases }) => totalText(cases).length)) ?? 0)
  const right = width - totalWidth - 10
  const rowHeight = BAR_HEIGHT + ROW_GAP + (isWide ? 0 : LABEL_HEIGHT)
  const height = rows.length * rowHeight + AXIS_HEIGHT
  const x = scaleBand<number>()
    .domain(trend.starts.map((_, index) => index))
    .range([left, right])
    .paddingInner(trend.starts.length > 40 ? 0.1 : 0.25)
  const barWidth = Math.min(x.bandwidth(), MAX_BAR_WIDTH)
  const barLeft = (index: number) => (x(index) ?? 0) + (x.bandwidth() - barWidth) / 2
  const mostOfCause = Math.max(1, greatestOf(rows.slice(1).flatMap(({ cases }) => cases)) ?? 0)
  const drawn = rows.map(({ label, isRule, kind, cases }, row) => {
    const bottom = (row + 1) * rowHeight - ROW_GAP / 2
    const most = row === 0 ? Math.max(1, greatestOf(cases) ?? 0) : mostOfCause
    const y = scaleLinear([0, most], [0, BAR_HEIGHT])
    const bars = cases.map((count, index) => {
      if (count === 0) return false
      const barHeight = Math.max(1.5, y(count))
      const box = { x: barLeft(index), y: bottom - barHeight, width: barWidth, height: barHeight }
      const title = `${labelOf(trend, index)}: ${formatCount(count, 'case')}`
      return svgRect(kind, box, html`<title>${title}</title>`)
    })
    const [x1, x2, y1] = [left, right, bottom].map(roundCoordinate)
    const labelPoint = isWide
      ? { x: left - 12, y: bottom - 5 }
      : { x: left, y: bottom - BAR_HEIGHT - 4 }
    return [
      html`<line class="grid" x1="${x1}" x2="${x2}" y1="${y1}" y2="${y1}"/>`,
      bars,
      svgText(isRule ? 'lane named' : 'lane', labelPoint, label, isWide ? 'end' : 'start'),
      svgText('count', { x: right + 6, y: bottom - 5 }, totalText(cases)),
    ]
  })
  const axisTop = rows.length * rowHeight
  const ticks = tickLabels(trend, Math.max(2, Math.floor((right - left) / MIN_TICK_DISTANCE))).map(
    ({ index, upper, lower }) => {
      const center = barLeft(index) + barWidth / 2
      // A centered label would be cut off at the edges.
      const isFirst = center < left + 24
      const anchor = isFirst ? 'start' : center > right - 12 ? 'end' : 'middle'
      const textX = isFirst ? Math.max(2, barLeft(index)) : center
      return [
        svgText('tick', { x: textX, y: axisTop + 14 }, upper, anchor),
        lower !== undefined && svgText('tick day', { x: textX, y: axisTop + 28 }, lower, anchor),
      ]
    },
  )
  return { height, marks: [drawn, html`<g aria-hidden="true">${ticks}</g>`] }
}

const formatDay = utcFormat('%b %-d')
const formatMonth = utcFormat('%b')

/** Returns labels for at most `count` periods, with the year below where it changes. */
function tickLabels(
  { starts, unit }: CauseTrend,
  count: number,
): readonly { readonly index: number; readonly upper: string; readonly lower?: string }[] {
  const step = Math.ceil(starts.length / count)
  let previousYear: string | undefined
  return starts.flatMap((start, index) => {
    if (index % step !== 0) return []
    const year = String(new Date(start).getUTCFullYear())
    if (unit === 'year') return [{ index, upper: year }]
    const upper = (unit === 'month' ? formatMonth : formatDay)(new Date(start))
    const isNewYear = year !== previousYear
    previousYear = year
    return [isNewYear ? { index, upper, lower: year } : { index, upper }]
  })
}

/** Lists the periods with cases, and the cases of each cause. */
function trendTable(trend: CauseTrend, rows: readonly Row[]): SafeHtml {
  const header = rows.map(({ label, isRule }) =>
    isRule
      ? html`<th scope="col" class="number"><code>${label}</code></th>`
      : columnHeader(label, 'number'),
  )
  const body = trend.starts.flatMap((_, index) =>
    trend.cases[index] === 0
      ? []
      : [
          html`<tr><th scope="row">${labelOf(trend, index)}</th>
${rows.map(({ label, cases }) => cell(label, countText(cases[index]), 'number'))}</tr>
`,
        ],
  )
  const title = 'Cases by collection day'
  return scrollable(
    title,
    html`<table class="heat cards"><caption class="unseen">${title}</caption>
<thead><tr>${columnHeader('Collected')}${header}</tr></thead><tbody>${body}</tbody></table>`,
  )
}

const totalText = (cases: readonly number[]): string => formatNumber(sum(cases))

const countText = (count = 0): string => (count === 0 ? '' : formatNumber(count))

const sum = (counts: readonly number[]): number => counts.reduce((left, right) => left + right, 0)

const dayText = (at: number): string => toIsoTime(at).replace(/T.*/, '')

/** `2016-09-12`, `week of 2016-09-12`, `2016-09`, `2016`, `1990–1999`. */
function labelOf({ unit, unitsPerPeriod, starts }: CauseTrend, index: number): string {
  const start = starts[index] ?? 0
  const day = dayText(start)
  if (unit === 'day') return day
  if (unit === 'week') return `week of ${day}`
  if (unit === 'month') return day.replace(/-\d\d$/, '')
  const year = new Date(start).getUTCFullYear()
  return unitsPerPeriod === 1 ? String(year) : `${year}–${year + unitsPerPeriod - 1}`
}

const periodText = ({ unit, unitsPerPeriod }: CauseTrend): string =>
  unitsPerPeriod === 1 ? unit : formatCount(unitsPerPeriod, unit)

const onePeriod = (trend: CauseTrend): string =>
  trend.unitsPerPeriod === 1 ? `one ${trend.unit}` : periodText(trend)
