import { bin } from 'd3-array'
import { scaleBand, scaleLinear } from 'd3-scale'
import { formatCount, formatDuration, formatNumber, minutes } from '../../../model/duration.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import type { CaseTimes } from './case-times.ts'
import { type ChartDrawing, chart } from './chart.ts'
import { roundCoordinate } from './time-axis.ts'

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

interface AgeClass {
  readonly label: string
  readonly count: number
  readonly stuck: boolean
}

/** How many items have waited how long; nothing where no item waits or nobody knows how long. */
export function ageHistogram({ spooled, stuckAfter, omitted }: CaseTimes, id: string): SafeHtml {
  const ages = spooled.flatMap(({ since, until }) =>
    until === undefined || since > until ? [] : [until - since],
  )
  if (ages.length === 0) return html``
  const classes = ageClasses(ages, stuckAfter)
  const stuck = classes.reduce((sum, one) => sum + (one.stuck ? one.count : 0), 0)
  const left =
    omitted.spooled > 0 ? ` ${formatCount(omitted.spooled, 'more item')} not counted.` : ''
  return chart({
    id,
    title: 'How long items have waited.',
    description: `${formatCount(stuck, 'item')} of ${formatNumber(ages.length)} longer than the limit of ${formatDuration(stuckAfter)}.${left}`,
    details: `${classes
      .filter(({ count }) => count > 0)
      .map(({ label, count }) => `${label}: ${formatNumber(count)}`)
      .join('; ')}.`,
    draw: (width) => histogramDrawing(classes, stuckAfter, width),
  })
}

/**
 * Classes grow with age: what matters is whether minutes, hours or days. The limit is an edge. An
 * item is stuck from the limit on.
 */
function ageClasses(ages: readonly number[], stuckAfter: number): readonly AgeClass[] {
  const edges = [stuckAfter, ...CLASS_EDGES_MS.filter((edge) => edge > stuckAfter)]
  const bins = bin<number, number>().domain([0, Number.MAX_SAFE_INTEGER]).thresholds(edges)(ages)
  const last = bins.findLastIndex(({ length }) => length > 0)
  return bins.slice(0, Math.max(last + 1, 2)).map(({ x0 = 0, x1 = 0, length }) => ({
    label:
      x0 === 0
        ? `up to ${formatDuration(x1)}`
        : x1 === Number.MAX_SAFE_INTEGER
          ? `over ${formatDuration(x0)}`
          : `${formatDuration(x0)} – ${formatDuration(x1)}`,
    count: length,
    stuck: x0 >= stuckAfter,
  }))
}

function histogramDrawing(
  classes: readonly AgeClass[],
  stuckAfter: number,
  width: number,
): ChartDrawing {
  const wide = width > 600
  const gutter = wide ? 190 : 110
  const height = classes.length * 26 + 26
  const y = scaleBand<number>()
    .domain(classes.map((_, index) => index))
    .range([4, height - 22])
    .paddingInner(0.35)
  const x = scaleLinear(
    [0, Math.max(...classes.map(({ count }) => count))],
    [gutter + 14, width - (wide ? 150 : 50)],
  )
  const limit = roundCoordinate(((y(0) ?? 0) + y.bandwidth() + (y(1) ?? 0)) / 2)
  const bars = classes.map(({ label, count, stuck }, index) => {
    const top = roundCoordinate(y(index) ?? 0)
    const middle = roundCoordinate(top + y.bandwidth() / 2 + 4)
    return html`<text class="lane" x="${gutter}" y="${middle}" text-anchor="end">${label}</text>${
      count > 0 &&
      html`<rect class="${stuck ? 'stuck' : 'waiting'}" x="${gutter + 14}" y="${top}" width="${roundCoordinate(x(count) - gutter - 14)}" height="${roundCoordinate(y.bandwidth())}"/>`
    }<text class="count" x="${roundCoordinate(x(count) + 6)}" y="${middle}">${formatNumber(count)}</text>`
  })
  return {
    height,
    marks: html`${bars}<line class="limit" x1="${gutter + 4}" x2="${width - 14}" y1="${limit}" y2="${limit}"/>${wide && html`<text class="tick" x="${width - 14}" y="${limit - 4}" text-anchor="end">limit ${formatDuration(stuckAfter)}</text>`}`,
  }
}
