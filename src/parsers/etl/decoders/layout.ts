import type { EtlFields, EtlValue } from '../etl-event.ts'
import type { Payload } from './payload.ts'

/** Reads one element at the place of the payload and moves on; null when it does not fit. */
export type FieldReader = (payload: Payload) => EtlValue

/**
 * A number of elements or bytes: known, before the elements in 16 bits, or the value of a field
 * that was read before.
 */
export type Amount =
  | { readonly kind: 'fixed'; readonly amount: number }
  | { readonly kind: 'counted' }
  | { readonly kind: 'slot'; readonly slot: number }

/** One field, compiled: what is asked of every event is decided once. */
export interface Field {
  readonly name: string
  readonly read: FieldReader
  /** What the value says: a name from a map, hexadecimal. */
  readonly convert?: ((value: EtlValue) => EtlValue) | undefined
  /** How the message has it, where that is not as `textOf`. */
  readonly toText?: ((value: EtlValue) => string) | undefined
  /** An array of so many. */
  readonly count?: Amount | undefined
  /** Length for a reader that needs one. */
  readonly length?: Amount | undefined
  /** Where its value is kept for the fields behind it. */
  readonly slot?: number | undefined
  readonly members?: Layout | undefined
}

export type Layout = readonly Field[]

/** Values of the fields of one layout, in its order, and what stopped the reading. */
export interface LayoutResult {
  readonly fields: EtlFields
  readonly values: readonly EtlValue[]
  readonly mismatch: string | undefined
}

/** Reads all fields, or as far as the payload goes. */
export function readLayout(layout: Layout, payload: Payload): LayoutResult {
  const fields: Record<string, EtlValue> = {}
  const values: EtlValue[] = []
  for (const field of layout) {
    const at = payload.at
    const value = readField(field, payload)
    if (payload.exhausted) {
      const partial = Array.isArray(value) || field.members ? value : null
      if (partial !== null) {
        fields[field.name] = partial
        values.push(partial)
      }
      return {
        fields,
        values,
        mismatch: `${field.name} does not fit: ${formatByteCount(payload.to - at)} left at it`,
      }
    }
    fields[field.name] = value
    values.push(value)
  }
  return { fields, values, mismatch: undefined }
}

export const formatByteCount = (count: number): string =>
  count === 1 ? '1 byte' : `${count} bytes`

function readField(field: Field, payload: Payload): EtlValue {
  if (field.count === undefined) return readElement(field, payload)
  const count = resolveAmount(field.count, payload)
  const values: EtlValue[] = []
  for (let index = 0; index < count; index += 1) {
    const value = readElement(field, payload)
    if (payload.exhausted) break
    values.push(value)
  }
  return values
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
    fields[field.name] = value
  }
  return fields
}

/** A negative one never fits. */
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
