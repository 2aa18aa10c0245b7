import { expect, it } from 'vitest'
import { clipboardSequence, mayHaveClipboard } from '../../src/terminal/clipboard.ts'

const TTY = { isTTY: true }

it('asks the terminal to copy a text, as base64 of UTF-8', () => {
  expect(String(clipboardSequence('a 田'))).toBe('\u001b]52;c;YSDnlLA=\u0007')
})

it('copies no more than terminals take', () => {
  expect(clipboardSequence('x'.repeat(50_000))).toBeDefined()
  expect(clipboardSequence('x'.repeat(50_001))).toBeUndefined()
  expect(clipboardSequence('田'.repeat(20_000))).toBeUndefined()
})

it.each([
  ['a terminal emulator', TTY, { TERM: 'xterm-256color' }, true],
  ['a terminal of Windows, which has no TERM', TTY, {}, true],
  ['tmux', TTY, { TERM: 'screen-256color', TMUX: '/tmp/tmux-1/default,1,0' }, true],
  ['GNU screen', TTY, { TERM: 'screen', STY: '1.pts-0' }, false],
  ['the Linux console', TTY, { TERM: 'linux' }, false],
  ['a dumb terminal', TTY, { TERM: 'dumb' }, false],
  ['a serial terminal', TTY, { TERM: 'vt220' }, false],
  ['a file', {}, { TERM: 'xterm-256color' }, false],
])('knows whether there may be a clipboard: %s', (_, stream, env, expected) => {
  expect(mayHaveClipboard(stream, env)).toBe(expected)
})
