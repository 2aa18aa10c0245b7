import { present } from '../model/defined.ts'
import type { LiveView } from '../model/live-view.ts'
import { commandsOf, detailLines, detailParts } from './detail.ts'
import { heading } from './heading.ts'
import { helpLines } from './help-lines.ts'
import type { Overlay } from './pane.ts'
import { type Line, span, splitByWidth, visibleText } from './span.ts'
import { scrollTop, type ViewState } from './view-state.ts'

/** What stands between header and footer. */
export interface FrameBody {
  readonly lines: readonly Line[]
  readonly continuations: ReadonlySet<number>
  readonly pageSize: number
  readonly maxScroll: number
}

interface OverlaySize {
  readonly columns: number
  readonly height: number
}

/** The detail, the help, or nothing but commands, on the whole screen. */
export function overlayBody(
  overlay: Overlay,
  view: LiveView,
  state: ViewState,
  { columns, height }: OverlaySize,
): FrameBody {
  if (overlay === 'commands') return commandsBody(view, state, { columns, height })
  const title = overlay === 'help' ? 'Help' : 'Detail'
  const text =
    overlay === 'help' ? helpLines(columns) : detailLines(detailParts(state, view), columns)
  const room = height - 1
  const { lines, most, top } = scrollWindow(text, room, state, view)
  return {
    lines: [heading([span(title, 'bold')], scrollPosition(top, most), columns, true), ...lines],
    continuations: new Set(),
    pageSize: room,
    maxScroll: most,
  }
}

export function scrollWindow(
  text: readonly Line[],
  room: number,
  state: ViewState,
  view: LiveView,
) {
  const most = Math.max(0, text.length - room)
  const top = Math.min(scrollTop(state, view), most)
  return { lines: text.slice(top, top + room), most, top }
}

export const scrollPosition = (top: number, most: number): Line =>
  most === 0
    ? []
    : [
        span(
          top === 0 ? 'more below' : top === most ? 'end' : `${Math.round((top / most) * 100)} %`,
          'dim',
        ),
      ]

/**
 * The commands as they are, nothing beside them; one that is too long for a line goes on in the
 * next as the terminal wraps it.
 */
function commandsBody(
  view: LiveView,
  state: ViewState,
  { columns, height }: OverlaySize,
): FrameBody {
  const commands = commandsOf(detailParts(state, view))
  if (commands.length === 0) {
    return {
      lines: [[span('There is no command for this one.', 'dim')]],
      continuations: new Set(),
      pageSize: height,
      maxScroll: 0,
    }
  }
  const rows = commands.flatMap((command, at) =>
    present([
      at === 0 ? undefined : { line: [], goesOn: false },
      ...splitByWidth(visibleText(command), columns).map((piece, part) => ({
        line: [span(piece)],
        goesOn: part > 0,
      })),
    ]),
  )
  const { lines, most, top } = scrollWindow(
    rows.map(({ line }) => line),
    height,
    state,
    view,
  )
  // The first line on the screen has none above that it could go on from.
  const joined = lines.flatMap((_, index) =>
    index > 0 && rows[top + index]?.goesOn ? [index] : [],
  )
  return { lines, continuations: new Set(joined), pageSize: height, maxScroll: most }
}
