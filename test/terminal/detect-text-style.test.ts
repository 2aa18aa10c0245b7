import { expect, it } from 'vitest'
import { startProgress } from '../../src/cli/progress.ts'
import { detectTextStyle, isTerminal } from '../../src/terminal/detect-text-style.ts'

const tty = { isTTY: true, columns: 90 }

it('uses color when the stream is a terminal', () => {
  expect(detectTextStyle(tty, {}, 'auto')).toEqual({ width: 90, color: true })
  expect(detectTextStyle({}, {}, 'auto').color).toBe(false)
})

it.each([
  // --color, environment, on a terminal, else
  ['auto', {}, true, false],
  ['auto', { NO_COLOR: '1' }, false, false],
  ['auto', { NO_COLOR: '' }, true, false],
  ['auto', { TERM: 'dumb' }, false, false],
  ['auto', { FORCE_COLOR: '1' }, true, true],
  ['auto', { FORCE_COLOR: '' }, true, true],
  ['auto', { FORCE_COLOR: '0' }, false, false],
  ['auto', { FORCE_COLOR: '1', NO_COLOR: '1' }, false, false],
  ['auto', { CLICOLOR: '0' }, false, false],
  ['auto', { CLICOLOR: '1' }, true, false],
  ['auto', { CLICOLOR_FORCE: '1' }, true, true],
  ['auto', { CLICOLOR_FORCE: '0' }, true, false],
  ['always', { NO_COLOR: '1' }, true, true],
  ['never', { FORCE_COLOR: '1' }, false, false],
] as const)(
  'color is %s with %j: %s on a terminal, %s elsewhere',
  (choice, env, there, elsewhere) => {
    expect(detectTextStyle(tty, env, choice).color).toBe(there)
    expect(detectTextStyle({}, env, choice).color).toBe(elsewhere)
  },
)

it('a dumb terminal is none', () => {
  expect(isTerminal(tty, { TERM: 'dumb' })).toBe(false)
})

it('takes the width of the terminal, else COLUMNS, else 100, between 40 and 160', () => {
  expect(detectTextStyle({}, {}, 'auto').width).toBe(100)
  expect(detectTextStyle({}, { COLUMNS: '72' }, 'auto').width).toBe(72)
  expect(detectTextStyle({ isTTY: true, columns: 12 }, {}, 'auto').width).toBe(40)
  expect(detectTextStyle({ isTTY: true, columns: 500 }, {}, 'auto').width).toBe(160)
  expect(detectTextStyle({}, { COLUMNS: 'wide' }, 'auto').width).toBe(100)
})

it('writes no progress when it is disabled', () => {
  const written: string[] = []
  const progress = startProgress({ write: (text) => written.push(String(text)) > 0 }, 10, false)
  progress.add(10)
  progress.end()
  expect(written).toEqual([])
})
