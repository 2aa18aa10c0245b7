import fc from 'fast-check'
import { type Packet, sipPacket } from './sip-packet.ts'
import { text } from './words.ts'

/** One record of a log in any format. */
export interface LogItem {
  readonly kind: 'trace' | 'sip' | 'undecoded' | 'stray'
  readonly text: string
  readonly packet: Packet
  /** Milliseconds UTC. */
  readonly at: number
  readonly sent: boolean
  /** Selects an unusual spelling that each format defines for itself. Mostly 0, the usual one. */
  readonly variant: number
}

const pause = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 5000 }) },
  { weight: 1, arbitrary: fc.constant(20 * 60_000) },
  { weight: 1, arbitrary: fc.integer({ min: -5000, max: -1 }) },
)

const item = fc.record({
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constant('trace' as const) },
    { weight: 5, arbitrary: fc.constant('sip' as const) },
    { weight: 1, arbitrary: fc.constantFrom('undecoded' as const, 'stray' as const) },
  ),
  text,
  packet: sipPacket,
  pause,
  sent: fc.boolean(),
  variant: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(15) }),
})

/** The kind of record that most logs consist of. */
const ordinary = item.map((usual) => ({
  ...usual,
  text: usual.kind === 'trace' ? 'timer fired, nothing to be done' : usual.text,
  variant: 0,
}))

const START = Date.UTC(2016, 5, 14, 11)

const timed = (items: readonly (Omit<LogItem, 'at'> & { readonly pause: number })[]): LogItem[] => {
  let at = START
  return items.map(({ pause: waited, ...rest }) => {
    at += waited
    return { ...rest, at }
  })
}

export const logItems: fc.Arbitrary<LogItem[]> = fc.array(item, { maxLength: 10 }).map(timed)

/** Long enough for the scanner, which skips nothing near the end. Most records are unwanted. */
export const manyLogItems: fc.Arbitrary<LogItem[]> = fc
  .array(fc.oneof({ weight: 2, arbitrary: ordinary }, { weight: 1, arbitrary: item }), {
    minLength: 8,
    maxLength: 40,
  })
  .map(timed)

const two = (value: number): string => String(value).padStart(2, '0')
const three = (value: number): string => String(value).padStart(3, '0')

/** The parts of a time as logs print it. */
export function printed(at: number): {
  readonly usDate: string
  readonly isoDate: string
  readonly time: string
  readonly milliseconds: string
} {
  const date = new Date(at)
  const [year, month, day] = [
    date.getUTCFullYear(),
    two(date.getUTCMonth() + 1),
    two(date.getUTCDate()),
  ]
  return {
    usDate: `${month}/${day}/${year}`,
    isoDate: `${year}-${month}-${day}`,
    time: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`,
    milliseconds: three(date.getUTCMilliseconds()),
  }
}
