import type { EtlValue } from '../etl-event.ts'
import {
  formatInteger,
  formatReal,
  formatText,
  isCharacterSpec,
  isIntegerSpec,
  isRealSpec,
  parsePrintfSpec,
} from '../printf-spec.ts'
import { formatValue } from './format-value.ts'

/** Smaller numbers are 64-bit numbers. */
const MIN_INT32 = -0x8000_0000

/**
 * Formats a value by a printf specification, given without its `%`. A value of an unsuitable kind
 * is formatted as usual.
 */
export function printf(format: string, value: EtlValue): string {
  const spec = parsePrintfSpec(format)
  const number = numeric(value)
  if (spec === undefined) return formatValue(value)
  if (number === undefined) return formatText(spec, formatValue(value))
  if (isIntegerSpec(spec))
    return formatInteger(spec, whole(number), bytesOf(spec.conversion, number))
  if (isRealSpec(spec)) return formatReal(spec, Number(number))
  return formatText(
    spec,
    isCharacterSpec(spec) ? String.fromCharCode(Number(number) & 0xffff) : formatValue(value),
  )
}

/** Number of a value; hexadecimal text is converted back. Undefined for other values. */
function numeric(value: EtlValue): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' && /^0x[0-9a-f]{1,16}$/.test(value) ? BigInt(value) : undefined
}

const whole = (number: number | bigint): number | bigint =>
  typeof number === 'number' ? Math.trunc(number) : number

/**
 * Assumed size of an integer. A value does not record its size in the trace, but the sign depends
 * on it. Pointers are shown in full.
 */
const bytesOf = (conversion: string, number: number | bigint): 4 | 8 =>
  conversion !== 'p' && typeof number === 'number' && number < 0 && number >= MIN_INT32 ? 4 : 8
