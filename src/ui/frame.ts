import type { LiveView } from '../model/live-view.ts'
import type { TextStyle } from '../terminal/layout.ts'
import { footerLine } from './footer.ts'
import { headerLines } from './header.ts'
import { bodyHeight, HEADER_ROWS, isTooSmall, MIN_SIZE, type Size, usableRows } from './layout.ts'
import { type FrameBody, overlayBody } from './overlay.ts'
import { panesBody } from './panes.ts'
import { fitLine, type Line, paintLine, span } from './span.ts'
import { displayedView, type ViewState } from './view-state.ts'

/** What stands on the screen: at most one line less than it has rows, none wider than it. */
export interface Frame {
  readonly lines: readonly string[]
  readonly columns: number
  /** Lines that go on from the one above, as the terminal wraps one that is too long. */
  readonly continuations: ReadonlySet<number>
  /** Entries or lines of a page. */
  readonly pageSize: number
  /** Lines of the scrolling text beyond those shown. */
  readonly maxScroll: number
}

/** The dashboard as a function of what was seen, what the user did to the view, and the size. */
export function renderFrame(live: LiveView, state: ViewState, size: Size, color: boolean): Frame {
  const { columns } = size
  const look: TextStyle = { width: columns, color }
  if (isTooSmall(size)) return tooSmallFrame(size, look)
  const view = displayedView(state, live)
  const alone = state.overlay === 'commands'
  const header = alone ? [] : headerLines(view, live, state.frozen !== undefined, columns)
  const height = bodyHeight(size) + (alone ? HEADER_ROWS : 0)
  const body: FrameBody =
    state.overlay === undefined
      ? panesBody(view, state, size)
      : overlayBody(state.overlay, view, state, { columns, height })
  const lines = [...header, ...padToHeight(body.lines, height), footerLine(state, columns)]
  return {
    ...body,
    columns,
    lines: lines.map((line) => paintLine(fitLine(line, columns), look).trimEnd()),
  }
}

const padToHeight = (lines: readonly Line[], height: number): readonly Line[] => [
  ...lines.slice(0, height),
  ...Array.from({ length: Math.max(0, height - lines.length) }, () => []),
]

function tooSmallFrame(size: Size, look: TextStyle): Frame {
  const words = [
    `Too small: ${size.columns} × ${size.rows}.`,
    `At least ${MIN_SIZE.columns} × ${MIN_SIZE.rows} is needed.`,
    'Watching goes on. q quits.',
  ]
  const shown = words
    .slice(0, Math.max(usableRows(size), 0))
    .map((text) => paintLine(fitLine([span(text)], size.columns), look).trimEnd())
  return {
    lines: shown,
    columns: size.columns,
    continuations: new Set(),
    pageSize: 1,
    maxScroll: 0,
  }
}
