import { EventEmitter } from 'node:events'
import { type MouseEvent, MouseInput } from './mouse-input.ts'

/** A key that begins like an event of the mouse, such as Esc, is passed on after this time. */
const HOLD_MS = 30

/**
 * Wraps the input of a terminal for Ink: passes everything on except events of the mouse, which go
 * to `onMouse`. Ink would take them for typed text.
 */
export function terminalInput(
  stdin: NodeJS.ReadStream,
  onMouse: (event: MouseEvent) => void,
): NodeJS.ReadStream {
  const mouseInput = new MouseInput()
  const keyboard = new EventEmitter()
  let typed = ''
  let holdTimer: NodeJS.Timeout | undefined

  const handleReadable = (): void => {
    clearTimeout(holdTimer)
    for (let chunk = stdin.read(); chunk !== null; chunk = stdin.read()) {
      const { text, events } = mouseInput.push(String(chunk))
      typed += text
      events.forEach(onMouse)
    }
    if (mouseInput.isPending) holdTimer = setTimeout(flush, HOLD_MS)
    if (typed !== '') keyboard.emit('readable')
  }
  const flush = (): void => {
    typed += mouseInput.flush()
    if (typed !== '') keyboard.emit('readable')
  }
  keyboard.on('newListener', (name) => {
    if (name === 'readable' && keyboard.listenerCount(name) === 0) stdin.on(name, handleReadable)
  })
  keyboard.on('removeListener', (name) => {
    if (name !== 'readable' || keyboard.listenerCount(name) > 0) return
    clearTimeout(holdTimer)
    stdin.off(name, handleReadable)
  })
  Object.assign(keyboard, {
    isTTY: stdin.isTTY,
    setEncoding: (encoding: BufferEncoding) => stdin.setEncoding(encoding),
    setRawMode: (isRaw: boolean) => stdin.setRawMode(isRaw),
    ref: () => stdin.ref(),
    unref: () => stdin.unref(),
    read() {
      const text = typed
      typed = ''
      return text === '' ? null : text
    },
  })
  return keyboard as unknown as NodeJS.ReadStream
}
