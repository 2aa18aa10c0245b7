import type { EtlFields, EtlValue } from '../etl-event.ts'
import type { Layout } from './layout.ts'

/**
 * A payload has at most 64 KiB; longer messages only repeat names or texts.
 * Limit: characters of a printed event.
 * Beyond: further values are left out, and the event counts as decoded in part.
 */
export const MAX_MESSAGE_CHARS = 1 << 20
/** Why an event counts as decoded in part when its message is longer. */
export const LONG_MESSAGE = 'the message is longer than 1 MiB, its rest is left out'

/** Formats a value for a message. */
export const formatValue = (value: EtlValue): string => appendValue('', value)

/**
 * Describes binary data by its size. Its bytes may be message text or credentials, so they are not
 * shown.
 */
export const describeBytes = ({ length }: Uint8Array): string =>
  `[${length === 1 ? '1 byte' : `${length} bytes`}]`

/** Formats the values that could be read as `name=value, name=value`. */
export function formatFields(layout: Layout, values: readonly EtlValue[]): string {
  let text = ''
  for (let index = 0; index < values.length && text.length <= MAX_MESSAGE_CHARS; index += 1) {
    const field = layout[index]
    if (field === undefined) break
    if (index > 0) text += ', '
    text += field.name
    text += '='
    const value = values[index] as EtlValue
    text = field.toText === undefined ? appendValue(text, value) : text + field.toText(value)
  }
  return text
}

/** Appends a value to a text, so that the length of the text can be limited. */
function appendValue(before: string, value: EtlValue): string {
  if (typeof value === 'string') return before + value
  if (value === null) return before
  if (typeof value !== 'object') return before + String(value)
  if (value instanceof Uint8Array) return before + describeBytes(value)
  return isArray(value) ? appendElements(before, value) : appendMembers(before, value)
}

function appendElements(before: string, values: readonly EtlValue[]): string {
  let text = `${before}[`
  for (let index = 0; index < values.length && text.length <= MAX_MESSAGE_CHARS; index += 1)
    text = appendValue(index === 0 ? text : `${text}, `, values[index] as EtlValue)
  return `${text}]`
}

function appendMembers(before: string, fields: EtlFields): string {
  let text = `${before}{`
  let first = true
  for (const [name, value] of Object.entries(fields)) {
    if (text.length > MAX_MESSAGE_CHARS) break
    text = appendValue(first ? `${text}${name}=` : `${text}, ${name}=`, value)
    first = false
  }
  return `${text}}`
}

const isArray = (value: EtlValue): value is readonly EtlValue[] => Array.isArray(value)

/**
 * Converts a number to `0x1f`. Negative numbers do not occur: hexadecimal fields are read unsigned.
 */
export const toHex = (value: EtlValue): EtlValue =>
  typeof value === 'number' || typeof value === 'bigint' ? `0x${value.toString(16)}` : value

/** Converts a number to a boolean. */
export const toBoolean = (value: EtlValue): EtlValue =>
  typeof value === 'number' ? value !== 0 : value

/** Converts character codes, one or an array, to text. */
export function toCharacters(value: EtlValue): string {
  const codes = isArray(value) ? value : [value]
  let text = ''
  for (const code of codes)
    text += typeof code === 'number' ? String.fromCharCode(code & 0xffff) : formatValue(code)
  return text
}
