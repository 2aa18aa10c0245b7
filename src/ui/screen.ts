import type { Frame } from './frame.ts'

/** Where frames go. */
export interface Screen {
  open(): void
  /** The whole frame; of it only lines that are others than before are written. */
  draw(lines: readonly string[], joined: Frame['joined']): void
  /** What stands there is no longer what was drawn: the next frame is written whole. */
  forget(): void
  /** As it was before. */
  close(): void
}

const ESC = '\u001b['
/** The alternate screen, empty, without a cursor and without wrapping: a line that a terminal finds wider than we do stays in its row. */
const ENTER = `${ESC}?1049h${ESC}?25l${ESC}?7l${ESC}2J`
const LEAVE = `${ESC}?7h${ESC}?25h${ESC}?1049l`
/** A terminal that knows them shows what is between them at once; others pass over them. */
const [BEGIN, END] = [`${ESC}?2026h`, `${ESC}?2026l`]

/**
 * Writes to the alternate screen, each line at its own row. Ink's own writer moves relative to where it believes the cursor to be, which a
 * resize or a line of unexpected width makes wrong.
 */
export function alternateScreen(stdout: Pick<NodeJS.WriteStream, 'write'>): Screen {
  let before: readonly string[] = []
  let isOpen = false
  return {
    open() {
      isOpen = true
      stdout.write(ENTER)
    },
    draw(lines, joined) {
      if (!isOpen) return
      let out = before.length === 0 ? `${ESC}2J` : ''
      for (let row = 0; row < Math.max(lines.length, before.length); row += 1) {
        const run = runFrom(row, lines, joined)
        if (run.every((line, index) => line === before[row + index])) {
          row += run.length - 1
          continue
        }
        const clearing = run.map((_, index) => `${ESC}${row + index + 1};1H${ESC}2K`).join('')
        out +=
          run.length === 1
            ? `${clearing}${run[0]}`
            : // Written in one go, so that the terminal wraps it itself and copies it as one line.
              `${clearing}${ESC}${row + 1};1H${ESC}?7h${run.join('')}${ESC}?7l`
        row += run.length - 1
      }
      before = lines
      if (out !== '') stdout.write(`${BEGIN}${out}${END}`)
    },
    forget() {
      before = []
    },
    close() {
      if (!isOpen) return
      isOpen = false
      stdout.write(LEAVE)
    },
  }
}

/** A line with those that go on from it. */
function runFrom(row: number, lines: readonly string[], joined: Frame['joined']): readonly string[] {
  let end = row + 1
  while (joined.has(end)) end += 1
  return row < lines.length ? lines.slice(row, end) : ['']
}

/** For a screen reader: sentences that were not there a moment ago, one below the other; nothing is moved or taken back. */
export function sentences(stdout: Pick<NodeJS.WriteStream, 'write'>): Screen {
  let before: ReadonlySet<string> = new Set()
  let isOpen = false
  return {
    open() {
      isOpen = true
    },
    draw(lines) {
      if (!isOpen) return
      const fresh = lines.filter((line) => !before.has(line))
      before = new Set(lines)
      if (fresh.length > 0) stdout.write(`${fresh.join('\n')}\n`)
    },
    forget() {},
    close() {
      isOpen = false
    },
  }
}
