import { describeBytes } from '../parsers/etl/decoders/format-value.ts'
import type { DecodedEvent, EtlFields, EtlValue } from '../parsers/etl/etl-event.ts'
import { removePrivateTexts } from '../redact/remove-private-texts.ts'
import type { PrintedEvent } from './printed-event.ts'

/** Removes what must not be shown: binary data, message text and credentials. */
export const removePrivateParts = ({ event, decoded, texts }: PrintedEvent): PrintedEvent => ({
  event,
  decoded: removeFromDecoded(decoded),
  texts: removeFromTexts(texts),
})

/** Replaces binary data by its size, because it may be message text or credentials. */
function hideBytes(value: EtlValue): EtlValue {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return describeBytes(value)
  return isList(value) ? value.map(hideBytes) : hideBytesOfFields(value)
}

const isList = (value: EtlValue): value is readonly EtlValue[] => Array.isArray(value)

const hideBytesOfFields = (fields: EtlFields): EtlFields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, hideBytes(value)]))

function removeFromDecoded(decoded: DecodedEvent | undefined): DecodedEvent | undefined {
  if (decoded?.blobs === undefined) return removePrivateTexts(decoded)
  const { blobs: _, ...shown } = decoded
  return removePrivateTexts({ ...shown, fields: hideBytesOfFields(decoded.fields) })
}

/**
 * Redacts the texts of one payload. They are joined first: only together they show where a SIP
 * message begins.
 */
const removeFromTexts = (texts: readonly string[]): readonly string[] =>
  texts.length === 0 ? texts : removePrivateTexts(texts.join('\n')).split('\n')
