import type { LiveView } from '../model/live-view.ts'
import type { TextStyle } from '../terminal/layout.ts'
import { footerLine } from './footer.ts'
import { headerLines } from './header.ts'
import { bodyHeight, HEADER_ROWS, isTooSmall, MIN_SIZE, type Size, usableRows } from './layout.ts'
import { type FrameBody, overlayBody } from './overlay.ts'
import { panesBody } from './panes.ts'
import { fitLine, type Line, paintLine, span } from './span.ts'
import { displayedView, type ViewState } from './view-state.ts'

/** The content of the screen: one line fewer than it has rows at most, none wider than it. */
export interface Frame extends Omit<FrameBody, 'lines'> {
  readonly lines: readonly string[]
  readonly columns: number
  /** Whether the terminal is to select text with the mouse itself: there is text to copy. */
  readonly isSelectable: boolean
}

/** Renders the dashboard: a pure function of the live view, the view state and the size. */
export function renderFrame(live: LiveView, state: ViewState, size: Size, color: boolean): Frame {
  const { columns } = size
  const style: TextStyle = { width: columns, color }
  if (isTooSmall(size)) return tooSmallFrame(size, style)
  const view = displayedView(state, live)
  // Text to copy has no header, so that a selection on the terminal holds nothing else.
  const hidesHeader = showsPlainText(state)
  const header = hidesHeader ? [] : headerLines(view, live, state.pausedView !== undefined, columns)
  const height = bodyHeight(size) + (hidesHeader ? HEADER_ROWS : 0)
  const body: FrameBody =
    state.overlay === undefined
      ? panesBody(view, state, size)
      : overlayBody(state.overlay, view, state, { columns, height })
  const lines = [...header, ...padToHeight(body.lines, height), footerLine(state, view, columns)]
  return {
    ...body,
    columns,
    isSelectable: hidesHeader,
    lines: lines.map((line) => paintLine(fitLine(line, columns), style).trimEnd()),
  }
}

const showsPlainText = ({ overlay }: ViewState): boolean =>
  overlay === 'commands' || overlay === 'copy'

const padToHeight = (lines: readonly Line[], height: number): readonly Line[] => [
  ...lines.slice(0, height),
  ...Array.from({ length: Math.max(0, height - lines.length) }, () => []),
]

function tooSmallFrame(size: Size, style: TextStyle): Frame {
  const texts = [
    `Too small: ${size.columns} × ${size.rows}.`,
    `Needs at least ${MIN_SIZE.columns} × ${MIN_SIZE.rows}.`,
    'Watching continues. q quits.',
  ]
  const lines = texts
    .slice(0, Math.max(usableRows(size), 0))
    .map((text) => paintLine(fitLine([span(text)], size.columns), style).trimEnd())
  return {
    lines,
    columns: size.columns,
    isSelectable: true,
    continuations: new Set(),
    pageSize: 1,
    top: 0,
    maxTop: 0,
    regions: [],
  }
}
