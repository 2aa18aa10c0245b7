/** An event of the mouse. Row and column count from 0. */
export interface MouseEvent {
  readonly kind: 'click' | 'wheel-up' | 'wheel-down'
  readonly row: number
  readonly column: number
}

/** How far a step of the wheel scrolls. */
export const WHEEL_LINES = 3

interface SplitInput {
  /** Input of the keyboard. */
  readonly text: string
  readonly events: readonly MouseEvent[]
}

// ESC [ < button ; column ; row M, with m for a release (SGR, mode 1006)
const SGR_EVENT = /\u001b\[<(\d+);(\d+);(\d+)([Mm])/
// ESC [ M and three characters: a terminal that knows no SGR. Its events are dropped.
const X10_EVENT = /\u001b\[M[\s\S]{3}/
const EVENT = new RegExp(`${SGR_EVENT.source}|${X10_EVENT.source}`, 'g')
/** The beginning of an event at the end of the input. ESC and ESC [ may begin a key, too. */
const PARTIAL_EVENT = /\u001b(?:\[(?:<[\d;]{0,20}|M[\s\S]{0,2})?)?$/

/** Bits of a button number: 4, 8 and 16 for held keys, 32 for a movement. */
const [HELD_KEYS, MOVEMENT] = [28, 32]
const EVENT_KINDS: ReadonlyMap<number, MouseEvent['kind']> = new Map([
  [0, 'click'],
  [64, 'wheel-up'],
  [65, 'wheel-down'],
])

/**
 * Separates events of the mouse from input of the keyboard. An event may arrive in parts: the
 * beginning of one is held back until the rest arrives, or until `flush`.
 */
export class MouseInput {
  #pending = ''

  /** Whether a part of the input is held back. */
  get isPending(): boolean {
    return this.#pending !== ''
  }

  push(chunk: string): SplitInput {
    const input = this.#pending + chunk
    this.#pending = PARTIAL_EVENT.exec(input)?.[0] ?? ''
    const complete = input.slice(0, input.length - this.#pending.length)
    const events: MouseEvent[] = []
    const text = complete.replace(EVENT, (_, button, column, row, final) => {
      const event = toMouseEvent(Number(button), Number(column), Number(row), final)
      if (event !== undefined) events.push(event)
      return ''
    })
    return { text, events }
  }

  /** Returns what was held back, if it may be a key. The beginning of an event is dropped. */
  flush(): string {
    const pending = this.#pending
    this.#pending = ''
    return /^\u001b\[?$/.test(pending) ? pending : ''
  }
}

function toMouseEvent(
  button: number,
  column: number,
  row: number,
  final: string,
): MouseEvent | undefined {
  if (final !== 'M' || (button & MOVEMENT) !== 0) return undefined
  const kind = EVENT_KINDS.get(button & ~HELD_KEYS)
  return kind === undefined ? undefined : { kind, row: row - 1, column: column - 1 }
}
