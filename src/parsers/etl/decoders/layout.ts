import { setOwn } from '../../../model/defined.ts'
import { hasText } from '../../shared/payload-text.ts'
import type { EtlFields, EtlValue } from '../etl-event.ts'
import type { Payload } from './payload.ts'

/**
 * Reads one element at the position of the payload and moves past it. Returns null when it does not
 * fit.
 */
export type FieldReader = (payload: Payload) => EtlValue

/**
 * A number of elements or bytes: fixed, in 16 bits before the elements, or the value of an earlier
 * field.
 */
export type Amount =
  | { readonly kind: 'fixed'; readonly amount: number }
  | { readonly kind: 'counted' }
  | { readonly kind: 'slot'; readonly slot: number }

/** One field of a compiled layout. */
export interface Field {
  readonly name: string
  readonly read: FieldReader
  /** Converts the value: to a name from a map, or to hexadecimal. */
  readonly convert?: ((value: EtlValue) => EtlValue) | undefined
  /** Formats the value for the message; default is `formatValue`. */
  readonly toText?: ((value: EtlValue) => string) | undefined
  /** Number of elements, for an array. */
  readonly count?: Amount | undefined
  /** Length for a reader that needs one. */
  readonly length?: Amount | undefined
  /** Slot in which its value is kept for later fields. */
  readonly slot?: number | undefined
  readonly members?: Layout | undefined
}

export type Layout = readonly Field[]

/** Values of the fields, in the order of the layout. `mismatch` says why reading stopped early. */
export interface LayoutResult {
  readonly fields: EtlFields
  readonly values: readonly EtlValue[]
  readonly mismatch: string | undefined
}

/** Reads all fields of a layout, or as many as the payload holds. */
export function readLayout(layout: Layout, payload: Payload): LayoutResult {
  const fields: Record<string, EtlValue> = {}
  const values: EtlValue[] = []
  for (const field of layout) {
    const at = payload.at
    const value = readField(field, payload)
    if (payload.exhausted) {
      const partial = Array.isArray(value) || field.members ? value : null
      if (partial !== null) {
        setOwn(fields, field.name, partial)
        values.push(partial)
      }
      return {
        fields,
        values,
        mismatch: `${field.name} does not fit: ${formatByteCount(payload.to - at)} left at it`,
      }
    }
    setOwn(fields, field.name, value)
    values.push(value)
  }
  return { fields, values, mismatch: undefined }
}

export const formatByteCount = (count: number): string =>
  count === 1 ? '1 byte' : `${count} bytes`

function readField(field: Field, payload: Payload): EtlValue {
  if (field.count === undefined) return readElement(field, payload)
  const count = resolveAmount(field.count, payload)
  const start = payload.at
  const values: EtlValue[] = []
  for (let index = 0; index < count; index += 1) {
    const value = readElement(field, payload)
    if (payload.exhausted) break
    values.push(value)
  }
  // A text as the array of its characters.
  if (field.toText !== undefined) return field.toText(values)
  return isArrayOfCodes(values, payload.at - start) ? bytesOfCodes(values, start, payload) : values
}

/** Longer integers are not the codes of a text. */
const MAX_CODE_BYTES = 4

/** Whether the values are integers of at most four bytes, which may be the codes of a text. */
function isArrayOfCodes(values: readonly EtlValue[], size: number): boolean {
  const [first] = values
  if (size < values.length || size > MAX_CODE_BYTES * values.length) return false
  return typeof first === 'number' || (typeof first === 'string' && first.startsWith('0x'))
}

/** The bytes of an array of integers if they may be text, else the integers. */
function bytesOfCodes(values: readonly EtlValue[], start: number, payload: Payload): EtlValue {
  // Text in a code page has one byte a character, so only an array of bytes is text without ASCII.
  const needsAscii = payload.at - start > values.length
  if (!hasText(payload.bytes, start, payload.at, { needsAscii })) return values
  return payload.addBlob(start, payload.at)
}

function readElement(field: Field, payload: Payload): EtlValue {
  if (!payload.spendWork()) return null
  if (field.members) return readLayoutInside(field.members, payload)
  payload.length = field.length === undefined ? -1 : resolveAmount(field.length, payload)
  const value = field.read(payload)
  if (field.slot !== undefined) payload.slots[field.slot] = typeof value === 'number' ? value : -1
  return field.convert === undefined || value === null ? value : field.convert(value)
}

function readLayoutInside(layout: Layout, payload: Payload): EtlFields {
  const fields: Record<string, EtlValue> = {}
  for (const field of layout) {
    const value = readField(field, payload)
    if (payload.exhausted) break
    setOwn(fields, field.name, value)
  }
  return fields
}

/** Number of elements or bytes of a field. A negative value exhausts the payload. */
function resolveAmount(amount: Amount, payload: Payload): number {
  if (amount.kind === 'fixed') return amount.amount
  if (amount.kind === 'slot') {
    const value = payload.slots[amount.slot] ?? -1
    if (value < 0) payload.exhausted = true
    return value
  }
  const at = payload.take(2)
  return at < 0 ? 0 : payload.view.getUint16(at, true)
}
