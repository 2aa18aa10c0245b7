import type { EtlValue } from '../etl-event.ts'
import {
  countedIpv6,
  countedSocketAddress,
  ipv4,
  sizedIpv6,
  sizedSocketAddress,
} from './addresses.ts'
import type { Reader } from './layout.ts'
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
import { characters, hex, truth } from './show.ts'
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

/** How a value is meant, whatever the schema's own number for it. */
export type Format =
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
  readonly read: Reader
  readonly as?: (value: EtlValue) => EtlValue
  readonly text?: (value: EtlValue) => string
}

/** TDH_INTYPE_*; TraceLogging has the same numbers up to 21, and the same counted ones from 22. */
export const IN = {
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

/** Readers of what needs no length and no format. */
const PLAIN = new Map<number, Reader>([
  [IN.nothing, () => null],
  [IN.wide, wideText],
  [IN.narrow, narrowText],
  [IN.int8, int8],
  [IN.uint8, uint8],
  [IN.int16, int16],
  [IN.uint16, uint16],
  [IN.int32, int32],
  [IN.uint32, uint32],
  [IN.int64, int64],
  [IN.uint64, uint64],
  [IN.float32, float32],
  [IN.float64, float64],
  [IN.guid, guid],
  [IN.fileTime, fileTime],
  [IN.systemTime, systemTime],
  [IN.sid, sid],
  [IN.countedWide, countedWideText],
  [IN.countedNarrow, countedNarrowText],
  [IN.countedBinary, countedBinary],
  [IN.wbemCountedWide, countedWideText],
  [IN.wbemCountedNarrow, countedNarrowText],
  [IN.restWide, restAsWideText],
  [IN.restNarrow, restAsNarrowText],
  [IN.wbemSid, tokenUserSid],
])

/** The same bits without a sign, for hexadecimal. */
const UNSIGNED = new Map<number, Reader>([
  [IN.int8, uint8],
  [IN.uint8, uint8],
  [IN.int16, uint16],
  [IN.uint16, uint16],
  [IN.int32, uint32],
  [IN.uint32, uint32],
  [IN.int64, uint64],
  [IN.uint64, uint64],
  [IN.hex32, uint32],
  [IN.hex64, uint64],
  [IN.pointer, pointer],
  [IN.sizeT, pointer],
])

const SIGNED = new Map<number, Reader>([
  [IN.uint8, int8],
  [IN.uint16, int16],
  [IN.uint32, int32],
  [IN.hex32, int32],
  [IN.uint64, int64],
  [IN.hex64, int64],
])

const utc = (value: EtlValue): EtlValue => (typeof value === 'string' ? `${value}Z` : value)
const countedGiven = (payload: Payload): EtlValue =>
  payload.length < 0 ? restAsBinary(payload) : sizedBinary(payload)

/** Read as text at once where nobody asks for the number. */
const HEX = new Map<Reader, Reader>([
  [uint64, hex64],
  [pointer, hexPointer],
])

export interface Asked {
  /** Its length comes from the schema. */
  readonly sized?: boolean
  /** Its number is wanted: by a map, or as the length of another field. */
  readonly number?: boolean
}

/** Undefined for types that are not known: what lies behind them could not be found. */
export function fieldType(
  inType: number,
  format: Format,
  { sized = false, number = false }: Asked = {},
): FieldType | undefined {
  if (inType === IN.bool32) return { read: uint32, as: truth }
  if (inType === IN.wideCharacter) return { read: uint16, text: characters }
  if (inType === IN.narrowCharacter) return { read: uint8, text: characters }
  if (sized && inType === IN.wide) return { read: sizedWideText }
  if (sized && inType === IN.narrow) return { read: sizedNarrowText }
  if (inType === IN.binary || inType === IN.hexDump) return binaryType(format)
  if (inType === IN.countedBinary)
    return {
      read:
        format === 'ipv6'
          ? countedIpv6
          : format === 'socket-address'
            ? countedSocketAddress
            : countedBinary,
    }
  const unsigned = UNSIGNED.get(inType)
  const plain = PLAIN.get(inType)
  if (
    unsigned &&
    (format === 'hex' || (plain === undefined && format !== 'signed' && format !== 'unsigned'))
  )
    return number ? { read: unsigned, as: hex } : hexType(unsigned)
  if (format === 'boolean' && unsigned) return { read: unsigned, as: truth }
  if (format === 'character' && (inType === IN.uint8 || inType === IN.int8 || inType === IN.uint16))
    return { read: plain as Reader, text: characters }
  if (format === 'port' && inType === IN.uint16) return { read: uint16BigEndian }
  if (format === 'ipv4' && inType === IN.uint32) return { read: ipv4 }
  if (format === 'time' && (inType === IN.int64 || inType === IN.uint64)) return { read: fileTime }
  if (format === 'utc' && inType === IN.systemTime) return { read: systemTime, as: utc }
  const read = (format === 'signed' ? SIGNED.get(inType) : undefined) ?? plain ?? unsigned
  return read === undefined ? undefined : { read }
}

function hexType(unsigned: Reader): FieldType {
  const read = HEX.get(unsigned)
  return read === undefined ? { read: unsigned, as: hex } : { read }
}

function binaryType(format: Format): FieldType {
  if (format === 'ipv6') return { read: sizedIpv6 }
  if (format === 'socket-address') return { read: sizedSocketAddress }
  return { read: countedGiven }
}
