import type { LogItem } from './log-item.ts'
import { embedded } from './tracefmt-text.ts'

const HEADER =
  '          Event Name,       Type,     Event ID,    Version,    Channel,      Level,     Opcode,       Task,            Keyword,        PID,        TID,     Processor Number,  Instance ID,   Parent Instance ID,                              Activity ID,                      Related Activity ID,           Clock-Time, Kernel(ms),   User(ms), User Data\n'
const EPOCH = 11_644_473_600_000n

function fixed({ at, variant, kind }: LogItem): string {
  const ticks = (BigInt(at) + EPOCH) * 10_000n + BigInt(variant)
  const clock =
    variant === 3 ? '1.33127435730482E+17' : variant === 4 ? '      28462301234' : `   ${ticks}`
  const name =
    kind === 'undecoded'
      ? '{ce1dbfb4-137e-4da6-87b0-3f59aa102cbc}'
      : variant === 6
        ? 'EventTrace'
        : '   Contoso-Messaging'
  const pad = variant === 7 ? '' : '   '
  return `${name},${pad}Info,${pad}12,${pad}0,${pad}16,${pad}${variant % 6},${pad}0,${pad}0,${pad}0x8000000000000000, 0x00001A2C,      0x974,${pad}1,${pad},${pad},   {00000000-0000-0000-0000-000000000000},${pad},${clock},${pad}0,${pad}0`
}

function userData(item: LogItem): string {
  const { kind, variant } = item
  if (kind === 'undecoded') return ''
  const plain = kind === 'sip' ? embedded(item) : item.text
  const doubled = variant === 8 || variant === 9 ? plain.replaceAll('"', '""') : plain
  if (variant === 10) return `, ${plain}`
  return variant % 2 === 0
    ? `, "${doubled}"`
    : `, "Sending Packet - 192.0.2.20:443", "${doubled}",        60000`
}

export const tracerptCsvOf = (items: readonly LogItem[]): string =>
  HEADER +
  items
    .map((item) => (item.kind === 'stray' ? `${item.text}\n` : `${fixed(item)}${userData(item)}\n`))
    .join('')
