import { formatBuild, parseBuild } from './build.ts'
import { formatBytes, formatDuration, formatPercent, parseDuration } from './duration.ts'
import { parseIsoTime, toIsoTime } from './moment.ts'

interface Origin {
  /** Why this value. */
  readonly why: string
  /**
   * `documented`: Microsoft says so; `seen`: from public material; `inferred`: our own judgement.
   */
  readonly origin: 'documented' | 'seen' | 'inferred'
}

type Kinds = {
  duration: number
  count: number
  ratio: number
  bytes: number
  build: string
  date: number
}

/**
 * A number that decides, with its unit. Durations and dates in milliseconds; ratios from 0 to 1;
 * builds as text.
 */
export type Threshold = {
  [K in keyof Kinds]: Origin & { readonly unit: K; readonly value: Kinds[K] }
}[keyof Kinds]

type Make<K extends keyof Kinds> = (
  value: Kinds[K],
  origin: Origin,
) => Origin & { readonly unit: K; readonly value: Kinds[K] }
const make =
  <K extends keyof Kinds>(unit: K): Make<K> =>
  (value, origin) => ({ unit, value, ...origin })

export const durationThreshold = make('duration')
export const countThreshold = make('count')
export const ratioThreshold = make('ratio')
export const buildThreshold = make('build')
export const dateThreshold = make('date')

/** The value with its unit, as the documentation and `--set` write it. */
export function formatThreshold({ unit, value }: Pick<Threshold, 'unit' | 'value'>): string {
  if (unit === 'build') return String(value)
  const number = Number(value)
  if (unit === 'duration') return formatDuration(number)
  if (unit === 'bytes') return formatBytes(number)
  if (unit === 'ratio') return formatPercent(number)
  if (unit === 'date') return toIsoTime(number).slice(0, 10)
  return String(number)
}

const EXAMPLES = {
  duration: '5m, 90s or 2h',
  count: '100',
  ratio: '50%',
  bytes: '1000000',
  build: '16.0.6701.1000',
  date: '2026-10-01',
}

/** A value that the user gave for a threshold, or a sentence that says what it takes. */
export function parseThreshold(
  unit: Threshold['unit'],
  text: string,
): number | string | { readonly problem: string } {
  const value = parse(unit, text.trim())
  return value ?? { problem: `takes a ${unit}, such as ${EXAMPLES[unit]}` }
}

function parse(unit: Threshold['unit'], text: string): number | string | undefined {
  if (unit === 'duration') return parseDuration(text)
  if (unit === 'count' || unit === 'bytes') return /^\d+$/.test(text) ? Number(text) : undefined
  if (unit === 'ratio')
    return /^\d+(\.\d+)? ?%$/.test(text) ? Number.parseFloat(text) / 100 : undefined
  if (unit === 'date') return parseIsoTime(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00Z` : text)
  const parsed = /^\d+(\.\d+){3}$/.test(text) ? parseBuild(text) : undefined
  return parsed && formatBuild(parsed)
}
