import { isoTimeExact } from '../../model/moment.ts'
import type { DecodedEvent, EtlEvent, EtlFields, EtlValue } from '../../parsers/etl/etl-event.ts'
import { knownProvider } from '../../parsers/etl/known-providers.ts'

/** What the kernel's own events are said to come from, by tracefmt too. */
export const KERNEL_PROVIDER = 'MSNT_SystemTrace'

/** An event with what decoders made of it. */
export interface ShownEvent {
  readonly event: EtlEvent
  readonly decoded: DecodedEvent | undefined
  /** Texts found in the payload of an event that stays opaque. */
  readonly texts: readonly string[]
}

export function providerName({ event, decoded }: ShownEvent): string | undefined {
  if (decoded?.provider !== undefined) return decoded.provider
  if (event.guid === '') return event.header === 'trace-message' ? undefined : KERNEL_PROVIDER
  return knownProvider(event.guid)
}

/** All about an event, for programs. */
export function eventFields(shown: ShownEvent): EtlFields {
  const { event, decoded, texts } = shown
  const provider = providerName(shown)
  return {
    time: event.untimed ? null : isoTimeExact(event),
    cpu: event.cpu,
    ...defined('pid', event.pid),
    ...defined('tid', event.tid),
    ...defined('provider', provider),
    ...defined('guid', event.guid || undefined),
    header: event.header,
    ...nonZero('id', event.id),
    ...nonZero('version', event.version),
    ...nonZero('channel', event.channel),
    ...nonZero('level', event.level),
    ...nonZero('opcode', event.opcode),
    ...nonZero('task', event.task),
    ...nonZero('group', event.group),
    ...(event.keywordHigh === 0 && event.keywordLow === 0 ? {} : { keywords: keywordsText(event) }),
    ...defined('by', decoded?.by),
    ...defined('name', decoded?.name),
    ...defined('function', decoded?.function),
    ...defined('place', decoded?.place),
    ...defined('levelName', decoded?.level),
    ...defined('flags', decoded?.flags),
    ...defined('message', decoded?.message),
    ...defined('fields', decoded?.fields),
    ...defined('mismatch', decoded?.mismatch),
    ...(texts.length === 0 ? {} : { texts }),
    offset: event.offset,
  }
}

export const keywordsText = ({ keywordHigh, keywordLow }: EtlEvent): string =>
  keywordHigh === 0 ? `0x${keywordLow.toString(16)}` : `0x${keywordHigh.toString(16)}${keywordLow.toString(16).padStart(8, '0')}`

const defined = (name: string, value: EtlValue | undefined): EtlFields => (value === undefined ? {} : { [name]: value })

const nonZero = (name: string, value: number): EtlFields => (value === 0 ? {} : { [name]: value })
