import { defined } from '../../model/defined.ts'
import { parseIsoTime } from '../../model/moment.ts'
import type { DateOrder, Recognition } from '../../model/parser.ts'
import { inferDateOrder, parseCultureTime } from '../shared/culture-time.ts'

/** [1]5FEC.0E48::01/13/2024-23:31:07.097 */
const PREFIX =
  /^\[[^\]\r\n]{1,200}\][0-9A-Fa-f]{1,8}\.[0-9A-Fa-f]{1,8}::([\d./\u200e\u200f-]{8,40}[- ][\u200e\u200f]*\d\d?:\d\d:\d\d)(?:[.,]\d{1,9})?/
/** "time":"2026-03-27T03:57:01.6446356Z" */
const UTC_TIME = /"time":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)"/
const QUARTER_HOUR_MINUTES = 15
/**
 * A record is decoded when it is written: the two times of one record differ by less, or they are
 * not of one moment.
 */
const MAX_WRITING_DELAY_MS = 60_000

/** What a tracefmt text says of its own times; undefined when it is none. */
export function readTracefmtClock(head: string, tail: string): Recognition | undefined {
  if (!head.includes('::')) return undefined
  const lines = head.split('\n')
  const times = [...lines, ...tail.split('\n')].flatMap((line) => PREFIX.exec(line)?.[1] ?? [])
  if (times.length === 0 || !lines.some((line) => PREFIX.test(line))) return undefined
  const dates = times.map(separateDateAndTime)
  const { order } = inferDateOrder(dates)
  // Month first is what tracefmt itself prints; marks show that the machine's own culture printed
  // it.
  const own = !times.some((time) => /[\u200e\u200f]/.test(time))
  const date = order
    ? { dateOrder: order }
    : own
      ? ({ dateOrder: 'mdy' } as const)
      : ({ ambiguousDates: 'mdy' } as const)
  const utcOffset = findProvenOffset(lines, order ?? 'mdy')
  return { localTime: true, ...date, ...defined({ utcOffset: utcOffset ? utcOffset : undefined }) }
}

/** Date and time apart: `2021/04/13-09:22:48` has a hyphen there. */
const separateDateAndTime = (time: string): string =>
  time.replace(/[\u200e\u200f]/g, '').replace(/[- ](?=\d\d?:)/, ' ')

/** A record whose JSON carries its time in UTC proves the offset of its prefix. */
function findProvenOffset(lines: readonly string[], order: DateOrder): Recognition['utcOffset'] {
  for (const [index, line] of lines.entries()) {
    const local = parseCultureTime(separateDateAndTime(PREFIX.exec(line)?.[1] ?? ''), order)
    const meta = line.lastIndexOf('"meta":')
    const zoned = UTC_TIME.exec(meta < 0 ? '' : line.slice(meta))?.[1] ?? ''
    const utc = parseIsoTime(zoned)
    if (local === undefined || utc === undefined) continue
    const minutes = Math.round((local - utc) / 60_000 / QUARTER_HOUR_MINUTES) * QUARTER_HOUR_MINUTES
    if (
      Math.abs(minutes) <= 14 * 60 &&
      Math.abs(local - utc - minutes * 60_000) < MAX_WRITING_DELAY_MS
    )
      return { minutes, why: `line ${index + 1} says ${zoned} in its data` }
  }
  return undefined
}
