import { toIsoTime } from '../../../model/moment.ts'
import { trimTrailing } from '../../../model/text/trim-trailing.ts'
import { ipv4, ipv6 } from '../decoders/addresses.ts'
import { formatValue } from '../decoders/format-value.ts'
import { guid, sid } from '../decoders/scalars.ts'
import type { EtlValue } from '../etl-event.ts'
import { formatHresult, formatNtStatus, formatWindowsError } from './status-text.ts'
import type { TmfArgument } from './tmf.ts'
import type { WppPayload } from './wpp-payload.ts'

/** How to read an argument from the payload, and how to print it without a numeric conversion. */
export interface ItemKind {
  /** Returns undefined when the payload ends too early or holds an invalid value. */
  read(payload: WppPayload, argument: TmfArgument): EtlValue | undefined
  text(value: EtlValue, argument: TmfArgument, payload: WppPayload): string
  /** Size of an integer that a numeric conversion may print; 0 means the size of a pointer. */
  readonly bytes?: 0 | 1 | 2 | 4 | 8
}

type Text = ItemKind['text']
const plain: Text = (value) => formatValue(value)

const integer = (bytes: 1 | 2 | 4 | 8, signed: boolean, text: Text = plain): ItemKind => ({
  bytes,
  text,
  read: (payload) => payload.integer(bytes, signed),
})
const real = (bytes: 4 | 8): ItemKind => ({
  text: (value) => Number(value).toFixed(6),
  read: (payload) => payload.real(bytes),
})
const string = (
  read: (payload: WppPayload) => string | Uint8Array | undefined,
  text: Text = plain,
): ItemKind => ({ read, text })
/** An argument of a fixed size. */
const block = (
  bytes: number,
  read: (view: Buffer, at: number) => EtlValue,
  text: Text = plain,
): ItemKind => ({
  text,
  read(payload) {
    const at = payload.take(bytes)
    return at < 0 ? undefined : read(payload.bytes, at)
  },
})

const radix =
  (base: 8 | 16, prefix = ''): Text =>
  (value) =>
    prefix +
    BigInt.asUintN(64, BigInt(value as number | bigint))
      .toString(base)
      .toUpperCase()
const status = (name: (code: number) => string): ItemKind =>
  integer(4, false, (value) => name(Number(value)))
const braced: Text = (value) => `{${value}}`
/** An argument with a reader that manifests use, too. */
const withReader = (
  read: (payload: WppPayload) => string | null,
  text: Text = plain,
): ItemKind => ({
  text,
  read: (payload) => read(payload) ?? undefined,
})
const anyGuid = withReader(guid, braced)
const withoutLineEnd: Text = (value) => trimTrailing(formatValue(value), '\r\n')

/** Prints the label of a number, or the number when it has none. */
const labelList = (bytes: 1 | 2 | 4): ItemKind =>
  integer(bytes, false, (value, { labels }) => labels[Number(value)] ?? String(value))
const bitSet = (bytes: 1 | 2 | 4): ItemKind =>
  integer(bytes, false, (value, { labels }) => {
    const setLabels = labels.filter((_, bit) => (Number(value) / 2 ** bit) & 1)
    return `[${setLabels.join(',')}]`
  })

/** 00-15-5D-01-02-03 */
const macText = (bytes: Buffer, at: number): string =>
  bytes
    .toString('hex', at, at + 6)
    .toUpperCase()
    .replace(/..(?=.)/g, '$&-')

const character: Text = (value) => {
  const code = Number(value) & 0xff
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : String(value)
}

/** 1970-01-01 as a FILETIME. */
const UNIX_EPOCH_TICKS = 116_444_736_000_000_000n
const MAX_TIME_MS = 253_402_300_800_000

function fileTime(payload: WppPayload): EtlValue | undefined {
  const at = payload.take(8)
  if (at < 0) return undefined
  const units = payload.bytes.readBigInt64LE(at) - UNIX_EPOCH_TICKS
  const ticks = ((units % 10_000n) + 10_000n) % 10_000n
  const milliseconds = Number((units - ticks) / 10_000n)
  if (Math.abs(milliseconds) >= MAX_TIME_MS) return payload.bytes.readBigInt64LE(at)
  return toIsoTime(milliseconds, Number(ticks))
}

