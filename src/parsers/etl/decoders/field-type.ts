import type { EtlValue } from '../etl-event.ts'
import {
  countedIpv6,
  countedSocketAddress,
  ipv4,
  sizedIpv6,
  sizedSocketAddress,
} from './addresses.ts'
import { toBoolean, toCharacters, toHex } from './format-value.ts'
import type { FieldReader } from './layout.ts'
import {
  float32,
  float64,
  hex64,
  hexPointer,
  int8,
  int16,
  int32,
  int64,
  pointer,
  uint8,
  uint16,
  uint16BigEndian,
  uint32,
  uint64,
} from './numbers.ts'
import type { Payload } from './payload.ts'
import { fileTime, guid, sid, systemTime } from './scalars.ts'
import {
  countedBinary,
  countedNarrowText,
  countedWideText,
  narrowText,
  restAsBinary,
  restAsNarrowText,
  restAsWideText,
  sizedBinary,
  sizedNarrowText,
  sizedWideText,
  wideText,
} from './texts.ts'
import { tokenUserSid } from './token-user-sid.ts'

/** How a value is displayed, independent of the type numbers of a schema. */
export type ValueFormat =
  | 'plain'
  | 'hex'
  | 'boolean'
  | 'character'
  | 'signed'
  | 'unsigned'
  | 'port'
  | 'ipv4'
  | 'ipv6'
  | 'socket-address'
  | 'utc'
  | 'time'

export interface FieldType {
  readonly read: FieldReader
  readonly convert?: (value: EtlValue) => EtlValue
  readonly toText?: (value: EtlValue) => string
}

/** TDH_INTYPE_*. TraceLogging uses the same numbers up to 21, and the counted types from 22 on. */
export const IN_TYPE = {
  nothing: 0,
  wide: 1,
  narrow: 2,
  int8: 3,
  uint8: 4,
  int16: 5,
  uint16: 6,
  int32: 7,
  uint32: 8,
  int64: 9,
  uint64: 10,
  float32: 11,
  float64: 12,
  bool32: 13,
  binary: 14,
  guid: 15,
  pointer: 16,
  fileTime: 17,
  systemTime: 18,
  sid: 19,
  hex32: 20,
  hex64: 21,
  countedWide: 22,
  countedNarrow: 23,
  countedBinary: 25,
  wbemCountedWide: 300,
  wbemCountedNarrow: 301,
  restWide: 304,
  restNarrow: 305,
  wideCharacter: 306,
  narrowCharacter: 307,
  sizeT: 308,
  hexDump: 309,
  wbemSid: 310,
} as const

/** Readers of types that need neither length nor format. */
const PLAIN_READERS = new Map<number, FieldReader>([
  [IN_TYPE.nothing, () => null],
  [IN_TYPE.wide, wideText],
  [IN_TYPE.narrow, narrowText],
  [IN_TYPE.int8, int8],
  [IN_TYPE.uint8, uint8],
  [IN_TYPE.int16, int16],
  [IN_TYPE.uint16, uint16],
  [IN_TYPE.int32, int32],
  [IN_TYPE.uint32, uint32],
  [IN_TYPE.int64, int64],
  [IN_TYPE.uint64, uint64],
  [IN_TYPE.float32, float32],
  [IN_TYPE.float64, float64],
  [IN_TYPE.guid, guid],
  [IN_TYPE.fileTime, fileTime],
  [IN_TYPE.systemTime, systemTime],
  [IN_TYPE.sid, sid],
  [IN_TYPE.countedWide, countedWideText],
  [IN_TYPE.countedNarrow, countedNarrowText],
  [IN_TYPE.countedBinary, countedBinary],
  [IN_TYPE.wbemCountedWide, countedWideText],
  [IN_TYPE.wbemCountedNarrow, countedNarrowText],
  [IN_TYPE.restWide, restAsWideText],
  [IN_TYPE.restNarrow, restAsNarrowText],
  [IN_TYPE.wbemSid, tokenUserSid],
])

