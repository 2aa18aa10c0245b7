import type { Frame } from './frame.ts'

/** Where frames go. */
export interface Screen {
  open(): void
  /** Whether the line stands in that row already: it need not be drawn again. */
  isShown(line: string, row: number): boolean
  /**
   * A frame, and its lines as they were drawn; of those that it shows already nothing is written.
   */
  draw(frame: Pick<Frame, 'lines' | 'continuations'>, drawn: readonly string[]): void
  /** What stands there is no longer what was drawn: the next frame is written whole. */
  invalidate(): void
  /** As it was before. */
  close(): void
}

const ESC = '\u001b['
/**
 * The alternate screen, empty, without a cursor and without wrapping: a line that a terminal finds
 * wider than we do stays in its row.
 */
const ENTER = `${ESC}?1049h${ESC}?25l${ESC}?7l${ESC}2J`
const LEAVE = `${ESC}?7h${ESC}?25h${ESC}?1049l`
/** A terminal that knows them shows what is between them at once; others pass over them. */
const [BEGIN, END] = [`${ESC}?2026h`, `${ESC}?2026l`]

/**
 * Writes to the alternate screen, each line at its own row. Ink's own writer moves relative to
 * where it believes the cursor to be, which a resize or a line of unexpected width makes wrong.
 */
export function alternateScreen(stdout: Pick<NodeJS.WriteStream, 'write'>): Screen {
  let before: readonly string[] = []
  let isOpen = false
  return {
    open() {
      isOpen = true
      stdout.write(ENTER)
    },
    isShown: (line, row) => before[row] === line,
    draw({ lines, continuations: joined }, drawn) {
      if (!isOpen) return
      let out = before.length === 0 ? `${ESC}2J` : ''
      for (let row = 0; row < Math.max(lines.length, before.length); ) {
        const end = endOfContinuations(row, joined)
        if (isOther(row, end, lines)) out += writeRows(row, end, drawn)
        row = end
      }
      before = lines
      if (out !== '') stdout.write(`${BEGIN}${out}${END}`)
    },
    invalidate() {
      before = []
    },
    close() {
      if (!isOpen) return
      isOpen = false
      stdout.write(LEAVE)
    },
  }

  function isOther(start: number, end: number, lines: readonly string[]): boolean {
    return Array.from({ length: end - start }, (_, index) => start + index).some(
      (row) => lines[row] !== before[row],
    )
  }
}

/** A line goes as far as those that are joined to it. */
function endOfContinuations(row: number, joined: Frame['continuations']): number {
  let end = row + 1
  while (joined.has(end)) end += 1
  return end
}

/**
 * Lines that are joined are written in one go, so that the terminal wraps them itself and copies
 * them as one.
 */
function writeRows(start: number, end: number, drawn: readonly string[]): string {
  const rows = Array.from({ length: end - start }, (_, index) => start + index)
  const cleared = rows.map((row) => `${ESC}${row + 1};1H${ESC}2K`).join('')
  const text = rows.map((row) => drawn[row] ?? '').join('')
  return end === start + 1
    ? `${cleared}${text}`
    : `${cleared}${ESC}${start + 1};1H${ESC}?7h${text}${ESC}?7l`
}

/**
 * For a screen reader: sentences that were not there a moment ago, one below the other; nothing is
 * moved or taken back.
 */
export function screenReaderScreen(stdout: Pick<NodeJS.WriteStream, 'write'>): Screen {
  let before: ReadonlySet<string> = new Set()
  let isOpen = false
  return {
    open() {
      isOpen = true
    },
    // It says the lines of the frame as they are.
    isShown: () => true,
    draw({ lines }) {
      if (!isOpen) return
      const fresh = lines.filter((line) => !before.has(line))
      before = new Set(lines)
      if (fresh.length > 0) stdout.write(`${fresh.join('\n')}\n`)
    },
    invalidate() {},
    close() {
      isOpen = false
    },
  }
}
