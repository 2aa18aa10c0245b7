import { defined } from '../../model/defined.ts'
import type { DateOrder, Head, Recognition } from '../../model/parser.ts'
import { utcMidnight } from '../shared/digits.ts'

/** 02/03/2016|10:11:12 1A2C:9F4 INFO  :: */
const PREFIX =
  /^(?:(\d\d)([/.-])(\d\d)\2(\d{4})|(\d{4})([/.-])(\d\d)\6(\d\d))\|(\d\d):(\d\d):(\d\d)(?:\.\d{1,7})? [0-9a-f]{1,15}:[0-9a-f]{1,15} {1,8}[a-z]{1,15} {1,8}::/gim
const PREFIX_END = '::'
const RECEIVED = ':: Data Received'
/** Data Received */
const PACKET = /.{0,90}:: Data Received.*\n(.{0,90}:: .*\n(?:.+\n){1,200})/y
/** Date: Wed, 03 Feb 2016 10:11:12 GMT */
const DATE = /^Date[ \t]*:[ \t]*[a-z]{3}, (\d\d) ([a-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT$/im
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const MOST_PACKETS = 50
const QUARTER_HOUR = 15
/** A clock that is further off than this from a quarter hour proves no time zone. */
const MOST_SKEW = 2
const MOST_OFFSET = 14 * 60

/** What a prefix says, before it is known which of two numbers is the month. */
interface Printed {
  readonly order?: DateOrder
  readonly numbers: readonly [number, number, number]
  /** Minutes since midnight. */
  readonly time: number
}

/**
 * The client log says local time, without a zone and in an undocumented order; what it proves
 * itself is found here.
 */
export function recogniseClientLog({ text, tail }: Head): Recognition | undefined {
  if (!text.includes(PREFIX_END) || prefixes(text).next().done) return undefined
  const byItself = orderIn(prefixes(text)) ?? orderIn(prefixes(tail))
  const proof = proofByDate(text, byItself)
  const dateOrder = byItself ?? proof?.dateOrder
  return {
    localTime: true,
    ...(dateOrder === undefined ? { ambiguousDates: 'mdy' as const } : { dateOrder }),
    ...defined({ utcOffset: proof ? { minutes: proof.minutes, why: proof.why } : undefined }),
  }
}

/** One after the other: mostly the first says enough. */
function* prefixes(text: string): Generator<Printed, undefined> {
  for (const match of text.matchAll(PREFIX)) yield printedOf(match)
}

function orderIn(printed: Iterable<Printed>): DateOrder | undefined {
  for (const { order } of printed) if (order !== undefined) return order
  return undefined
}

function printedOf(match: RegExpExecArray | RegExpMatchArray): Printed {
  const time = Number(match[9]) * 60 + Number(match[10]) + Number(match[11]) / 60
  if (match[5] !== undefined)
    return { order: 'ymd', numbers: [Number(match[5]), Number(match[7]), Number(match[8])], time }
  const numbers = [Number(match[1]), Number(match[3]), Number(match[4])] as const
  // No culture puts the month first and parts with full stops.
  const dayFirst = match[2] === '.' || (numbers[0] > 12 && numbers[0] <= 31 && numbers[1] <= 12)
  const monthFirst = numbers[1] > 12 && numbers[1] <= 31 && numbers[0] <= 12
  return { numbers, time, ...(dayFirst ? { order: 'dmy' } : monthFirst ? { order: 'mdy' } : {}) }
}

interface DateProof {
  readonly minutes: number
  readonly why: string
  /** Absent when both orders would do. */
  readonly dateOrder?: DateOrder
}

/**
 * The `Date` header that a server puts on what it sends, in GMT, against the local time at which it
 * was logged.
 */
function proofByDate(text: string, order: DateOrder | undefined): DateProof | undefined {
  let packets = 0
  for (const match of received(text)) {
    packets += 1
    if (packets > MOST_PACKETS) return undefined
    const packet = match[1] ?? ''
    const date = DATE.exec(packet)
    const printed = prefixes(packet).next().value
    if (!date || !printed) continue
    const month = MONTHS.indexOf((date[2] ?? '').toLowerCase()) + 1
    const midnight = utcMidnight(Number(date[3]), month, Number(date[1]))
    const sent = midnight / 60_000 + Number(date[4]) * 60 + Number(date[5]) + Number(date[6]) / 60
    const line = lineOf(text, match.index + match[0].length - packet.length + date.index)
    const orders = order === undefined ? (['mdy', 'dmy'] as const) : [order]
    const proofs = orders.flatMap((dateOrder) => {
      const minutes = offsetOf(localMinutes(printed, dateOrder) - sent)
      const why = `the Date header of a received packet in line ${line}`
      return minutes === undefined ? [] : [{ minutes, why, dateOrder }]
    })
    const [first, other] = proofs
    if (first) return other ? { minutes: first.minutes, why: first.why } : first
  }
  return undefined
}

/** Received packets, found by the words: an expression alone would try every line. */
function* received(text: string): Generator<RegExpExecArray> {
  for (let at = text.indexOf(RECEIVED); at >= 0; ) {
    PACKET.lastIndex = text.lastIndexOf('\n', at) + 1
    const match = PACKET.exec(text)
    if (match) yield match
    at = text.indexOf(RECEIVED, match ? match.index + match[0].length : at + 1)
  }
}

function localMinutes(
  { order, numbers: [first, second, third], time }: Printed,
  dateOrder: DateOrder,
): number {
  if (order === 'ymd') return utcMidnight(first, second, third) / 60_000 + time
  const [month, day] = dateOrder === 'dmy' ? [second, first] : [first, second]
  return utcMidnight(third, month, day) / 60_000 + time
}

/** The quarter hour that a difference stands for, in minutes. */
function offsetOf(difference: number): number | undefined {
  const minutes = Math.round(difference / QUARTER_HOUR) * QUARTER_HOUR
  return Math.abs(difference - minutes) <= MOST_SKEW && Math.abs(minutes) <= MOST_OFFSET
    ? minutes + 0
    : undefined
}

function lineOf(text: string, at: number): number {
  let line = 1
  for (let feed = text.indexOf('\n'); feed >= 0 && feed < at; feed = text.indexOf('\n', feed + 1))
    line += 1
  return line
}
