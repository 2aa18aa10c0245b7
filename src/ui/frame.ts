import type { LiveView } from '../model/live-view.ts'
import type { Look } from '../terminal/layout.ts'
import { footerLine } from './footer.ts'
import { headerLines } from './header.ts'
import { bodyHeight, HEADER, isTooSmall, LEAST, type Size, usableRows } from './layout.ts'
import { type Body, overlayBody } from './overlay.ts'
import { panesBody } from './panes.ts'
import { fitted, type Line, painted, span } from './span.ts'
import { shownOf, type ViewState } from './view-state.ts'

/** What stands on the screen: at most one line less than it has rows, none wider than it. */
export interface Frame {
  readonly lines: readonly string[]
  readonly columns: number
  /** Lines that go on from the one above, as the terminal wraps one that is too long. */
  readonly joined: ReadonlySet<number>
  /** Entries or lines of a page. */
  readonly page: number
  /** Lines of the scrolling text beyond those shown. */
  readonly most: number
}

/** The dashboard as a function of what was seen, what the user did to the view, and the size. */
export function frameOf(live: LiveView, state: ViewState, size: Size, color: boolean): Frame {
  const { columns } = size
  const look: Look = { width: columns, color }
  if (isTooSmall(size)) return tooSmall(size, look)
  const view = shownOf(state, live)
  const alone = state.overlay === 'commands'
  const header = alone ? [] : headerLines(view, live, state.frozen !== undefined, columns)
  const height = bodyHeight(size) + (alone ? HEADER : 0)
  const body: Body =
    state.overlay === undefined
      ? panesBody(view, state, size)
      : overlayBody(state.overlay, view, state, { columns, height })
  const lines = [...header, ...filled(body.lines, height), footerLine(state, columns)]
  return {
    ...body,
    columns,
    lines: lines.map((line) => painted(fitted(line, columns), look).trimEnd()),
  }
}

const filled = (lines: readonly Line[], height: number): readonly Line[] => [
  ...lines.slice(0, height),
  ...Array.from({ length: Math.max(0, height - lines.length) }, () => []),
]

function tooSmall(size: Size, look: Look): Frame {
  const words = [
    `Too small: ${size.columns} × ${size.rows}.`,
    `At least ${LEAST.columns} × ${LEAST.rows} is needed.`,
    'Watching goes on. q quits.',
  ]
  const shown = words
    .slice(0, Math.max(usableRows(size), 0))
    .map((text) => painted(fitted([span(text)], size.columns), look).trimEnd())
  return { lines: shown, columns: size.columns, joined: new Set(), page: 1, most: 0 }
}
