import fc from 'fast-check'
import { type Packet, sipPacket } from './sip-packet.ts'
import { text } from './words.ts'

/**
 * One thing that a log holds, whatever its format, with choices that each format makes of it what
 * it likes.
 */
export interface LogItem {
  readonly kind: 'trace' | 'sip' | 'undecoded' | 'stray'
  readonly text: string
  readonly packet: Packet
  /** Milliseconds UTC. */
  readonly at: number
  readonly sent: boolean
  /** Mostly 0: how the format spells something in another way than usual. */
  readonly odd: number
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
  odd: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(15) }),
})

/** What the most of a log is. */
const ordinary = item.map((one) => ({
  ...one,
  ...(one.kind === 'trace' ? { text: 'timer fired, nothing to be done' } : {}),
  odd: 0,
}))

const START = Date.UTC(2016, 5, 14, 11)

const timed = (items: readonly (Omit<LogItem, 'at'> & { readonly pause: number })[]): LogItem[] => {
  let at = START
  return items.map(({ pause: waited, ...one }) => {
    at += waited
    return { ...one, at }
  })
}

export const logItems: fc.Arbitrary<LogItem[]> = fc.array(item, { maxLength: 10 }).map(timed)

/**
 * Long enough for a kernel, which judges nothing near the end; mostly of records that nobody asks
 * for.
 */
export const manyLogItems: fc.Arbitrary<LogItem[]> = fc
  .array(fc.oneof({ weight: 2, arbitrary: ordinary }, { weight: 1, arbitrary: item }), {
    minLength: 8,
    maxLength: 40,
  })
  .map(timed)

const two = (value: number): string => String(value).padStart(2, '0')
const three = (value: number): string => String(value).padStart(3, '0')

/** Parts of a moment as logs print it. */
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
