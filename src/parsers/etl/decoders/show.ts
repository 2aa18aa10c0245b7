import type { EtlFields, EtlValue } from '../etl-event.ts'
import type { Layout } from './layout.ts'

/** A payload has 64 KiB at most; what is longer repeats long names, or one text many times. */
export const LONGEST_MESSAGE = 1 << 20

/** A value as the message has it. */
export const textOf = (value: EtlValue): string => withValue('', value)

/** `name=value, name=value` of what could be read. */
export function fieldsText(layout: Layout, values: readonly EtlValue[]): string {
  let text = ''
  for (let index = 0; index < values.length && text.length < LONGEST_MESSAGE; index += 1) {
    const field = layout[index]
    if (field === undefined) break
    if (index > 0) text += ', '
    text += field.name
    text += '='
    const value = values[index] as EtlValue
    text = field.text === undefined ? withValue(text, value) : text + field.text(value)
  }
  return text
}

/** Adds to what there is, so that its length can be watched. */
function withValue(before: string, value: EtlValue): string {
  if (typeof value === 'string') return before + value
  if (value === null) return before
  if (typeof value !== 'object') return before + String(value)
  return isArray(value) ? withElements(before, value) : withMembers(before, value)
}

function withElements(before: string, values: readonly EtlValue[]): string {
  let text = `${before}[`
  for (let index = 0; index < values.length && text.length < LONGEST_MESSAGE; index += 1)
    text = withValue(index === 0 ? text : `${text}, `, values[index] as EtlValue)
  return `${text}]`
}

function withMembers(before: string, fields: EtlFields): string {
  let text = `${before}{`
  let first = true
  for (const [name, value] of Object.entries(fields)) {
    if (text.length >= LONGEST_MESSAGE) break
    text = withValue(first ? `${text}${name}=` : `${text}, ${name}=`, value)
    first = false
  }
  return `${text}}`
}

const isArray = (value: EtlValue): value is readonly EtlValue[] => Array.isArray(value)

/** `0x1f`. Negative numbers do not come here: hexadecimal fields are read unsigned. */
export const hex = (value: EtlValue): EtlValue =>
  typeof value === 'number' || typeof value === 'bigint' ? `0x${value.toString(16)}` : value

export const truth = (value: EtlValue): EtlValue =>
  typeof value === 'number' ? value !== 0 : value

/** Characters that came as numbers, one or an array. */
export function characters(value: EtlValue): string {
  const codes = isArray(value) ? value : [value]
  let text = ''
  for (const code of codes)
    text += typeof code === 'number' ? String.fromCharCode(code & 0xffff) : textOf(code)
  return text
}
