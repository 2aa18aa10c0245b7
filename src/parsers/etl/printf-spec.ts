import { trimTrailing } from '../../model/text/trim-trailing.ts'

/** A printf conversion, as in a TMF between exclamation marks. */
export interface PrintfSpec {
  /** Any of `-`, `+`, space, `#` and `0`. */
  readonly flags: string
  readonly width: number
  /** -1 when it is not given. */
  readonly precision: number
  /**
   * Bits to which `h` and `hh` cut an integer; otherwise 64, since the argument has its own size.
   */
  readonly bits: 8 | 16 | 64
  /** `d`, `u`, `x` …; `s` by default. */
  readonly conversion: string
}

/**
 * A damaged file must not fill the memory.
 * Limit: width and precision of a printed value.
 * Beyond: they count as this width.
 */
const MAX_WIDTH_CHARS = 200

/** 012I64X · -20s · .3f */
const SPEC_PATTERN =
  /^%?([-+ #0]*)([1-9]\d*|\*)?(?:\.(\d+|\*)?)?(hh|h|ll|l|I64|I32|I|j|t|z|w|L|q)?([A-Za-z])?$/

/** Parses a printf conversion; returns undefined when it is not one. */
export function parsePrintfSpec(text: string): PrintfSpec | undefined {
  const match = SPEC_PATTERN.exec(text)
  if (!match) return undefined
  const [whole, flags = '', width, precision, length, conversion = 's'] = match
  return {
    flags,
    width: Math.min(MAX_WIDTH_CHARS, Number(width) || 0),
    precision: whole.includes('.') ? Math.min(MAX_WIDTH_CHARS, Number(precision) || 0) : -1,
    bits: length === 'hh' ? 8 : length === 'h' ? 16 : 64,
    conversion,
  }
}

/** Plain `%s`. */
export const TEXT_SPEC: PrintfSpec = {
  flags: '',
  width: 0,
  precision: -1,
  bits: 64,
  conversion: 's',
}

const CHARACTER = new Set(['c', 'C'])
const SIGNED = new Set(['d', 'i'])
const INTEGER = new Set([...SIGNED, 'u', 'x', 'X', 'o', 'b', 'p'])
const RADIXES: Readonly<Record<string, number>> = { o: 8, b: 2, x: 16, X: 16 }
const REAL = new Set(['f', 'F', 'e', 'E', 'g', 'G', 'a', 'A'])

export const isIntegerSpec = ({ conversion }: PrintfSpec): boolean => INTEGER.has(conversion)
export const isCharacterSpec = ({ conversion }: PrintfSpec): boolean => CHARACTER.has(conversion)
export const isRealSpec = ({ conversion }: PrintfSpec): boolean => REAL.has(conversion)

/**
 * Formats an integer of `bytes` bytes. `p` prints all digits of a pointer in upper case, as Windows
 * does.
 */
export function formatInteger(spec: PrintfSpec, value: number | bigint, bytes: number): string {
  const { conversion, flags, precision } = spec
  const bits = Math.min(8 * bytes, spec.bits)
  if (conversion === 'p')
    return pad(
      spec,
      unsigned(value, 8 * bytes)
        .toString(16)
        .toUpperCase()
        .padStart(2 * bytes, '0'),
    )
  const signed = SIGNED.has(conversion)
  const number = signed ? toSigned(value, bits) : unsigned(value, bits)
  const negative = number < 0
  const base = RADIXES[conversion] ?? 10
  let digits = (negative ? -number : number).toString(base)
  if (conversion === 'X') digits = digits.toUpperCase()
  if (precision > digits.length) digits = digits.padStart(precision, '0')
  const prefix =
    flags.includes('#') && base === 16 && number !== 0 && number !== 0n
      ? conversion === 'X'
        ? '0X'
        : '0x'
      : ''
  const sign = negative
    ? '-'
    : signed && flags.includes('+')
      ? '+'
      : signed && flags.includes(' ')
        ? ' '
        : ''
  return padNumber(spec, sign + prefix, digits, precision < 0)
}

/** Formats a floating-point number. */
export function formatReal(spec: PrintfSpec, value: number): string {
  const { flags } = spec
  const negative = value < 0 || Object.is(value, -0)
  const sign = negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  return padNumber(spec, sign, realDigits(spec, Math.abs(value)), Number.isFinite(value))
}

function realDigits({ conversion, precision, flags }: PrintfSpec, value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return 'inf'
  const places = Math.min(100, precision < 0 ? 6 : precision)
  const kind = conversion.toLowerCase()
  // toFixed writes large numbers with exponents; such numbers have no digits after the point.
  const text =
    kind === 'f'
      ? value < 1e21
        ? value.toFixed(places)
        : `${BigInt(value)}${places > 0 ? `.${'0'.repeat(places)}` : ''}`
      : kind === 'e'
        ? exponent(value.toExponential(places))
        : general(value, Math.max(1, places), flags.includes('#'))
  return conversion === kind ? text : text.toUpperCase()
}

function general(value: number, places: number, keepZeros: boolean): string {
  const rounded = value.toExponential(places - 1)
  const power = Number(rounded.slice(rounded.indexOf('e') + 1))
  const scientific = power < -4 || power >= places
  const text = scientific ? rounded : value.toFixed(Math.max(0, places - 1 - power))
  const trimmed = keepZeros ? text : withoutEndZeros(text)
  return scientific ? exponent(trimmed) : trimmed
}

/** `1.500e+20` as `1.5e+20`, and `2.000` as `2`. */
function withoutEndZeros(text: string): string {
  const exponentAt = text.indexOf('e')
  const end = exponentAt < 0 ? text.length : exponentAt
  const digits = text.slice(0, end)
  return digits.includes('.')
    ? trimTrailing(trimTrailing(digits, '0'), '.') + text.slice(end)
    : text
}

/** C writes at least two digits of an exponent. */
const exponent = (text: string): string => text.replace(/e([+-])(\d)$/, 'e$10$2')

/** Formats text: cut to the precision, padded to the width. */
export function formatText(spec: PrintfSpec, text: string): string {
  if (spec.width === 0 && spec.precision < 0) return text
  return pad(spec, spec.precision >= 0 ? text.slice(0, spec.precision) : text)
}

function padNumber(spec: PrintfSpec, prefix: string, digits: string, zeros: boolean): string {
  const { flags, width } = spec
  if (zeros && flags.includes('0') && !flags.includes('-'))
    return prefix + digits.padStart(width - prefix.length, '0')
  return pad(spec, prefix + digits)
}

const pad = ({ flags, width }: PrintfSpec, text: string): string =>
  flags.includes('-') ? text.padEnd(width) : text.padStart(width)

/** Reinterprets the bits as unsigned. */
function unsigned(value: number | bigint, bits: number): number | bigint {
  if (bits <= 32 && typeof value === 'number')
    return bits === 32 ? value >>> 0 : (value & ((1 << bits) - 1)) >>> 0
  if (typeof value === 'number' && value >= 0) return value
  return BigInt.asUintN(bits, BigInt(value))
}

function toSigned(value: number | bigint, bits: number): number | bigint {
  if (bits <= 32 && typeof value === 'number') return (value << (32 - bits)) >> (32 - bits)
  if (typeof value === 'number') return value
  return BigInt.asIntN(bits, value)
}
