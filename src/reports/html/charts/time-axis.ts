import { type ScaleTime, scaleUtc } from 'd3-scale'
import { utcFormat } from 'd3-time-format'
import { html, type SafeHtml } from '../safe-html.ts'

export type TimeScale = ScaleTime<number, number>

/** A stretch of time, milliseconds UTC. */
export interface TimeRange {
  readonly from: number
  readonly to: number
}

const DAY = 86_400_000
const clock = utcFormat('%H:%M')
const clockWithSeconds = utcFormat('%H:%M:%S')
const day = utcFormat('%b %-d')
const dayOfYear = utcFormat('%b %-d, %Y')

export const timeScale = ({ from, to }: TimeRange, left: number, right: number): TimeScale =>
  scaleUtc().domain([from, to]).range([left, right])

/** Times along the top, days below them where the day changes, and lines down through the lanes. */
export function timeAxis(scale: TimeScale, top: number, bottom: number): SafeHtml {
  const [left = 0, right = 0] = scale.range()
  const ticks = scale.ticks(Math.max(2, Math.floor((right - left) / 80)))
  const step = Number(ticks[1] ?? 0) - Number(ticks[0] ?? 0)
  const inDays = step >= DAY
  const time = step > 0 && step < 60_000 ? clockWithSeconds : clock
  let shown = ''
  const marks = ticks.map((tick) => {
    const x = roundCoordinate(scale(tick))
    const date = dayOfYear(tick)
    const lower = date === shown ? '' : inDays ? String(tick.getUTCFullYear()) : date
    const year = inDays && shown.endsWith(lower)
    shown = date
    // A day would be cut off at the left edge.
    const [place, anchor] = x < left + 30 ? [left - 10, 'start'] : [x, 'middle']
    return html`<line class="grid" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/><text class="tick" x="${x}" y="${top - 18}" text-anchor="middle">${inDays ? day(tick) : time(tick)}</text>${
      lower !== '' &&
      !year &&
      html`<text class="tick day" x="${place}" y="${top - 5}" text-anchor="${anchor}">${lower}</text>`
    }`
  })
  return html`<g aria-hidden="true">${marks}</g>`
}

/** A tenth of a unit is finer than any screen; more digits only make the file larger. */
export const roundCoordinate = (value: number): number => Math.round(value * 10) / 10
