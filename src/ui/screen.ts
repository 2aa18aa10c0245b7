import { clipboardSequence } from '../terminal/clipboard.ts'
import type { OutputStream } from '../terminal/output-stream.ts'
import { joinLines, trustedText } from '../terminal/terminal-text.ts'
import type { Frame } from './frame.ts'

type DrawnFrame = Pick<Frame, 'lines' | 'continuations' | 'isSelectable'>

/** The output of the dashboard. */
export interface Screen {
  open(): void
  /** Whether the row already shows this line, so that it need not be drawn again. */
  isShown(line: string, row: number): boolean
  /**
   * Shows a frame. `drawn` holds its lines as Ink drew them; only lines that have changed are
   * written.
   */
  draw(frame: DrawnFrame, drawn: readonly string[]): void
  /** Sends a text to the clipboard of the terminal. Returns false for a text that is too long. */
  copy(text: string): boolean
  /** Forgets the last frame, so that the next one is written whole: the terminal was resized. */
  invalidate(): void
  /** Restores the screen as it was before `open`. */
  close(): void
}

const ESC = '\u001b['
/**
 * Opens the alternate screen: empty, without a cursor and without wrapping. So a line stays in its
 * row even if the terminal takes it for wider than we do.
 */
const ENTER = `${ESC}?1049h${ESC}?25l${ESC}?7l${ESC}2J`
const LEAVE = `${ESC}?7h${ESC}?25h${ESC}?1049l`
/** Events of the mouse: buttons and wheel, as numbers without a limit (SGR). */
const [MOUSE_ON, MOUSE_OFF] = [`${ESC}?1000h${ESC}?1006h`, `${ESC}?1006l${ESC}?1000l`]
/**
 * Synchronized output: a terminal that knows it shows everything in between at once. Others ignore
 * it.
 */
const [BEGIN_UPDATE, END_UPDATE] = [`${ESC}?2026h`, `${ESC}?2026l`]

/**
 * Writes to the alternate screen, each line to an absolute row. Frames are made of spans, so their
 * text is safe. Ink's own writer moves relative to
 * the cursor position that it assumes, which is wrong after a resize or a line of unexpected width.
 */
export function alternateScreen(
  stdout: Pick<OutputStream, 'write'>,
  { mouse }: { readonly mouse: boolean },
): Screen {
  let shown: readonly string[] = []
  let isOpen = false
  let hasMouse = false
  const switchMouse = (on: boolean): string => {
    if (!mouse || on === hasMouse) return ''
    hasMouse = on
    return on ? MOUSE_ON : MOUSE_OFF
  }
  return {
    open() {
      isOpen = true
      stdout.write(trustedText(`${ENTER}${switchMouse(true)}`))
    },
    isShown: (line, row) => shown[row] === line,
    draw({ lines, continuations, isSelectable }, drawn) {
      if (!isOpen) return
      // Where text is to be selected, the mouse belongs to the terminal.
      const mouseSwitch = switchMouse(!isSelectable)
      if (mouseSwitch !== '') stdout.write(trustedText(mouseSwitch))
      let output = shown.length === 0 ? `${ESC}2J` : ''
      for (let row = 0; row < Math.max(lines.length, shown.length); ) {
        const end = endOfContinuations(row, continuations)
        if (hasChanged(row, end, lines)) output += writeRows(row, end, drawn)
        row = end
      }
      shown = lines
      if (output !== '') stdout.write(trustedText(`${BEGIN_UPDATE}${output}${END_UPDATE}`))
    },
    copy: (text) => writeClipboard(stdout, text),
    invalidate() {
      shown = []
    },
    close() {
      if (!isOpen) return
      isOpen = false
      stdout.write(trustedText(`${switchMouse(false)}${LEAVE}`))
    },
  }

  function hasChanged(start: number, end: number, lines: readonly string[]): boolean {
    return rowsBetween(start, end).some((row) => lines[row] !== shown[row])
  }
}

function writeClipboard(stdout: Pick<OutputStream, 'write'>, text: string): boolean {
  const sequence = clipboardSequence(text)
  if (sequence !== undefined) stdout.write(sequence)
  return sequence !== undefined
}

const rowsBetween = (start: number, end: number): readonly number[] =>
  Array.from({ length: end - start }, (_, index) => start + index)

/** Returns the first row after `row` that does not continue it. */
function endOfContinuations(row: number, continuations: Frame['continuations']): number {
  let end = row + 1
  while (continuations.has(end)) end += 1
  return end
}

/**
 * Rows that belong together are written in one go with wrapping on. The terminal wraps them itself,
 * so a selection copies them as one line.
 */
function writeRows(start: number, end: number, drawn: readonly string[]): string {
  const rows = rowsBetween(start, end)
  const clearing = rows.map((row) => `${ESC}${row + 1};1H${ESC}2K`).join('')
  const text = rows.map((row) => drawn[row] ?? '').join('')
  return end === start + 1
    ? `${clearing}${text}`
    : `${clearing}${ESC}${start + 1};1H${ESC}?7h${text}${ESC}?7l`
}

/**
 * Writes sentences for a screen reader, one below the other: those that the last frame did not
 * have. Nothing is moved or erased.
 */
export function screenReaderScreen(stdout: Pick<OutputStream, 'write'>): Screen {
  let shown: ReadonlySet<string> = new Set()
  let isOpen = false
  return {
    open() {
      isOpen = true
    },
    // The lines come from the frame, so Ink need not draw any.
    isShown: () => true,
    draw({ lines }) {
      if (!isOpen) return
      const added = lines.filter((line) => !shown.has(line))
      shown = new Set(lines)
      if (added.length > 0) stdout.write(joinLines(added))
    },
    copy: () => false,
    invalidate() {},
    close() {
      isOpen = false
    },
  }
}
