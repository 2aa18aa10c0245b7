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
 * A record is formatted when it is written. If its two times differ by more, they are not the same
 * moment.
 */
const MAX_WRITING_DELAY_MS = 60_000

/** Reads what a tracefmt text proves about its times. Undefined when it is not a tracefmt text. */
export function readTracefmtClock(head: string, tail: string): Recognition | undefined {
  if (!head.includes('::')) return undefined
  const lines = head.split('\n')
  const times = [...lines, ...tail.split('\n')].flatMap((line) => PREFIX.exec(line)?.[1] ?? [])
  if (times.length === 0 || !lines.some((line) => PREFIX.test(line))) return undefined
  const dates = times.map(separateDateAndTime)
  // tracefmt prints the month first. Direction marks show that the machine's culture printed it.
  const isCultureDate = times.some((time) => /[\u200e\u200f]/.test(time))
  const { order = isCultureDate ? undefined : 'mdy' } = inferDateOrder(dates)
  const utcOffset = findProvenOffset(lines, order ?? 'mdy')
  return {
    localTime: true,
    ...defined({
      dateOrder: order,
      ambiguousDates: order ? undefined : ('mdy' as const),
      utcOffset,
    }),
  }
}

/** Separates date and time with a blank: `2021/04/13-09:22:48` has a hyphen there. */
const separateDateAndTime = (time: string): string =>
  time.replace(/[\u200e\u200f]/g, '').replace(/[- ](?=\d\d?:)/, ' ')

/**
 * Finds the UTC offset of the local times at the start of the lines. A record proves it when its
 * JSON states the same moment in UTC. Undefined when no record does.
 */
function findProvenOffset(lines: readonly string[], order: DateOrder): Recognition['utcOffset'] {
  for (const [index, line] of lines.entries()) {
    const local = parseCultureTime(separateDateAndTime(PREFIX.exec(line)?.[1] ?? ''), order)
    const meta = line.lastIndexOf('"meta":')
    const utcText = UTC_TIME.exec(meta < 0 ? '' : line.slice(meta))?.[1] ?? ''
    const utc = parseIsoTime(utcText)
    if (local === undefined || utc === undefined) continue
    const minutes = Math.round((local - utc) / 60_000 / QUARTER_HOUR_MINUTES) * QUARTER_HOUR_MINUTES
    if (
      Math.abs(minutes) <= 14 * 60 &&
      Math.abs(local - utc - minutes * 60_000) < MAX_WRITING_DELAY_MS
    )
      return { minutes, why: `the UTC time ${utcText}`, line: index + 1 }
  }
  return undefined
}
