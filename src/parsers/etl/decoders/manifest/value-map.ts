import type { EtlValue } from '../../etl-event.ts'

/** Names for numbers: each value has one, or each bit. */
export interface ValueMap {
  readonly bits: boolean
  readonly names: ReadonlyMap<number, string>
}

/** A map may have 32 names of bits; longer than this, the rest is left as a number. */
const MAX_NAMES_CHARS = 512

/** The name; for bits the names that are set, joined by ` | `. What has no name stays a number. */
export function applyValueMap(map: ValueMap | undefined, value: EtlValue): EtlValue {
  if (map === undefined || typeof value !== 'number') return value
  const name = map.names.get(value)
  if (name !== undefined) return name
  if (!map.bits || value < 0 || value > 0xffff_ffff) return value
  let text = ''
  let rest = value
  for (const [bit, of] of map.names) {
    if (bit === 0 || (rest & bit) >>> 0 !== bit) continue
    text += text === '' ? of : ` | ${of}`
    rest = (rest & ~bit) >>> 0
    if (text.length > MAX_NAMES_CHARS) break
  }
  if (text === '') return value
  return rest === 0 ? text : `${text} | 0x${rest.toString(16)}`
}