/** Formats milliseconds as `1~02:03:04`. */
const spanText: Text = (value) => {
  const seconds = Math.floor(Number(value) / 1000)
  const two = (number: number) => String(number).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  return `${Math.floor(hours / 24)}~${hours % 24}:${two(minutes % 60)}:${two(seconds % 60)}`
}

/**
 * Bytes after their count. Some writers use 16 bits for the count and some 32: the one that fits
 * the payload is used.
 */
function hexDump(payload: WppPayload): Uint8Array | undefined {
  const { at, to, bytes } = payload
  const short = at + 2 <= to ? bytes.readUInt16LE(at) : -1
  const long = at + 4 <= to ? bytes.readUInt32LE(at) : -1
  const wide = long >= 0 && at + 4 + long === to && at + 2 + short !== to
  const length = wide ? long : short
  if (length < 0 || payload.take(length + (wide ? 4 : 2)) < 0) return undefined
  return payload.addBlob(payload.at - length, payload.at)
}

const pointer: ItemKind = {
  bytes: 0,
  read: (payload) => payload.integer(payload.pointerBytes, false),
  text: (value, _, { pointerBytes }) =>
    `0x${BigInt(value as number | bigint)
      .toString(16)
      .toUpperCase()
      .padStart(2 * pointerBytes, '0')}`,
}

const ansi = string((payload) => payload.ansiText())
const wide = string((payload) => payload.wideText())

/** Item types from Microsoft's documentation and from tools that read TMF files. */
export const itemKinds: ReadonlyMap<string, ItemKind> = new Map<string, ItemKind>([
  ['ItemChar', integer(1, true, character)],
  ['ItemUChar', integer(1, false)],
  ['ItemShort', integer(2, true)],
  ['ItemUShort', integer(2, false)],
  ['ItemLong', integer(4, true)],
  ['ItemULong', integer(4, false)],
  ['ItemLongX', integer(4, false, radix(16))],
  ['ItemULongX', integer(4, false, radix(16))],
  ['ItemLongLong', integer(8, true)],
  ['ItemULongLong', integer(8, false)],
  ['ItemLongLongX', integer(8, false, radix(16))],
  ['ItemULongLongX', integer(8, false, radix(16))],
  ['ItemLongLongXX', integer(8, false, radix(16, '0x'))],
  ['ItemLongLongO', integer(8, false, radix(8))],
  ['ItemFloat', real(4)],
  ['ItemDouble', real(8)],
  ['ItemPtr', pointer],
  ['ItemString', ansi],
  ['ItemRString', { ...ansi, text: withoutLineEnd }],
  ['ItemWString', wide],
  ['ItemRWString', { ...wide, text: withoutLineEnd }],
  ['ItemPString', string((payload) => payload.countedAnsi())],
  ['ItemPWString', string((payload) => payload.countedWide())],
  ['ItemHexDump', { read: hexDump, text: plain }],
  ['ItemGuid', anyGuid],
  ['ItemCLSID', anyGuid],
  ['ItemIID', anyGuid],
  ['ItemLIBID', anyGuid],
  ['ItemSid', withReader(sid)],
  ['ItemNTSTATUS', status(formatNtStatus)],
  ['ItemNDIS_STATUS', status(formatNtStatus)],
  ['ItemHRESULT', status(formatHresult)],
  ['ItemWINERROR', status(formatWindowsError)],
  ['ItemIPAddr', withReader(ipv4)],
  ['ItemIPV6Addr', withReader(ipv6)],
  ['ItemPort', block(2, (view, at) => view.readUInt16BE(at))],
  ['ItemMACAddr', block(6, macText)],
  ['ItemTimestamp', { read: fileTime, text: plain }],
  ['ItemTimeDelta', integer(8, true, spanText)],
  ['ItemWaitTime', integer(8, true, spanText)],
  ['ItemListByte', labelList(1)],
  ['ItemListShort', labelList(2)],
  ['ItemListLong', labelList(4)],
  ['ItemSetByte', bitSet(1)],
  ['ItemSetShort', bitSet(2)],
  ['ItemSetLong', bitSet(4)],
  ['ItemEnum', integer(4, false)],
  ['ItemFlagsEnum', integer(4, false, radix(16, '0x'))],
  ['ItemChar4', block(4, (view, at) => view.toString('latin1', at, at + 4))],
])
