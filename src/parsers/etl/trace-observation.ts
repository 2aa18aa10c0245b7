import type { Mutable } from '../../model/defined.ts'
import type { TraceObservation } from '../../model/observation.ts'
import type { TraceEvent } from '../../model/trace-event.ts'
import { levelOfName, levelOfNumber } from '../shared/trace-level.ts'
import { containsSipMessage } from '../sip/embedded-sip.ts'
import { formatValue } from './decoders/format-value.ts'
import type { DecodedEvent, EtlEvent, EtlValue } from './etl-event.ts'

const NO_ID = 0xffff_ffff
const SIP_VERSION = 'SIP/2.0'

type EventWords = Pick<DecodedEvent, 'message' | 'provider' | 'level' | 'function' | 'name'>

/** Converts a decoded event to an observation, like those of text traces. */
export function toTraceObservation(
  event: EtlEvent,
  words: EventWords,
  path: string,
): TraceObservation {
  const { at, ticks, pid, tid, offset } = event
  const record: Mutable<TraceEvent> = {
    at,
    message: words.message.replaceAll('\r\n', '\n').trimEnd(),
  }
  if (ticks > 0) record.ticks = ticks
  if (pid !== undefined && pid !== NO_ID) record.pid = pid
  if (tid !== undefined && tid !== NO_ID) record.tid = tid
  const level = levelOfName(words.level) ?? levelOfNumber(event.level)
  if (level !== undefined) record.level = level
  const component = words.function ?? words.name
  if (component !== undefined && component !== '') record.component = component
  const provider = words.provider ?? event.guid
  if (provider !== '') record.provider = provider
  return { kind: 'trace', at, event: record, source: { path, offset } }
}

/**
 * The message of an event. If a field holds a SIP message, that field is moved to the end without
 * its name, after the fields that give its direction.
 */
export function moveSipLast({ message, fields }: DecodedEvent): string {
  if (!message.includes(SIP_VERSION)) return message
  const values = Object.entries(fields)
  const sip = values.find(([, value]) => typeof value === 'string' && containsSipMessage(value))
  if (sip === undefined || values.length === 1) return sip === undefined ? message : String(sip[1])
  const others = values
    .filter((field) => field !== sip)
    .map(([name, value]) => `${name}=${plain(value)}`)
  return `${others.join('; ')}\n${sip[1]}`
}

const plain = (value: EtlValue): string =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
    ? '…'
    : formatValue(value)
