import { defined } from '../model/defined.ts'
import { minutes } from '../model/duration.ts'
import { toExactIsoTime } from '../model/moment.ts'
import { toPrintable } from '../model/text/printable.ts'
import type { DecodedEvent, EtlEvent, EtlFields } from '../parsers/etl/etl-event.ts'
import { formatEtlJson } from './etl-json.ts'
import {
  formatKeywords,
  KERNEL_PROVIDER_NAME,
  type PrintedEvent,
  providerName,
} from './printed-event.ts'

/**
 * Error codes that tracefmt prints for an event without a format: ERROR_INVALID_DATA for known
 * classes, else ERROR_NOT_FOUND.
 */
const INVALID_DATA = 13
const NOT_FOUND = 1168
const MAX_TEXTS = 24
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Formats an event like tracefmt, with times to 100 ns:
 * `[cpu]PID.TID::2026/03/26-20:57:11.785999500 [provider]message`. Line breaks and control
 * characters are escaped, so each event is one line.
 */
export function formatTracefmtLine(printed: PrintedEvent, utcOffset: number): string {
  const { event } = printed
  const provider = providerName(printed) ?? 'Unknown'
  const ids = `[${event.cpu}]${hex(event.pid)}.${hex(event.tid)}`
  const time = formatTime(event, utcOffset)
  const message = toPrintable(formatMessage(printed, provider))
  return `${ids}::${time} [${toPrintable(provider)}]${message}`
}

/** Formats an id with at least four digits; an unknown id is FFFFFFFF. */
const hex = (id = 0xffff_ffff): string => id.toString(16).toUpperCase().padStart(4, '0')

/** Formats a time as `2026/03/26-20:57:11.785999500`; the last two digits are always 0. */
function formatTime({ at, ticks }: EtlEvent, utcOffset: number): string {
  const local = toExactIsoTime({
    at: Math.min(8.64e15, Math.max(-8.64e15, at + minutes(utcOffset))),
    ticks,
  })
  return local
    .replace('T', '-')
    .replace('Z', '00')
    .replace(/^([+-]?\d+)-(\d\d)-/, '$1/$2/')
}

function formatMessage(printed: PrintedEvent, provider: string): string {
  const { event, decoded, texts } = printed
  if (decoded === undefined || isOnlyNamed(decoded))
    return formatOpaque(event, decoded, provider, texts)
  if (decoded.by === 'tracelogging' || decoded.by === 'kernel')
    return formatJson(printed, decoded, provider)
  const mismatchText =
    decoded.mismatch === undefined ? '' : ` (does not fit its format: ${decoded.mismatch})`
  // Most WPP formats print the function themselves.
  const named = decoded.function === undefined || decoded.message.includes(decoded.function)
  return `${named ? '' : `${decoded.function}: `}${decoded.message}${mismatchText}`
}

const isOnlyNamed = ({ by, message: text, fields }: DecodedEvent): boolean =>
  by === 'kernel' && text === '' && Object.keys(fields).length === 0

/** The fields as JSON, followed by the header in `meta`, like tracefmt since Windows 10 2004. */
function formatJson({ event }: PrintedEvent, decoded: DecodedEvent, provider: string): string {
  const kernel = decoded.by === 'kernel'
  const [task, name] = kernel ? (decoded.name ?? '').split('/') : [undefined, decoded.name]
  const hasKeywords = event.keywordHigh !== 0 || event.keywordLow !== 0
  const meta: EtlFields = defined({
    provider,
    event: name,
    time: toExactIsoTime(event),
    cpu: event.cpu,
    pid: event.pid,
    tid: event.tid,
    channel: event.channel || undefined,
    level: event.level || undefined,
    opcode: kernel ? undefined : event.opcode || undefined,
    keywords: hasKeywords ? formatKeywords(event) : undefined,
    task,
    mismatch: decoded.mismatch,
  })
  const fields = kernel ? inBraces(decoded.fields) : decoded.fields
  return formatEtlJson({ ...fields, meta })
}

/** Puts GUIDs in braces, like tracefmt in the fields of kernel events. */
const inBraces = (fields: EtlFields): EtlFields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' && GUID.test(value) ? `{${value}}` : value,
    ]),
  )

/** Formats an event without a schema, like tracefmt, followed by the texts in its payload. */
function formatOpaque(
  event: EtlEvent,
  named: DecodedEvent | undefined,
  provider: string,
  texts: readonly string[],
): string {
  const number =
    event.header === 'event' || event.header === 'trace-message' ? event.id : event.opcode
  const identity = event.guid === '' ? `GROUP=${event.group}` : `GUID=${event.guid}`
  const status = provider === KERNEL_PROVIDER_NAME ? INVALID_DATA : NOT_FOUND
  // A name that only repeats the number adds nothing.
  const name =
    named?.name === undefined || named.name.endsWith(`/${number}`) ? '' : ` ${named.name}`
  const quoted = texts.slice(0, MAX_TEXTS).map((text) => ` ${JSON.stringify(text)}`)
  return (
    `Unknown(${String(number).padStart(3)}): ${identity} (No Format Information found).` +
    `Status:${status}${name}${quoted.join('')}`
  )
}
