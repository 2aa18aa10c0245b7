import type { TextAttribute } from '../terminal/layout.ts'
import { type Line, span } from './span.ts'

const LEVELS = '▁▂▃▄▅▆▇█'

/**
 * Draws counts as a sparkline, the latest last, as many as `width` cells hold. A count of `maxCount`
 * fills its cell; any count above 0 is visible.
 */
export function sparkline(
  counts: readonly number[],
  width: number,
  maxCount: number,
  style: TextAttribute,
): Line {
  const shown = width > 0 ? counts.slice(-width) : []
  return shown.map((count) => {
    const level =
      count <= 0 ? 0 : Math.max(1, Math.min(7, Math.round((count / Math.max(maxCount, 1)) * 7)))
    return span(LEVELS[level] ?? '', level === 0 ? 'dim' : style)
  })
}

/** Draws a bar of `width` cells. `share` is the part of the limit: 1 or more fills the bar. */
export function bar(share: number, width: number, style: readonly TextAttribute[]): Line {
  const full = Math.min(width, Math.max(0, Math.floor(share * width)))
  return [span('▆'.repeat(full), ...style), span('▁'.repeat(width - full), 'dim')]
}
