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

/** Numbers below are negative ones of 64 bits. */
const LEAST_OF_32_BITS = -0x8000_0000

/**
 * One value as a printf specification has it, without its `%`. Values of another kind are shown as
 * they are.
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

/** Hexadecimal fields are text already; their number is wanted back. */
function numeric(value: EtlValue): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  return typeof value === 'string' && /^0x[0-9a-f]{1,16}$/.test(value) ? BigInt(value) : undefined
}

const whole = (number: number | bigint): number | bigint =>
  typeof number === 'number' ? Math.trunc(number) : number

/**
 * A value does not tell how long it was in the trace: the sign needs it, and pointers are shown in
 * full.
 */
const bytesOf = (conversion: string, number: number | bigint): 4 | 8 =>
  conversion !== 'p' && typeof number === 'number' && number < 0 && number >= LEAST_OF_32_BITS
    ? 4
    : 8
