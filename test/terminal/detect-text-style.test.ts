import { expect, it } from 'vitest'
import { startProgress } from '../../src/cli/progress.ts'
import { detectTextStyle, isTerminal } from '../../src/terminal/detect-text-style.ts'

const tty = { isTTY: true, columns: 90 }

it('uses color when the stream is a terminal', () => {
  expect(detectTextStyle(tty, {}, false)).toEqual({ width: 90, color: true })
  expect(detectTextStyle({}, {}, false).color).toBe(false)
})

it('uses no color with NO_COLOR, --no-color or a dumb terminal', () => {
  expect(detectTextStyle(tty, { NO_COLOR: '1' }, false).color).toBe(false)
  expect(detectTextStyle(tty, { NO_COLOR: '' }, false).color).toBe(true)
  expect(detectTextStyle(tty, {}, true).color).toBe(false)
  expect(detectTextStyle(tty, { TERM: 'dumb' }, false).color).toBe(false)
  expect(isTerminal(tty, { TERM: 'dumb' })).toBe(false)
})

it('takes the width of the terminal, else COLUMNS, else 100, between 40 and 160', () => {
  expect(detectTextStyle({}, {}, false).width).toBe(100)
  expect(detectTextStyle({}, { COLUMNS: '72' }, false).width).toBe(72)
  expect(detectTextStyle({ isTTY: true, columns: 12 }, {}, false).width).toBe(40)
  expect(detectTextStyle({ isTTY: true, columns: 500 }, {}, false).width).toBe(160)
  expect(detectTextStyle({}, { COLUMNS: 'wide' }, false).width).toBe(100)
})

it('writes no progress when it is disabled', () => {
  const written: string[] = []
  const progress = startProgress({ write: (text) => written.push(String(text)) > 0 }, 10, false)
  progress.add(10)
  progress.end()
  expect(written).toEqual([])
})
