import type { EtlValue } from '../../parsers/etl/etl-event.ts'

/** JSON of decoded values: integers beyond 2^53 keep all their digits, as tracefmt writes them; what JSON has no number for becomes text. */
export function etlJson(value: EtlValue): string {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : JSON.stringify(String(value))
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (isArray(value)) return `[${value.map(etlJson).join(',')}]`
  return `{${Object.entries(value)
    .map(([name, one]) => `${JSON.stringify(name)}:${etlJson(one)}`)
    .join(',')}}`
}

const isArray = (value: EtlValue): value is readonly EtlValue[] => Array.isArray(value)
