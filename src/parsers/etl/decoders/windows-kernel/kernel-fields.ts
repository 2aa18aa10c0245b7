import type { EtlValue } from '../../etl-event.ts'
import { toHex } from '../format-value.ts'
import type { Field, FieldReader } from '../layout.ts'
import { hexPointer, uint32 } from '../numbers.ts'
import type { Payload } from '../payload.ts'

export const numberField = (name: string, read: FieldReader = uint32): Field => ({ name, read })
export const addressField = (name: string): Field => ({ name, read: hexPointer })
export const flagsField = (name: string): Field => ({ name, read: uint32, convert: toHex })

/** Reads a value that follows reserved bytes. */
export const afterBytes =
  (bytes: number, read: FieldReader) =>
  (payload: Payload): EtlValue =>
    payload.take(bytes) < 0 ? null : read(payload)
