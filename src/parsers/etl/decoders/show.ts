import type { EtlValue } from '../etl-event.ts'
import type { Layout } from './layout.ts'

/** A value as the message has it. */
export function textOf(value: EtlValue): string {
  if (typeof value === 'string') return value
  if (value === null) return ''
  if (typeof value !== 'object') return String(value)
  if (isArray(value)) return `[${value.map(textOf).join(', ')}]`
  const fields = Object.entries(value).map(([name, one]) => `${name}=${textOf(one)}`)
  return `{${fields.join(', ')}}`
}

/** `name=value, name=value` of what could be read. */
export function fieldsText(layout: Layout, values: readonly EtlValue[]): string {
  let text = ''
  for (let index = 0; index < values.length; index += 1) {
    const field = layout[index]
    if (field === undefined) break
    if (index > 0) text += ', '
    const value = values[index] as EtlValue
    text += `${field.name}=${field.text === undefined ? textOf(value) : field.text(value)}`
  }
  return text
}

const isArray = (value: EtlValue): value is readonly EtlValue[] => Array.isArray(value)

/** `0x1f`. Negative numbers do not come here: hexadecimal fields are read unsigned. */
export const hex = (value: EtlValue): EtlValue =>
  typeof value === 'number' || typeof value === 'bigint' ? `0x${value.toString(16)}` : value

export const truth = (value: EtlValue): EtlValue => (typeof value === 'number' ? value !== 0 : value)

/** Characters that came as numbers, one or an array. */
export function characters(value: EtlValue): string {
  const codes = isArray(value) ? value : [value]
  let text = ''
  for (const code of codes) text += typeof code === 'number' ? String.fromCharCode(code & 0xffff) : textOf(code)
  return text
}
