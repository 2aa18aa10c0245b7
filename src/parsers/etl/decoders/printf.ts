import type { EtlValue } from '../etl-event.ts'
import {
  isCharacter,
  isInteger,
  isReal,
  parseSpec,
  printInteger,
  printReal,
  printText,
} from '../printf.ts'
import { textOf } from './show.ts'

/** Numbers below are negative ones of 64 bits. */
const LEAST_OF_32_BITS = -0x8000_0000

/**
 * One value as a printf specification has it, without its `%`. Values of another kind are shown as
 * they are.
 */
export function printf(format: string, value: EtlValue): string {
  const spec = parseSpec(format)
  const number = numeric(value)
  if (spec === undefined) return textOf(value)
  if (number === undefined) return printText(spec, textOf(value))
  if (isInteger(spec)) return printInteger(spec, whole(number), bytesOf(spec.conversion, number))
  if (isReal(spec)) return printReal(spec, Number(number))
  return printText(
    spec,
    isCharacter(spec) ? String.fromCharCode(Number(number) & 0xffff) : textOf(value),
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
