import { scaleLinear } from 'd3-scale'
import { formatPercent } from '../../../model/duration.ts'
import { roundCoordinate } from '../charts/svg.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { cell } from './collapsible-table.ts'

/** Pixels. */
const BAR_WIDTH = 120
const scale = scaleLinear([0, 1], [0, BAR_WIDTH]).clamp(true)

/** Returns a table cell with a share from 0 to 1 as a bar and as a percentage. */
export function shareCell(share: number): SafeHtml {
  const width = roundCoordinate(scale(share))
  const bar = html`<svg class="bar" viewBox="0 0 ${BAR_WIDTH} 10" aria-hidden="true">
<rect class="track" width="${BAR_WIDTH}" height="10" rx="2"/>
<rect class="stuck" width="${width}" height="10" rx="2"/></svg>`
  return cell('Share', html`${bar} ${formatPercent(share)}`, 'share')
}
