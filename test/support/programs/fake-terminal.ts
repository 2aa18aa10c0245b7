import { EventEmitter } from 'node:events'
import type { TerminalText } from '../../../src/terminal/terminal-text.ts'

/** Creates a stream that records its output. */
export function recordingStream() {
  let text = ''
  const stream = {
    write(chunk: string | TerminalText) {
      text += String(chunk)
      return true
    },
  }
  return { stream, written: () => text }
}

/**
 * Returns the text on a terminal after all of `written`. Understands only the escape sequences that
 * the dashboard uses.
 */
export function renderTerminal(
  written: string,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string {
  let cells = blankCells(columns, rows)
  let [row, column, wraps] = [0, 0, true]
  for (const [, parameters = '', final = '', character] of written.matchAll(
    /\u001b\[([?\d;]*)([a-zA-Z])|([^\u001b])/gu,
  )) {
    if (character !== undefined) {
      if (column >= columns && wraps) {
        row += 1
        column = 0
      }
      const line = cells[row]
      if (line) line[Math.min(column, columns - 1)] = character
      column = Math.min(column + 1, columns)
    }
    if (final === 'H') [row = 1, column = 1] = parameters.split(';').map(Number)
    if (final === 'H') [row, column] = [row - 1, column - 1]
    if (final === 'J') cells = blankCells(columns, rows)
    if (final === 'K') cells[row] = Array<string>(columns).fill(' ')
    if (parameters === '?7') wraps = final === 'h'
  }
  return cells
    .map((line) => line.join('').trimEnd())
    .join('\n')
    .trimEnd()
}

const blankCells = (columns: number, rows: number): string[][] =>
  Array.from({ length: rows }, () => Array<string>(columns).fill(' '))

/** Creates a terminal in memory, with functions to type and to read the screen. */
export function fakeTerminal(columns: number, rows: number) {
  const { stream, written } = recordingStream()
  const output = Object.assign(new EventEmitter(), stream, { isTTY: true, columns, rows })
  let typed: string | null = null
  const raw: boolean[] = []
  const input = Object.assign(new EventEmitter(), {
    isTTY: true,
    setEncoding() {},
    ref() {},
    unref() {},
    pause() {},
    setRawMode: (on: boolean) => raw.push(on),
    read() {
      const text = typed
      typed = null
      return text
    },
  })
  return {
    stdin: input as unknown as NodeJS.ReadStream,
    stdout: output as unknown as NodeJS.WriteStream,
    written,
    shown: () => renderTerminal(written(), output),
    isRaw: () => raw.at(-1) === true,
    type(text: string) {
      typed = text
      input.emit('readable')
    },
    resize(size: { readonly columns: number; readonly rows: number }) {
      Object.assign(output, size)
      output.emit('resize')
    },
  }
}
