import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MouseEvent, MouseInput } from '../../src/ui/input/mouse-input.ts'
import { terminalInput } from '../../src/ui/input/terminal-input.ts'
import { eventually } from '../support/eventually.ts'

const CLICK = '\u001b[<0;12;5M'
const RELEASE = '\u001b[<0;12;5m'
const WHEEL_DOWN = '\u001b[<65;100;300M'
const OLD_CLICK = '\u001b[M !!'

/** What arrives as keys and as events, if the input comes in these parts. */
function split(parts: readonly string[]) {
  const input = new MouseInput()
  const results = parts.map((part) => input.push(part))
  return {
    text: results.map(({ text }) => text).join('') + input.flush(),
    events: results.flatMap(({ events }) => events),
  }
}

describe('events of the mouse', () => {
  it('are separated from keys', () => {
    expect(split([`j${CLICK}${RELEASE}k${WHEEL_DOWN}`])).toEqual({
      text: 'jk',
      events: [
        { kind: 'click', row: 4, column: 11 },
        { kind: 'wheel-down', row: 299, column: 99 },
      ],
    })
  })

  it.each([
    ['another button', '\u001b[<2;1;1M'],
    ['a movement', '\u001b[<35;1;1M'],
    ['a release', RELEASE],
    ['a wheel to the side', '\u001b[<66;1;1M'],
    ['an event of a terminal without SGR', OLD_CLICK],
  ])('ignore %s', (_, sequence) => {
    expect(split([sequence])).toEqual({ text: '', events: [] })
  })

  it('count with a key held down', () => {
    expect(split(['\u001b[<16;1;1M\u001b[<68;1;1M']).events.map(({ kind }) => kind)).toEqual([
      'click',
      'wheel-up',
    ])
  })

  it('never become text, wherever the input is cut', () => {
    const piece = fc.constantFrom(
      'a',
      '/',
      '田',
      '\r',
      '\u001b[A',
      CLICK,
      RELEASE,
      WHEEL_DOWN,
      OLD_CLICK,
    )
    const isMouse = (text: string) => [CLICK, RELEASE, WHEEL_DOWN, OLD_CLICK].includes(text)
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.nat(40)), (pieces, cuts) => {
        const whole = pieces.join('')
        const places = [0, ...cuts.filter((cut) => cut < whole.length), whole.length].sort(
          (left, right) => left - right,
        )
        const parts = places.slice(1).map((end, index) => whole.slice(places[index], end))
        const { text, events } = split(parts)
        expect(text).toBe(pieces.filter((part) => !isMouse(part)).join(''))
        expect(events).toHaveLength(
          pieces.filter((part) => part === CLICK || part === WHEEL_DOWN).length,
        )
      }),
    )
  })

  it('pass Esc on, and drop half of an event', () => {
    expect(split(['\u001b']).text).toBe('\u001b')
    expect(split(['\u001b[']).text).toBe('\u001b[')
    expect(split(['\u001b[<0;1']).text).toBe('')
  })
})

it('the keyboard for Ink gets Esc after a moment, and no event of the mouse', async () => {
  const chunks: string[] = []
  const stdin = Object.assign(new EventEmitter(), {
    isTTY: true,
    read: () => chunks.shift() ?? null,
  })
  const events: MouseEvent[] = []
  const keyboard = terminalInput(stdin as unknown as NodeJS.ReadStream, (event) =>
    events.push(event),
  )
  let read = ''
  const listener = () => {
    for (let text = keyboard.read(); text !== null; text = keyboard.read()) read += text
  }
  keyboard.on('readable', listener)
  const send = (text: string) => {
    chunks.push(text)
    stdin.emit('readable')
  }
  send(`a${CLICK.slice(0, 5)}`)
  send(`${CLICK.slice(5)}b`)
  expect([read, events.length]).toEqual(['ab', 1])
  send('\u001b')
  expect(read).toBe('ab')
  await eventually(
    () => read === 'ab\u001b',
    'Esc',
    () => read,
  )
  keyboard.off('readable', listener)
  expect(stdin.listenerCount('readable')).toBe(0)
})
