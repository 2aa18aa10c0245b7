import { defined } from '../../model/defined.ts'
import { parseIsoTime } from '../../model/moment.ts'
import type { DateOrder } from '../../model/parser.ts'
import type { TraceLevel } from '../../model/trace-event.ts'
import { parseCultureTime } from '../shared/culture-time.ts'
import { isDigit } from '../shared/digits.ts'
import { levelOfName } from '../shared/trace-level.ts'

/** An event as text: its fields, then its description. */
export interface EventBlock {
  readonly logName: string
  readonly source: string
  /** Date and time as printed. */
  readonly time: string
  readonly level?: TraceLevel
  readonly description: string
  /** Time in the XML that Event Viewer copies below the text, milliseconds UTC. */
  readonly utcTime?: number
}

/**
 * `  Log Name: Application` · `Protokollname: Application`. The labels are in the language of
 * Windows; their order is the same everywhere: log, source, date, event id.
 */
const LABEL = /^\s{0,4}([^\s:：][^:：]{0,40}?)\s?[:：]\s*((?:\S.*)?)$/s
const [LOG_NAME, SOURCE, TIME, EVENT_ID] = [0, 1, 2, 3] as const
/** How many lines show that an event begins. */
export const START_LINES = EVENT_ID + 1
const MAX_FIELDS = 14
/** <TimeCreated SystemTime="2016-06-14T11:10:02.1230000Z" /> */
const XML_TIME = /<TimeCreated\s{1,9}SystemTime\s?=\s?["']([^"']{10,40})["']/

const fieldValue = (line: string | undefined): string | undefined =>
  line === undefined || line.length > 400 ? undefined : LABEL.exec(line)?.[2]?.trim()

/**
 * Whether the line ends with a colon and a number, as the last of the lines does that show a start.
 * Fast, because it runs on the lines of any text.
 */
export function endsWithNumberField(line: string): boolean {
  let end = line.trimEnd().length
  const digitsEnd = end
  while (end > 0 && isDigit(line.charCodeAt(end - 1))) end -= 1
  if (end === digitsEnd) return false
  while (end > 0 && isBlank(line.charCodeAt(end - 1))) end -= 1
  const last = line[end - 1]
  return last === ':' || last === '：'
}

const isBlank = (code: number): boolean => code === 0x20 || code === 9 || code === 0xa0

/** Whether an event begins at the first of these lines. */
export function startsEvent(lines: readonly string[]): boolean {
  if (!/^\d{1,6}$/.test(fieldValue(lines[EVENT_ID]) ?? '')) return false
  return (
    isTime(fieldValue(lines[TIME]) ?? '') &&
    (fieldValue(lines[LOG_NAME]) ?? '') !== '' &&
    (fieldValue(lines[SOURCE]) ?? '') !== ''
  )
}

const ORDERS: readonly DateOrder[] = ['dmy', 'mdy', 'ymd']

const isTime = (text: string): boolean =>
  parseIsoTime(text) !== undefined ||
  ORDERS.some((order) => parseCultureTime(text, order) !== undefined)

/** The time in the first lines of an event, as printed. */
export const timeOfStart = (lines: readonly string[]): string => fieldValue(lines[TIME]) ?? ''

/** Parses the lines of one event. The first of them must start it. */
export function parseEventBlock(lines: readonly string[]): EventBlock {
  const fields: { readonly label: string; readonly value: string }[] = []
  for (const line of lines.slice(0, MAX_FIELDS)) {
    const match = LABEL.exec(line)
    if (!match) break
    fields.push({ label: match[1] ?? '', value: (match[2] ?? '').trim() })
    // The description has its label in a line of its own.
    if (fields.length > START_LINES && match[2]?.trim() === '') break
  }
  const text = lines.join('\n')
  const utcTime = parseIsoTime(XML_TIME.exec(text)?.[1] ?? '')
  const level = levelOfName(fields.find(({ label }) => label === 'Level')?.value)
  return {
    logName: fields[LOG_NAME]?.value ?? '',
    source: fields[SOURCE]?.value ?? '',
    time: fields[TIME]?.value ?? '',
    description: lines.slice(fields.length).join('\n').trim(),
    ...defined({ level, utcTime }),
  }
}
