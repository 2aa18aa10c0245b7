import { minutes } from '../../model/duration.ts'
import { toExactIsoTime } from '../../model/moment.ts'
import { toPrintable } from '../../model/printable.ts'
import type { DecodedEvent, EtlEvent, EtlFields, EtlValue } from '../../parsers/etl/etl-event.ts'
import { formatEtlJson } from './etl-json.ts'
import {
  formatKeywords,
  KERNEL_PROVIDER_NAME,
  type PrintedEvent,
  providerName,
} from './printed-event.ts'

/**
 * Windows’ errors that tracefmt gives for an event that it has no format of: ERROR_INVALID_DATA for
 * classes it knows, else ERROR_NOT_FOUND.
 */
const INVALID_DATA = 13
const NOT_FOUND = 1168
const MAX_TEXTS = 24
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * One event as tracefmt prints it, with times to 100 ns:
 * `[cpu]PID.TID::2026/03/26-20:57:11.785999500 [provider]message`. One line each: what would break
 * or disguise it is escaped.
 */
export function formatTracefmtLine(shown: PrintedEvent, utcOffset: number): string {
  const { event } = shown
  const provider = providerName(shown) ?? 'Unknown'
  return `[${event.cpu}]${hex(event.pid)}.${hex(event.tid)}::${timeText(event, utcOffset)} [${toPrintable(provider)}]${toPrintable(message(shown, provider))}`
}

/** Four digits at least; the whole width where it is not known. */
const hex = (id = 0xffff_ffff): string => id.toString(16).toUpperCase().padStart(4, '0')

/** `2026/03/26-20:57:11.785999500`, in nanoseconds of which the last two digits are always 0. */
function timeText({ at, ticks }: EtlEvent, utcOffset: number): string {
  const local = toExactIsoTime({
    at: Math.min(8.64e15, Math.max(-8.64e15, at + minutes(utcOffset))),
    ticks,
  })
  return local
    .replace('T', '-')
    .replace('Z', '00')
    .replace(/^([+-]?\d+)-(\d\d)-/, '$1/$2/')
}

function message(shown: PrintedEvent, provider: string): string {
  const { event, decoded, texts } = shown
  if (decoded === undefined || isOnlyNamed(decoded)) return opaque(event, decoded, provider, texts)
  if (decoded.by === 'tracelogging' || decoded.by === 'kernel')
    return jsonMessage(shown, decoded, provider)
  const doubt =
    decoded.mismatch === undefined ? '' : ` (does not fit its format: ${decoded.mismatch})`
  // Most formats of WPP print the function themselves.
  const named = decoded.function === undefined || decoded.message.includes(decoded.function)
  return `${named ? '' : `${decoded.function}: `}${decoded.message}${doubt}`
}

const isOnlyNamed = ({ by, message: text, fields }: DecodedEvent): boolean =>
  by === 'kernel' && text === '' && Object.keys(fields).length === 0

/** Fields and, behind them, what the header says, as tracefmt has it since Windows 10 2004. */
function jsonMessage({ event }: PrintedEvent, decoded: DecodedEvent, provider: string): string {
  const kernel = decoded.by === 'kernel'
  const [task, name] = kernel ? (decoded.name ?? '').split('/') : [undefined, decoded.name]
  const meta: EtlFields = {
    provider,
    ...given('event', name),
    time: toExactIsoTime(event),
    cpu: event.cpu,
    ...given('pid', event.pid),
    ...given('tid', event.tid),
    ...given('channel', event.channel || undefined),
    ...given('level', event.level || undefined),
    ...given('opcode', kernel ? undefined : event.opcode || undefined),
    ...given('keywords', event.keywordHigh || event.keywordLow ? formatKeywords(event) : undefined),
    ...given('task', task),
    ...given('mismatch', decoded.mismatch),
  }
  return formatEtlJson({ ...(kernel ? inBraces(decoded.fields) : decoded.fields), meta })
}

/** As tracefmt has GUIDs among the kernel’s fields. */
const inBraces = (fields: EtlFields): EtlFields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' && GUID.test(value) ? `{${value}}` : value,
    ]),
  )

const given = (name: string, value: EtlValue | undefined): EtlFields =>
  value === undefined ? {} : { [name]: value }

function opaque(
  event: EtlEvent,
  named: DecodedEvent | undefined,
  provider: string,
  texts: readonly string[],
): string {
  const number =
    event.header === 'event' || event.header === 'trace-message' ? event.id : event.opcode
  const what = event.guid === '' ? `GROUP=${event.group}` : `GUID=${event.guid}`
  const status = provider === KERNEL_PROVIDER_NAME ? INVALID_DATA : NOT_FOUND
  // A name that is but the number again says nothing.
  const name =
    named?.name === undefined || named.name.endsWith(`/${number}`) ? '' : ` ${named.name}`
  const found =
    texts.length === 0
      ? ''
      : ` ${texts
          .slice(0, MAX_TEXTS)
          .map((text) => JSON.stringify(text))
          .join(' ')}`
  return `Unknown(${String(number).padStart(3)}): ${what} (No Format Information found).Status:${status}${name}${found}`
}
