import { defined } from '../../model/defined.ts'
import type { DateOrder, InputHead, Recognition } from '../../model/parser.ts'
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

const MAX_PACKETS = 50
const QUARTER_HOUR_MINUTES = 15
/** A difference further from a quarter hour than this does not prove a time zone. */
const MAX_SKEW_MINUTES = 2
const MAX_OFFSET_MINUTES = 14 * 60

/** A time stamp as printed, before it is known which number is the month. */
interface PrintedTime {
  readonly order?: DateOrder
  readonly numbers: readonly [number, number, number]
  /** Minutes since midnight. */
  readonly minutes: number
}

/**
 * Recognizes a client log. It prints local time without a zone, in an undocumented order. The order
 * and the offset from UTC are returned when the log proves them.
 */
export function recogniseClientLog({ text, tail }: InputHead): Recognition | undefined {
  if (!text.includes(PREFIX_END) || parsePrefixes(text).next().done) return undefined
  const printedOrder = findDateOrder(parsePrefixes(text)) ?? findDateOrder(parsePrefixes(tail))
  const offsetProof = findOffsetProof(text, printedOrder)
  const dateOrder = printedOrder ?? offsetProof?.dateOrder
  const ambiguousDates = dateOrder === undefined ? ('mdy' as const) : undefined
  const utcOffset = offsetProof && {
    minutes: offsetProof.minutes,
    why: DATE_HEADER,
    line: offsetProof.line,
  }
  return { localTime: true, ...defined({ ambiguousDates, dateOrder, utcOffset }) }
}

/** Parses lazily, because the first prefix is usually enough. */
function* parsePrefixes(text: string): Generator<PrintedTime, undefined> {
  for (const match of text.matchAll(PREFIX)) yield parsePrefix(match)
}

function findDateOrder(times: Iterable<PrintedTime>): DateOrder | undefined {
  for (const { order } of times) if (order !== undefined) return order
  return undefined
}

function parsePrefix(match: RegExpExecArray | RegExpMatchArray): PrintedTime {
  const minutes = Number(match[9]) * 60 + Number(match[10]) + Number(match[11]) / 60
  if (match[5] !== undefined)
    return {
      order: 'ymd',
      numbers: [Number(match[5]), Number(match[7]), Number(match[8])],
      minutes,
    }
  const numbers = [Number(match[1]), Number(match[3]), Number(match[4])] as const
  // Cultures that separate with full stops never put the month first.
  const dayFirst = match[2] === '.' || (numbers[0] > 12 && numbers[0] <= 31 && numbers[1] <= 12)
  const monthFirst = numbers[1] > 12 && numbers[1] <= 31 && numbers[0] <= 12
  const order = dayFirst ? 'dmy' : monthFirst ? 'mdy' : undefined
  return { numbers, minutes, ...defined({ order } as const) }
}

const DATE_HEADER = 'the Date header of a received packet'

interface OffsetProof {
  readonly minutes: number
  readonly line: number
  /** Absent when the header fits both orders. */
  readonly dateOrder?: DateOrder
}

/**
 * Compares the `Date` header of a received message, in GMT, with the local time at which it was
 * logged.
 */
function findOffsetProof(text: string, order: DateOrder | undefined): OffsetProof | undefined {
  let packets = 0
  for (const match of findReceivedPackets(text)) {
    packets += 1
    if (packets > MAX_PACKETS) return undefined
    const packet = match[1] ?? ''
    const date = DATE.exec(packet)
    const printed = parsePrefixes(packet).next().value
    if (!date || !printed) continue
    const month = MONTHS.indexOf((date[2] ?? '').toLowerCase()) + 1
    const midnight = utcMidnight(Number(date[3]), month, Number(date[1]))
    const sent = midnight / 60_000 + Number(date[4]) * 60 + Number(date[5]) + Number(date[6]) / 60
    const line = lineAt(text, match.index + match[0].length - packet.length + date.index)
    const orders = order === undefined ? (['mdy', 'dmy'] as const) : [order]
    const proofs = orders.flatMap((dateOrder) => {
      const minutes = roundToOffset(toLocalMinutes(printed, dateOrder) - sent)
      return minutes === undefined ? [] : [{ minutes, line, dateOrder }]
    })
    const [first, second] = proofs
    if (first) return second ? { minutes: first.minutes, line } : first
  }
  return undefined
}

/**
 * Finds received packets by a text search first, because the expression alone would be tried on
 * every line.
 */
function* findReceivedPackets(text: string): Generator<RegExpExecArray> {
  for (let at = text.indexOf(RECEIVED); at >= 0; ) {
    PACKET.lastIndex = text.lastIndexOf('\n', at) + 1
    const match = PACKET.exec(text)
    if (match) yield match
    // Where the line does not fit, no other place in it does.
    const lineEnd = text.indexOf('\n', at)
    const next = match ? match.index + match[0].length : lineEnd < 0 ? text.length : lineEnd
    at = text.indexOf(RECEIVED, next)
  }
}

function toLocalMinutes(
  { order, numbers: [first, second, third], minutes }: PrintedTime,
  dateOrder: DateOrder,
): number {
  if (order === 'ymd') return utcMidnight(first, second, third) / 60_000 + minutes
  const [month, day] = dateOrder === 'dmy' ? [second, first] : [first, second]
  return utcMidnight(third, month, day) / 60_000 + minutes
}

/**
 * The quarter hour nearest to a difference, in minutes. Undefined when it is too far off or no real
 * offset.
 */
function roundToOffset(difference: number): number | undefined {
  const minutes = Math.round(difference / QUARTER_HOUR_MINUTES) * QUARTER_HOUR_MINUTES
  return Math.abs(difference - minutes) <= MAX_SKEW_MINUTES &&
    Math.abs(minutes) <= MAX_OFFSET_MINUTES
    ? minutes + 0
    : undefined
}

function lineAt(text: string, at: number): number {
  let line = 1
  for (let feed = text.indexOf('\n'); feed >= 0 && feed < at; feed = text.indexOf('\n', feed + 1))
    line += 1
  return line
}
