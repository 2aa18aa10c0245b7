import type { EtlValue } from '../../etl-event.ts'
import type { Field, Reader } from '../layout.ts'
import { hexPointer, uint32 } from '../numbers.ts'
import type { Payload } from '../payload.ts'
import { hex } from '../show.ts'

export const number = (name: string, read: Reader = uint32): Field => ({ name, read })
export const address = (name: string): Field => ({ name, read: hexPointer })
export const flags = (name: string): Field => ({ name, read: uint32, as: hex })

/** Reads what lies behind reserved bytes. */
export const behind =
  (bytes: number, read: Reader) =>
  (payload: Payload): EtlValue =>
    payload.take(bytes) < 0 ? null : read(payload)
