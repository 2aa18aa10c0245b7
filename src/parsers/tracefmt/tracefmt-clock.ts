import { defined } from '../../model/defined.ts'
import { parseIsoTime } from '../../model/moment.ts'
import type { DateOrder, Recognition } from '../../model/parser.ts'
import { cultureTime, dateOrderOf } from '../shared/culture-time.ts'

/** [1]5FEC.0E48::01/13/2024-23:31:07.097 */
const PREFIX =
  /^\[[^\]\r\n]{1,200}\][0-9A-Fa-f]{1,8}\.[0-9A-Fa-f]{1,8}::([\d./\u200e\u200f-]{8,40}[- ][\u200e\u200f]*\d\d?:\d\d:\d\d)(?:[.,]\d{1,9})?/
/** "time":"2026-03-27T03:57:01.6446356Z" */
const ZONED = /"time":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)"/
const QUARTER = 15
/**
 * A record is decoded when it is written: the two times of one record differ by less, or they are
 * not of one moment.
 */
const SAME_MOMENT = 60_000

/** What a tracefmt text says of its own times; undefined when it is none. */
export function tracefmtClock(head: string, tail: string): Recognition | undefined {
  if (!head.includes('::')) return undefined
  const lines = head.split('\n')
  const times = [...lines, ...tail.split('\n')].flatMap((line) => PREFIX.exec(line)?.[1] ?? [])
  if (times.length === 0 || !lines.some((line) => PREFIX.test(line))) return undefined
  const dates = times.map(separated)
  const { order } = dateOrderOf(dates)
  // Month first is what tracefmt itself prints; marks show that the machine's own culture printed
  // it.
  const own = !times.some((time) => /[\u200e\u200f]/.test(time))
  const date = order
    ? { dateOrder: order }
    : own
      ? ({ dateOrder: 'mdy' } as const)
      : ({ ambiguousDates: 'mdy' } as const)
  const utcOffset = provenOffset(lines, order ?? 'mdy')
  return { localTime: true, ...date, ...defined({ utcOffset: utcOffset ? utcOffset : undefined }) }
}

/** Date and time apart: `2021/04/13-09:22:48` has a hyphen there. */
const separated = (time: string): string =>
  time.replace(/[\u200e\u200f]/g, '').replace(/[- ](?=\d\d?:)/, ' ')

/** A record whose JSON carries its time in UTC proves the offset of its prefix. */
function provenOffset(lines: readonly string[], order: DateOrder): Recognition['utcOffset'] {
  for (const [index, line] of lines.entries()) {
    const local = cultureTime(separated(PREFIX.exec(line)?.[1] ?? ''), order)
    const meta = line.lastIndexOf('"meta":')
    const zoned = ZONED.exec(meta < 0 ? '' : line.slice(meta))?.[1] ?? ''
    const utc = parseIsoTime(zoned)
    if (local === undefined || utc === undefined) continue
    const minutes = Math.round((local - utc) / 60_000 / QUARTER) * QUARTER
    if (Math.abs(minutes) <= 14 * 60 && Math.abs(local - utc - minutes * 60_000) < SAME_MOMENT)
      return { minutes, why: `line ${index + 1} says ${zoned} in its data` }
  }
  return undefined
}
