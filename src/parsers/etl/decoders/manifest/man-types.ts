import { IN_TYPE } from '../field-type.ts'

/** Input types of instrumentation manifests by lower-case name (TDH_INTYPE_*). */
export const MAN_IN_TYPES: ReadonlyMap<string, number> = new Map([
  ['win:unicodestring', IN_TYPE.wide],
  ['win:ansistring', IN_TYPE.narrow],
  ['win:int8', IN_TYPE.int8],
  ['win:uint8', IN_TYPE.uint8],
  ['win:int16', IN_TYPE.int16],
  ['win:uint16', IN_TYPE.uint16],
  ['win:int32', IN_TYPE.int32],
  ['win:uint32', IN_TYPE.uint32],
  ['win:int64', IN_TYPE.int64],
  ['win:uint64', IN_TYPE.uint64],
  ['win:float', IN_TYPE.float32],
  ['win:double', IN_TYPE.float64],
  ['win:boolean', IN_TYPE.bool32],
  ['win:binary', IN_TYPE.binary],
  ['win:guid', IN_TYPE.guid],
  ['win:pointer', IN_TYPE.pointer],
  ['win:filetime', IN_TYPE.fileTime],
  ['win:systemtime', IN_TYPE.systemTime],
  ['win:sid', IN_TYPE.sid],
  ['win:hexint32', IN_TYPE.hex32],
  ['win:hexint64', IN_TYPE.hex64],
  ['win:countedunicodestring', IN_TYPE.countedWide],
  ['win:countedansistring', IN_TYPE.countedNarrow],
  ['win:countedbinary', IN_TYPE.countedBinary],
  // A .NET EventSource writes pointers with this type.
  ['trace:pointer', IN_TYPE.pointer],
])

/** Output types, which decide how a value is displayed, by lower-case name (TDH_OUTTYPE_*). */
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

/** Opcodes that every manifest may use without defining them. */
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
