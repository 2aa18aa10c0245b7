import { type ScaleTime, scaleUtc } from 'd3-scale'
import { utcFormat } from 'd3-time-format'
import { html, type SafeHtml } from '../safe-html.ts'
import { roundCoordinate, svgText } from './svg.ts'

export type TimeScale = ScaleTime<number, number>

/** Milliseconds UTC. */
export interface TimeRange {
  readonly from: number
  readonly to: number
}

const DAY = 86_400_000
const MIN_TICK_DISTANCE = 80
const formatMinute = utcFormat('%H:%M')
const formatSecond = utcFormat('%H:%M:%S')
const formatDay = utcFormat('%b %-d')
const formatDate = utcFormat('%b %-d, %Y')

/** Returns a scale from times to x coordinates between `left` and `right`. */
export const timeScale = ({ from, to }: TimeRange, left: number, right: number): TimeScale =>
  scaleUtc().domain([from, to]).range([left, right])

/** Draws the times above the chart, the days where they change, and grid lines down to `bottom`. */
export function timeAxis(scale: TimeScale, top: number, bottom: number): SafeHtml {
  const [left = 0, right = 0] = scale.range()
  const ticks = scale.ticks(Math.max(2, Math.floor((right - left) / MIN_TICK_DISTANCE)))
  const step = Number(ticks[1] ?? 0) - Number(ticks[0] ?? 0)
  const inDays = step >= DAY
  const formatTime = step > 0 && step < 60_000 ? formatSecond : formatMinute
  let previousDate = ''
  const marks = ticks.map((tick) => {
    const x = roundCoordinate(scale(tick))
    const date = formatDate(tick)
    const label = inDays ? String(tick.getUTCFullYear()) : date
    const isShown = date !== previousDate && !(inDays && previousDate.endsWith(label))
    previousDate = date
    // A centered label would be cut off at the left edge.
    const isAtEdge = x < left + 30
    const labelPoint = { x: isAtEdge ? left - 10 : x, y: top - 5 }
    const tickText = inDays ? formatDay(tick) : formatTime(tick)
    const upper = svgText('tick', { x, y: top - 18 }, tickText, 'middle')
    const lower = isShown && svgText('tick day', labelPoint, label, isAtEdge ? 'start' : 'middle')
    return html`<line class="grid" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/>${upper}${lower}`
  })
  return html`<g aria-hidden="true">${marks}</g>`
}
