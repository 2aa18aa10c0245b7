import type { EtlEvent } from '../../../src/parsers/etl/etl-event.ts'

/** Creates an event as read from a trace. A test states only the relevant properties. */
export function etlEvent(
  given: Partial<EtlEvent> & { readonly payload?: Uint8Array } = {},
): EtlEvent {
  const { payload = new Uint8Array(), ...rest } = given
  return {
    header: 'event',
    pointerBytes: 8,
    at: Date.UTC(2016, 8, 20, 6, 30),
    ticks: 0,
    pid: 0x1a2c,
    tid: 0x9f4,
    cpu: 0,
    guid: '',
    id: 0,
    version: 0,
    channel: 0,
    level: 0,
    opcode: 0,
    task: 0,
    keywordHigh: 0,
    keywordLow: 0,
    group: 0,
    stringOnly: false,
    schema: undefined,
    traits: undefined,
    offset: 0,
    bytes: payload,
    from: 0,
    to: payload.length,
    ...rest,
  }
}

/**
 * Joins values as in the payload of WPP and manifest events. Text has a trailing NUL: UTF-16 if it
 * is wide, else ANSI.
 */
export const packed = (...parts: readonly Buffer[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(parts))
export const u8 = (value: number): Buffer => Buffer.from([value & 0xff])
export const u16 = (value: number): Buffer => Buffer.from([value & 0xff, (value >> 8) & 0xff])
export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}
export function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value))
  return bytes
}
export function f64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return bytes
}
export const ansi = (text: string): Buffer => Buffer.from(`${text}\0`, 'latin1')
export const wide = (text: string): Buffer => Buffer.from(`${text}\0`, 'utf16le')
