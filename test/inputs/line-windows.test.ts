import { describe, expect, it } from 'vitest'
import {
  type LineRange,
  LineWindows,
  LOOK_BACK_BYTES,
} from '../../src/inputs/lines/line-windows.ts'
import { random } from '../support/random.ts'

interface Window {
  readonly rangeLine: number
  readonly startLine: number
  readonly before: string
  readonly lines: readonly string[]
}

/** Reads a text in chunks as an input reader does: what is not read is passed again. */
function readWindows(text: string, ranges: readonly LineRange[], chunkBytes: () => number) {
  const windows: Window[] = []
  const session = new LineWindows(ranges, ({ bytes, start, startLine, end, rangeLine }) => {
    const passed = bytes.toString('latin1', start, end)
    let at = 0
    for (let line = startLine; line < rangeLine; line += 1) at = passed.indexOf('\n', at) + 1
    windows.push({
      rangeLine,
      startLine,
      before: passed.slice(0, at),
      lines: passed.slice(at).replace(/\n$/, '').split('\n'),
    })
  })
  const all = Buffer.from(text, 'latin1')
  let kept = Buffer.alloc(0)
  let maxKept = 0
  let at = 0
  for (let final = false; !final && !session.isDone; ) {
    const chunk = all.subarray(at, at + chunkBytes())
    at += chunk.length
    final = chunk.length === 0
    const bytes = Buffer.concat([kept, chunk])
    kept = bytes.subarray(session.read(bytes, 0, bytes.length, final))
    maxKept = Math.max(maxKept, kept.length)
  }
  return { windows, session, maxKept, readBytes: at }
}

const TEXT = Array.from(
  { length: 40_000 },
  (_, index) => `line ${index + 1} ${'x'.repeat((index * 37) % 150)}`,
).join('\n')
const LINES = TEXT.split('\n')

describe('LineWindows', () => {
  it.each([1, 2, 3])('passes the same lines however the input is cut, %i', (seed) => {
    const next = random(seed)
    const ranges: LineRange[] = []
    for (let from = 1 + Math.floor(next() * 50); from < 40_000; ) {
      const to = Math.min(40_000, from + Math.floor(next() * 9))
      ranges.push({ from, to })
      from = to + 1 + Math.floor(next() * 9000)
    }
    const { windows } = readWindows(TEXT, ranges, () => 1 + Math.floor(next() * 300_000))
    expect(windows.map(({ rangeLine }) => rangeLine)).toEqual(ranges.map(({ from }) => from))
    for (const [index, { from, to }] of ranges.entries()) {
      const window = windows[index] as Window
      expect(window.lines).toEqual(LINES.slice(from - 1, to))
      expect(window.before).toBe(
        LINES.slice(window.startLine - 1, from - 1)
          .map((line) => `${line}\n`)
          .join(''),
      )
      const isWhole = window.startLine === 1
      expect(isWhole || window.before.length > LOOK_BACK_BYTES - 300).toBe(true)
      expect(window.before.length).toBeLessThanOrEqual(LOOK_BACK_BYTES)
    }
  })

  it.each(['a\nb\nc', 'a\nb\nc\n'])('counts the lines of %j', (text) => {
    const { windows, session } = readWindows(text, [{ from: 9, to: 9 }], () => 2)
    expect(windows).toEqual([])
    expect(session.lineCount).toBe(3)
  })

  it('passes what there is of a range that ends behind the input', () => {
    const { windows } = readWindows('a\nb\nc\n', [{ from: 2, to: 9 }], () => 100)
    expect(windows.map(({ lines }) => lines)).toEqual([['b', 'c']])
  })

  it('reads nothing behind the last range', () => {
    const { readBytes } = readWindows(TEXT, [{ from: 3, to: 4 }], () => 1000)
    expect(readBytes).toBe(1000)
  })

  it('keeps a bounded part of an input, even of a single line', () => {
    const chunk = 256 << 10
    const long = 'x'.repeat(40 << 20)
    expect(readWindows(long, [{ from: 2, to: 2 }], () => chunk).maxKept).toBe(LOOK_BACK_BYTES)
    const { windows, maxKept } = readWindows(long, [{ from: 1, to: 1 }], () => chunk)
    expect(windows).toHaveLength(1)
    expect(maxKept).toBeLessThan(10 << 20)
  })
})
