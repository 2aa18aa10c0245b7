import { symbol, symbolCircle, symbolDiamond, symbolTriangle } from 'd3-shape'
import type { TimelineMark } from '../../../model/timeline.ts'
import { html, type SafeHtml } from '../safe-html.ts'

/** Each kind has its own shape, so that it does not depend on color. */
const SHAPES = {
  'sign-in': symbolCircle,
  'recipient-offline': symbolTriangle,
  failure: symbolDiamond,
} as const

export const MARK_LABELS = {
  'sign-in': 'Sign-ins',
  'recipient-offline': 'Recipient offline',
  failure: 'Failures',
} as const satisfies Record<TimelineMark['kind'], string>

export const markKinds = Object.keys(MARK_LABELS) as readonly TimelineMark['kind'][]

const SHAPE_PATHS = Object.fromEntries(
  markKinds.map((kind) => [kind, symbol().type(SHAPES[kind]).size(70).digits(1)() ?? '']),
) as Readonly<Record<TimelineMark['kind'], string>>

export const markShape = (kind: TimelineMark['kind']): SafeHtml =>
  html`<path class="mark is-${kind}" d="${SHAPE_PATHS[kind]}"/>`
