import { present } from '../model/defined.ts'
import type { LiveView } from '../model/live-view.ts'
import { commandsOf, detailLines, detailParts } from './detail.ts'
import { heading } from './heading.ts'
import { helpLines } from './help-lines.ts'
import type { Overlay } from './pane.ts'
import { type Line, span, splitByWidth, visibleText } from './span.ts'
import { scrollTop, type ViewState } from './view-state.ts'

/** The part of a frame between header and footer, before its lines become text. */
export interface FrameBody {
  readonly lines: readonly Line[]
  /** Rows that continue the row above, as if the terminal had wrapped one long line. */
  readonly continuations: ReadonlySet<number>
  /** How many entries or lines Page Down moves. */
  readonly pageSize: number
  /** The greatest scroll position: how many lines of the scrolling text do not fit. */
  readonly maxScroll: number
}

interface OverlaySize {
  readonly columns: number
  readonly height: number
}

interface ScrollWindow {
  /** The visible lines. */
  readonly lines: readonly Line[]
  readonly maxScroll: number
  /** Index of the first visible line. */
  readonly top: number
}

/** Draws the detail, the help or the commands on the whole screen. */
export function overlayBody(
  overlay: Overlay,
  view: LiveView,
  state: ViewState,
  size: OverlaySize,
): FrameBody {
  if (overlay === 'commands') return commandsBody(view, state, size)
  const { columns, height } = size
  const title = overlay === 'help' ? 'Help' : 'Detail'
  const text =
    overlay === 'help' ? helpLines(columns) : detailLines(detailParts(state, view), columns)
  const pageSize = height - 1
  const { lines, maxScroll, top } = scrollWindow(text, pageSize, state, view)
  const position = scrollPosition(top, maxScroll)
  return {
    lines: [heading([span(title, 'bold')], position, columns, true), ...lines],
    continuations: new Set(),
    pageSize,
    maxScroll,
  }
}

/** Cuts the visible `height` lines out of a text that scrolls. */
export function scrollWindow(
  text: readonly Line[],
  height: number,
  state: ViewState,
  view: LiveView,
): ScrollWindow {
  const maxScroll = Math.max(0, text.length - height)
  const top = Math.min(scrollTop(state, view), maxScroll)
  return { lines: text.slice(top, top + height), maxScroll, top }
}

/** Text for a heading: how far the text is scrolled; empty for a text that fits. */
export function scrollPosition(top: number, maxScroll: number): Line {
  if (maxScroll === 0) return []
  if (top === 0) return [span('more below', 'dim')]
  if (top === maxScroll) return [span('end', 'dim')]
  return [span(`${Math.round((top / maxScroll) * 100)} %`, 'dim')]
}

/**
 * Draws nothing but the commands, so that they can be selected and copied. A command that is too
 * long for a line continues in the next one, as the terminal wraps it.
 */
function commandsBody(
  view: LiveView,
  state: ViewState,
  { columns, height }: OverlaySize,
): FrameBody {
  const commands = commandsOf(detailParts(state, view))
  if (commands.length === 0) {
    return {
      lines: [[span('The selected entry has no commands.', 'dim')]],
      continuations: new Set(),
      pageSize: height,
      maxScroll: 0,
    }
  }
  const rows = commands.flatMap((command, commandIndex) =>
    present([
      commandIndex === 0 ? undefined : { line: [], isContinuation: false },
      ...splitByWidth(visibleText(command), columns).map((piece, pieceIndex) => ({
        line: [span(piece)],
        isContinuation: pieceIndex > 0,
      })),
    ]),
  )
  const { lines, maxScroll, top } = scrollWindow(
    rows.map(({ line }) => line),
    height,
    state,
    view,
  )
  // The first row of the screen has no row above it that it could continue.
  const continuations = lines.flatMap((_, index) =>
    index > 0 && rows[top + index]?.isContinuation ? [index] : [],
  )
  return { lines, continuations: new Set(continuations), pageSize: height, maxScroll }
}