/** Unsigned readers of the same types, for hexadecimal. */
const UNSIGNED_READERS = new Map<number, FieldReader>([
  [IN_TYPE.int8, uint8],
  [IN_TYPE.uint8, uint8],
  [IN_TYPE.int16, uint16],
  [IN_TYPE.uint16, uint16],
  [IN_TYPE.int32, uint32],
  [IN_TYPE.uint32, uint32],
  [IN_TYPE.int64, uint64],
  [IN_TYPE.uint64, uint64],
  [IN_TYPE.hex32, uint32],
  [IN_TYPE.hex64, uint64],
  [IN_TYPE.pointer, pointer],
  [IN_TYPE.sizeT, pointer],
])

const SIGNED_READERS = new Map<number, FieldReader>([
  [IN_TYPE.uint8, int8],
  [IN_TYPE.uint16, int16],
  [IN_TYPE.uint32, int32],
  [IN_TYPE.hex32, int32],
  [IN_TYPE.uint64, int64],
  [IN_TYPE.hex64, int64],
])

const utc = (value: EtlValue): EtlValue => (typeof value === 'string' ? `${value}Z` : value)
const sizedOrRestBinary = (payload: Payload): EtlValue =>
  payload.length < 0 ? restAsBinary(payload) : sizedBinary(payload)

/** Readers that give hexadecimal text directly, for fields whose number is not needed. */
const HEX_READERS = new Map<FieldReader, FieldReader>([
  [uint64, hex64],
  [pointer, hexPointer],
])

export interface FieldTypeOptions {
  /** The schema gives its length. */
  readonly sized?: boolean
  /** Its number is needed: for a value map, or as the length of another field. */
  readonly number?: boolean
}

/**
 * Chooses how to read a field. Returns undefined for an unknown type: the fields after it cannot be
 * located.
 */
export function resolveFieldType(
  inType: number,
  format: ValueFormat,
  { sized = false, number = false }: FieldTypeOptions = {},
): FieldType | undefined {
  if (inType === IN_TYPE.bool32) return { read: uint32, convert: toBoolean }
  if (inType === IN_TYPE.wideCharacter) return { read: uint16, toText: toCharacters }
  if (inType === IN_TYPE.narrowCharacter) return { read: uint8, toText: toCharacters }
  if (sized && inType === IN_TYPE.wide) return { read: sizedWideText }
  if (sized && inType === IN_TYPE.narrow) return { read: sizedNarrowText }
  if (inType === IN_TYPE.binary || inType === IN_TYPE.hexDump) return binaryType(format)
  if (inType === IN_TYPE.countedBinary)
    return {
      read:
        format === 'ipv6'
          ? countedIpv6
          : format === 'socket-address'
            ? countedSocketAddress
            : countedBinary,
    }
  const unsigned = UNSIGNED_READERS.get(inType)
  const plain = PLAIN_READERS.get(inType)
  if (
    unsigned &&
    (format === 'hex' || (plain === undefined && format !== 'signed' && format !== 'unsigned'))
  )
    return number ? { read: unsigned, convert: toHex } : hexType(unsigned)
  if (format === 'boolean' && unsigned) return { read: unsigned, convert: toBoolean }
  if (
    format === 'character' &&
    (inType === IN_TYPE.uint8 || inType === IN_TYPE.int8 || inType === IN_TYPE.uint16)
  )
    return { read: plain as FieldReader, toText: toCharacters }
  if (format === 'port' && inType === IN_TYPE.uint16) return { read: uint16BigEndian }
  if (format === 'ipv4' && inType === IN_TYPE.uint32) return { read: ipv4 }
  if (format === 'time' && (inType === IN_TYPE.int64 || inType === IN_TYPE.uint64))
    return { read: fileTime }
  if (format === 'utc' && inType === IN_TYPE.systemTime) return { read: systemTime, convert: utc }
  const read = (format === 'signed' ? SIGNED_READERS.get(inType) : undefined) ?? plain ?? unsigned
  return read === undefined ? undefined : { read }
}

function hexType(unsigned: FieldReader): FieldType {
  const read = HEX_READERS.get(unsigned)
  return read === undefined ? { read: unsigned, convert: toHex } : { read }
}

function binaryType(format: ValueFormat): FieldType {
  if (format === 'ipv6') return { read: sizedIpv6 }
  if (format === 'socket-address') return { read: sizedSocketAddress }
  return { read: sizedOrRestBinary }
}
