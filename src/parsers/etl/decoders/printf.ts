import type { EtlValue } from '../etl-event.ts'
import { textOf } from './show.ts'

/** Wider fields would only blow up the message. */
const WIDEST = 200
// 08x  -20s  I64u  #x  .3f
const SPEC = /^([-+ 0#]*)(\d+)?(?:\.(\d+))?(?:I64|I32|hh?|ll?|w|I)?([a-zA-Z])$/

/** One value as a printf specification has it, without its `%`. Values of another kind are shown as they are. */
export function printf(spec: string, value: EtlValue): string {
  const match = SPEC.exec(spec)
  if (match === null) return textOf(value)
  const [, flags = '', width = '0', precision, type = 's'] = match
  const text = converted(type, flags, precision === undefined ? undefined : Math.min(Number(precision), 100), value)
  const size = Math.min(Number(width), WIDEST)
  if (flags.includes('-')) return text.padEnd(size)
  if (!flags.includes('0') || /^[sSc]$/.test(type)) return text.padStart(size)
  const sign = /^(?:[-+ ]|0[xX])/.exec(text)?.[0] ?? ''
  return sign + text.slice(sign.length).padStart(size - sign.length, '0')
}

function converted(type: string, flags: string, precision: number | undefined, value: EtlValue): string {
  const number = numeric(value)
  if (number === undefined)
    return /^[sS]$/.test(type) && precision !== undefined ? textOf(value).slice(0, precision) : textOf(value)
  const sign = number < 0 ? '' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  switch (type) {
    case 'd':
    case 'i':
    case 'u':
      return (
        sign +
        whole(number)
          .toString()
          .padStart(precision ?? 0, '0')
      )
    case 'x':
    case 'X': {
      const digits = unsigned(number)
        .toString(16)
        .padStart(precision ?? 0, '0')
      const prefixed = flags.includes('#') ? `0x${digits}` : digits
      return type === 'X' ? prefixed.toUpperCase() : prefixed
    }
    case 'o':
      return unsigned(number).toString(8)
    case 'p':
      return unsigned(number).toString(16).toUpperCase().padStart(16, '0')
    case 'c':
    case 'C':
      return String.fromCharCode(Number(number) & 0xffff)
    case 'f':
    case 'F':
      return sign + Number(number).toFixed(precision ?? 6)
    case 'e':
    case 'E':
      return sign + Number(number).toExponential(precision ?? 6)
    default:
      return textOf(value)
  }
}

/** Hexadecimal fields are text already; their number is wanted back. */
function numeric(value: EtlValue): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' && /^0x[0-9a-f]{1,16}$/.test(value) ? BigInt(value) : undefined
}

const whole = (number: number | bigint): number | bigint => (typeof number === 'number' ? Math.trunc(number) : number)

function unsigned(number: number | bigint): number | bigint {
  const integer = whole(number)
  if (typeof integer === 'bigint') return BigInt.asUintN(64, integer)
  return integer >= 0 ? integer : integer >= -0x8000_0000 ? integer >>> 0 : BigInt.asUintN(64, BigInt(integer))
}
