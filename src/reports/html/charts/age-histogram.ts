import { bin } from 'd3-array'
import { scaleBand, scaleLinear } from 'd3-scale'
import { formatCount, formatDuration, formatNumber, minutes } from '../../../model/duration.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import type { CaseTimes } from './case-times.ts'
import { type ChartDrawing, chart } from './chart.ts'
import { roundCoordinate, svgRect, svgText } from './svg.ts'

const HOUR = minutes(60)
const CLASS_EDGES_MS = [
  minutes(10),
  minutes(30),
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  24 * HOUR,
  48 * HOUR,
  168 * HOUR,
  720 * HOUR,
]

/** Fewer items are seen at a glance in the timeline. */
const MIN_ITEMS = 20

interface AgeClass {
  readonly label: string
  readonly count: number
  readonly isStuck: boolean
}

/** Draws how long the items have waited; nothing for a few items. */
export function ageHistogram({ spooled, stuckAfter, omitted }: CaseTimes, id: string): SafeHtml {
  const ages = spooled.flatMap(({ since, until }) =>
    until === undefined || since > until ? [] : [until - since],
  )
  if (ages.length < MIN_ITEMS) return html``
  const classes = ageClasses(ages, stuckAfter)
  const stuckCount = classes
    .filter(({ isStuck }) => isStuck)
    .reduce((sum, { count }) => sum + count, 0)
  const share = `${formatCount(stuckCount, 'item')} of ${formatNumber(ages.length)}`
  const notCounted =
    omitted.spooled > 0 ? ` ${formatCount(omitted.spooled, 'more item')} not counted.` : ''
  const details = classes
    .filter(({ count }) => count > 0)
    .map(({ label, count }) => `${label}: ${formatNumber(count)}`)
    .join('; ')
  return chart({
    id,
    title: 'How long items have waited.',
    description: `${share} longer than the limit of ${formatDuration(stuckAfter)}.${notCounted}`,
    details: `${details}.`,
    draw: (width) => histogramDrawing(classes, stuckAfter, width),
  })
}

/**
 * Counts the ages in classes that grow with age, from minutes to days. The limit is an edge, and an
 * item of exactly that age is stuck.
 */
function ageClasses(ages: readonly number[], stuckAfter: number): readonly AgeClass[] {
  const edges = [stuckAfter, ...CLASS_EDGES_MS.filter((edge) => edge > stuckAfter)]
  const bins = bin<number, number>().domain([0, Number.MAX_SAFE_INTEGER]).thresholds(edges)(ages)
  const last = bins.findLastIndex(({ length }) => length > 0)
  return bins.slice(0, Math.max(last + 1, 2)).map(({ x0 = 0, x1 = 0, length }) => ({
    label: classLabel(x0, x1),
    count: length,
    isStuck: x0 >= stuckAfter,
  }))
}

function classLabel(from: number, to: number): string {
  if (from === 0) return `up to ${formatDuration(to)}`
  if (to === Number.MAX_SAFE_INTEGER) return `over ${formatDuration(from)}`
  return `${formatDuration(from)} – ${formatDuration(to)}`
}

function histogramDrawing(
  classes: readonly AgeClass[],
  stuckAfter: number,
  width: number,
): ChartDrawing {
  const isWide = width > 600
  const labelWidth = isWide ? 190 : 110
  const height = classes.length * 26 + 26
  const y = scaleBand<number>()
    .domain(classes.map((_, index) => index))
    .range([4, height - 22])
    .paddingInner(0.35)
  const left = labelWidth + 14
  const x = scaleLinear(
    [0, Math.max(...classes.map(({ count }) => count))],
    [left, width - (isWide ? 150 : 50)],
  )
  const bars = classes.map(({ label, count, isStuck }, index) => {
    const top = y(index) ?? 0
    const baseline = top + y.bandwidth() / 2 + 4
    const box = { x: left, y: top, width: x(count) - left, height: y.bandwidth() }
    return [
      svgText('lane', { x: labelWidth, y: baseline }, label, 'end'),
      count > 0 && svgRect(isStuck ? 'stuck' : 'waiting', box),
      svgText('count', { x: x(count) + 6, y: baseline }, formatNumber(count)),
    ]
  })
  // The limit is between the first class and the second one.
  const limitY = roundCoordinate(((y(0) ?? 0) + y.bandwidth() + (y(1) ?? 0)) / 2)
  const [x1, x2] = [labelWidth + 4, width - 14]
  const line = html`<line class="limit" x1="${x1}" x2="${x2}" y1="${limitY}" y2="${limitY}"/>`
  const limitText = `limit ${formatDuration(stuckAfter)}`
  const limitLabel = isWide && svgText('tick', { x: x2, y: limitY - 4 }, limitText, 'end')
  return { height, marks: [bars, line, limitLabel] }
}
