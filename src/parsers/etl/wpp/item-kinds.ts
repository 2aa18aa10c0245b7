import { toIsoTime } from '../../../model/moment.ts'
import { ipv4, ipv6 } from '../decoders/addresses.ts'
import { guid, sid } from '../decoders/scalars.ts'
import type { EtlValue } from '../etl-event.ts'
import { formatHresult, formatNtStatus, formatWindowsError } from './status-text.ts'
import type { TmfArgument } from './tmf.ts'
import type { WppPayload } from './wpp-payload.ts'

/**
 * How an argument lies in the payload, and how it is printed where nothing numeric is asked for.
 */
export interface ItemKind {
  /** Undefined when the payload ends before it, or does not hold such a thing. */
  read(payload: WppPayload, argument: TmfArgument): EtlValue | undefined
  text(value: EtlValue, argument: TmfArgument, payload: WppPayload): string
  /** Of an integer that a numeric conversion may print; 0 stands for the size of a pointer. */
  readonly bytes?: 0 | 1 | 2 | 4 | 8
}

type Text = ItemKind['text']
const plain: Text = (value) => String(value)

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
  read: (payload: WppPayload) => string | undefined,
  text: Text = plain,
): ItemKind => ({ read, text })
/** So many bytes that stand for one thing. */
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
/** What manifests have too. */
const shared = (read: (payload: WppPayload) => string | null, text: Text = plain): ItemKind => ({
  text,
  read: (payload) => read(payload) ?? undefined,
})
const anyGuid = shared(guid, braced)
const withoutLineEnd: Text = (value) => String(value).replace(/[\r\n]+$/, '')

/** The label of a number; the number itself where there is none. */
const list = (bytes: 1 | 2 | 4): ItemKind =>
  integer(bytes, false, (value, { labels }) => labels[Number(value)] ?? String(value))
const set = (bytes: 1 | 2 | 4): ItemKind =>
  integer(bytes, false, (value, { labels }) => {
    const bits = labels.filter((_, bit) => (Number(value) / 2 ** bit) & 1)
    return `[${bits.join(',')}]`
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

/** 1970 in FILETIME. */
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

/** 1~02:03:04 of milliseconds */
const spanText: Text = (value) => {
  const seconds = Math.floor(Number(value) / 1000)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${Math.floor(seconds / 86_400)}~${Math.floor(seconds / 3600) % 24}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/**
 * Behind the number of its bytes, which some write with 16 bits and some with 32: that which fits
 * is taken.
 */
function hexDump(payload: WppPayload): string | undefined {
  const { at, to, bytes } = payload
  const short = at + 2 <= to ? bytes.readUInt16LE(at) : -1
  const long = at + 4 <= to ? bytes.readUInt32LE(at) : -1
  const wide = long >= 0 && at + 4 + long === to && at + 2 + short !== to
  const length = wide ? long : short
  if (length < 0 || payload.take(length + (wide ? 4 : 2)) < 0) return undefined
  return bytes.toString('hex', payload.at - length, payload.at)
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

/** Those of Microsoft's documentation and of the tools that read it. */
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
  ['ItemSid', shared(sid)],
  ['ItemNTSTATUS', status(formatNtStatus)],
  ['ItemNDIS_STATUS', status(formatNtStatus)],
  ['ItemHRESULT', status(formatHresult)],
  ['ItemWINERROR', status(formatWindowsError)],
  ['ItemIPAddr', shared(ipv4)],
  ['ItemIPV6Addr', shared(ipv6)],
  ['ItemPort', block(2, (view, at) => view.readUInt16BE(at))],
  ['ItemMACAddr', block(6, macText)],
  ['ItemTimestamp', { read: fileTime, text: plain }],
  ['ItemTimeDelta', integer(8, true, spanText)],
  ['ItemWaitTime', integer(8, true, spanText)],
  ['ItemListByte', list(1)],
  ['ItemListShort', list(2)],
  ['ItemListLong', list(4)],
  ['ItemSetByte', set(1)],
  ['ItemSetShort', set(2)],
  ['ItemSetLong', set(4)],
  ['ItemEnum', integer(4, false)],
  ['ItemFlagsEnum', integer(4, false, radix(16, '0x'))],
  ['ItemChar4', block(4, (view, at) => view.toString('latin1', at, at + 4))],
])
