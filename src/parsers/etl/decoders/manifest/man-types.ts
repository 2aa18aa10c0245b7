import { IN } from '../field-type.ts'

/** Names of types in instrumentation manifests, lower case, and their numbers (TDH_INTYPE_*). */
export const MAN_IN_TYPES: ReadonlyMap<string, number> = new Map([
  ['win:unicodestring', IN.wide],
  ['win:ansistring', IN.narrow],
  ['win:int8', IN.int8],
  ['win:uint8', IN.uint8],
  ['win:int16', IN.int16],
  ['win:uint16', IN.uint16],
  ['win:int32', IN.int32],
  ['win:uint32', IN.uint32],
  ['win:int64', IN.int64],
  ['win:uint64', IN.uint64],
  ['win:float', IN.float32],
  ['win:double', IN.float64],
  ['win:boolean', IN.bool32],
  ['win:binary', IN.binary],
  ['win:guid', IN.guid],
  ['win:pointer', IN.pointer],
  ['win:filetime', IN.fileTime],
  ['win:systemtime', IN.systemTime],
  ['win:sid', IN.sid],
  ['win:hexint32', IN.hex32],
  ['win:hexint64', IN.hex64],
  ['win:countedunicodestring', IN.countedWide],
  ['win:countedansistring', IN.countedNarrow],
  ['win:countedbinary', IN.countedBinary],
  // As an EventSource of .NET writes a pointer.
  ['trace:pointer', IN.pointer],
])

/** Names of the types that decide how a value is written (TDH_OUTTYPE_*). */
export const MAN_OUT_TYPES: ReadonlyMap<string, number> = new Map([
  ['xs:string', 1],
  ['xs:boolean', 13],
  ['win:hexint8', 16],
  ['win:hexint16', 17],
  ['win:hexint32', 18],
  ['win:hexint64', 19],
  ['win:port', 22],
  ['win:ipv4', 23],
  ['win:ipv6', 24],
  ['win:socketaddress', 25],
  ['win:ntstatus', 31],
  ['win:hresult', 32],
  ['win:codepointer', 37],
  ['win:datetimeutc', 38],
])

/** Opcodes that every manifest may name without defining them. */
export const WIN_OPCODES: ReadonlyMap<string, number> = new Map([
  ['win:info', 0],
  ['win:start', 1],
  ['win:stop', 2],
  ['win:dc_start', 3],
  ['win:dc_stop', 4],
  ['win:extension', 5],
  ['win:reply', 6],
  ['win:resume', 7],
  ['win:suspend', 8],
  ['win:send', 9],
  ['win:receive', 240],
])
