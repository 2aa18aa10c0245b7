import { scaleLinear } from 'd3-scale'
import { html, type SafeHtml } from '../safe-html.ts'

const WIDTH = 120
const scale = scaleLinear([0, 1], [0, WIDTH]).clamp(true)

/** A share of a whole as a bar; the number beside it says the same. */
export const shareBar = (share: number, kind: 'stuck' | 'covered' = 'stuck'): SafeHtml =>
  html`<svg class="bar" viewBox="0 0 ${WIDTH} 10" aria-hidden="true"><rect class="track" width="${WIDTH}" height="10" rx="2"/><rect class="${kind}" width="${Math.round(scale(share) * 10) / 10}" height="10" rx="2"/></svg>`
