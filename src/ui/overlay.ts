import { present } from '../model/defined.ts'
import { formatNumber } from '../model/duration.ts'
import type { LiveView } from '../model/live-view.ts'
import { toPrintable } from '../model/text/printable.ts'
import { detailLines, detailParts } from './detail/detail.ts'
import { commandsOf } from './detail/detail-part.ts'
import { heading } from './heading.ts'
import { helpLines } from './help-lines.ts'
import type { PaneBody } from './list-lines.ts'
import type { Overlay } from './pane.ts'
import type { Region } from './region.ts'
import { containsText, highlightText } from './search/highlight.ts'
import { type Line, span, splitByWidth, visibleText } from './span.ts'
import { scrollTop, type ViewState } from './view-state.ts'

/** The part of a frame between header and footer, before its lines become text. */
export interface FrameBody {
  readonly lines: readonly Line[]
  /** Rows that continue the row above, as if the terminal had wrapped one long line. */
  readonly continuations: ReadonlySet<number>
  /** How many entries or lines Page Down moves. */
  readonly pageSize: number
  /**
   * Position in what the keys scroll, and the greatest one: lines, or commands where they are
   * shown alone.
   */
  readonly top: number
  readonly maxTop: number
  /** The panes; none below an overlay. */
  readonly regions: readonly Region[]
}

interface OverlaySize {
  readonly columns: number
  readonly height: number
}

/** Draws the detail, the help or text to copy on the whole screen. */
export function overlayBody(
  overlay: Overlay,
  view: LiveView,
  state: ViewState,
  size: OverlaySize,
): FrameBody {
  if (overlay === 'commands') return commandsBody(view, state, size)
  if (overlay === 'copy')
    return plainBody([state.copied?.text ?? ''], 0, scrollTop(state, view) ?? 0, size)
  const { columns, height } = size
  const title = overlay === 'help' ? 'Help' : 'Detail'
  const text =
    overlay === 'help' ? helpLines(columns) : detailLines(detailParts(state, view), columns)
  const pageSize = height - 1
  const { lines, top, maxTop } = scrollWindow(text, pageSize, state, view)
  const position = scrollPosition(top, maxTop)
  const query = overlay === 'detail' ? (state.search?.query ?? '') : ''
  return {
    lines: [
      heading([span(title, 'bold')], [position], columns, true),
      ...lines.map((line) => highlightText(line, query)),
    ],
    continuations: new Set(),
    pageSize,
    top,
    maxTop,
    regions: [],
  }
}

/**
 * Cuts the visible `height` lines out of a text that scrolls. Begins before the first hit of a
 * search, unless the user has scrolled.
 */
export function scrollWindow(
  text: readonly Line[],
  height: number,
  state: ViewState,
  view: LiveView,
): PaneBody {
  const maxTop = Math.max(0, text.length - height)
  const top = Math.min(scrollTop(state, view) ?? firstHitTop(text, height, state), maxTop)
  return { lines: text.slice(top, top + height), keys: [], top, maxTop }
}

function firstHitTop(
  text: readonly Line[],
  height: number,
  { search, overlay }: ViewState,
): number {
  if (search === undefined || search.query === '' || overlay === 'help') return 0
  const hit = text.findIndex((line) => containsText(line, search.query))
  return hit < height ? 0 : hit - 1
}

/** Text for a heading: how far the text is scrolled; empty for a text that fits. */
export function scrollPosition(top: number, maxTop: number): Line {
  if (maxTop === 0) return []
  if (top === 0) return [span('more below', 'dim')]
  if (top === maxTop) return [span('end', 'dim')]
  return [span(`${Math.round((top / maxTop) * 100)} %`, 'dim')]
}

/** Draws the commands of the selected entry. One of them is selected, to be copied. */
function commandsBody(view: LiveView, state: ViewState, size: OverlaySize): FrameBody {
  const commands = commandsOf(detailParts(state, view))
  if (commands.length === 0)
    return {
      lines: [[span('The selected entry has no commands.', 'dim')]],
      continuations: new Set(),
      pageSize: size.height,
      top: 0,
      maxTop: 0,
      regions: [],
    }
  const selected = selectedCommandIndex(commands.length, state, view)
  const body = plainBody(commands, selected, undefined, size)
  return { ...body, pageSize: 1, top: selected, maxTop: commands.length - 1 }
}

/** Index of the selected command on the screen that shows the commands alone. */
export const selectedCommandIndex = (count: number, state: ViewState, view: LiveView): number =>
  Math.min(scrollTop(state, view) ?? 0, Math.max(count - 1, 0))

/** `command 2 of 3`, for the last line of the screen; undefined without a choice. */
export function commandPosition(state: ViewState, view: LiveView): string | undefined {
  if (state.overlay !== 'commands') return undefined
  const { length } = commandsOf(detailParts(state, view))
  if (length < 2) return undefined
  const number = selectedCommandIndex(length, state, view) + 1
  return `command ${formatNumber(number)} of ${formatNumber(length)}`
}

/**
 * Draws nothing but texts, so that they can be selected and copied. A line that is too long
 * continues in the next row, as the terminal wraps it. Scrolls to `top`, or so that the selected
 * text is visible; of several, it is bold.
 */
function plainBody(
  texts: readonly string[],
  selected: number,
  scrolledTo: number | undefined,
  { columns, height }: OverlaySize,
): FrameBody {
  const rows = texts.flatMap((text, textIndex) =>
    present([
      textIndex === 0 ? undefined : { line: [], isContinuation: false, textIndex: -1 },
      ...text.split('\n').flatMap((line) =>
        splitByWidth(visibleLine(line), columns).map((piece, pieceIndex) => ({
          line: [
            textIndex === selected && texts.length > 1 ? span(piece, 'bold', 'cyan') : span(piece),
          ],
          isContinuation: pieceIndex > 0,
          textIndex,
        })),
      ),
    ]),
  )
  const maxTop = Math.max(0, rows.length - height)
  const lastRow = rows.findLastIndex(({ textIndex }) => textIndex === selected)
  const firstRow = rows.findIndex(({ textIndex }) => textIndex === selected)
  const top = Math.min(
    scrolledTo ?? (lastRow < height ? 0 : Math.min(firstRow, lastRow - height + 1)),
    maxTop,
  )
  const lines = rows.slice(top, top + height).map(({ line }) => line)
  // The first row of the screen has no row above it that it could continue.
  const continuations = lines.flatMap((_, index) =>
    index > 0 && rows[top + index]?.isContinuation ? [index] : [],
  )
  return {
    lines,
    continuations: new Set(continuations),
    pageSize: height,
    top,
    maxTop,
    regions: [],
  }
}

/** An empty line still takes a row. */
const visibleLine = (line: string): string => (line === '' ? ' ' : visibleText(toPrintable(line)))
