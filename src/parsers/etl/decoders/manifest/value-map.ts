import type { EtlValue } from '../../etl-event.ts'

/** Names of numbers: one per value, or one per bit. */
export interface ValueMap {
  readonly bits: boolean
  readonly names: ReadonlyMap<number, string>
}

/**
 * A value with all bits set would join all names.
 * Limit: characters of the joined names of bits.
 * Beyond: further bits are shown as a number.
 */
const MAX_NAMES_CHARS = 512

/**
 * Replaces a number with its name, or with the names of its bits, joined by ` | `. A number without
 * a name is unchanged.
 */
export function applyValueMap(map: ValueMap | undefined, value: EtlValue): EtlValue {
  if (map === undefined || typeof value !== 'number') return value
  const name = map.names.get(value)
  if (name !== undefined) return name
  if (!map.bits || value < 0 || value > 0xffff_ffff) return value
  let text = ''
  let rest = value
  for (const [bit, bitName] of map.names) {
    if (bit === 0 || (rest & bit) >>> 0 !== bit) continue
    text += text === '' ? bitName : ` | ${bitName}`
    rest = (rest & ~bit) >>> 0
    if (text.length > MAX_NAMES_CHARS) break
  }
  if (text === '') return value
  return rest === 0 ? text : `${text} | 0x${rest.toString(16)}`
}
