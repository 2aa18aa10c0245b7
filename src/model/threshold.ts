import { formatBuild, parseBuild } from './build.ts'
import { formatBytes, formatDuration, formatPercent, parseDuration } from './duration.ts'
import { parseIsoTime, toIsoTime } from './moment.ts'

/** Where the value of a threshold comes from. */
export interface ThresholdOrigin {
  /** Reason for the value. */
  readonly why: string
  /**
   * `documented`: stated by Microsoft. `seen`: from public material. `inferred`: our own estimate.
   */
  readonly origin: 'documented' | 'seen' | 'inferred'
}

/** The type of the value of a threshold, by unit. */
export type ThresholdValueByUnit = {
  duration: number
  count: number
  ratio: number
  bytes: number
  build: string
  date: number
}

/** A limit of one unit. */
export type ThresholdOf<K extends keyof ThresholdValueByUnit> = ThresholdOrigin & {
  readonly unit: K
  readonly value: ThresholdValueByUnit[K]
}

/**
 * A limit with its unit. Durations and dates are in milliseconds, ratios from 0 to 1, builds are
 * text.
 */
export type Threshold = {
  [K in keyof ThresholdValueByUnit]: ThresholdOf<K>
}[keyof ThresholdValueByUnit]

/** Makes a threshold of one unit. */
export type ThresholdFactory<K extends keyof ThresholdValueByUnit> = (
  value: ThresholdValueByUnit[K],
  origin: ThresholdOrigin,
) => ThresholdOf<K>
const thresholdFactory =
  <K extends keyof ThresholdValueByUnit>(unit: K): ThresholdFactory<K> =>
  (value, origin) => ({ unit, value, ...origin })

/** A limit in milliseconds. */
export const durationThreshold = thresholdFactory('duration')
/** A limit that is a number of things. */
export const countThreshold = thresholdFactory('count')
/** A limit from 0 to 1. */
export const ratioThreshold = thresholdFactory('ratio')
/** A limit that is a build, such as `16.0.4266.1001`. */
export const buildThreshold = thresholdFactory('build')
/** A limit that is a moment, milliseconds UTC. */
export const dateThreshold = thresholdFactory('date')

/** Formats the value with its unit, as in the documentation and `--set`. */
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

/**
 * Parses a threshold value given by the user. Returns a message with an example when it is invalid.
 */
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
