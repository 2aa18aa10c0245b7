import { describeBytes } from '../parsers/etl/decoders/format-value.ts'
import type { EtlFields, EtlValue } from '../parsers/etl/etl-event.ts'

/**
 * Formats a decoded value as JSON. Integers beyond 2^53 keep all their digits, as in tracefmt.
 * Infinity and NaN become strings. Of binary data only the size is shown.
 */
export function formatEtlJson(value: EtlValue): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
      return Number.isFinite(value) ? String(value) : `"${value}"`
    case 'object':
      if (value === null) return 'null'
      if (value instanceof Uint8Array) return JSON.stringify(describeBytes(value))
      return isArray(value) ? listJson(value) : fieldsJson(value)
    default:
      return String(value)
  }
}

function listJson(values: readonly EtlValue[]): string {
  let text = ''
  for (const value of values)
    text += text === '' ? formatEtlJson(value) : `,${formatEtlJson(value)}`
  return `[${text}]`
}

function fieldsJson(fields: EtlFields): string {
  let text = ''
  for (const [name, value] of Object.entries(fields))
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${formatEtlJson(value)}`
  return `{${text}}`
}

const isArray = (value: EtlValue): value is readonly EtlValue[] => Array.isArray(value)
