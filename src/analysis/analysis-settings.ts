import type { ArchiveLimits } from '../inputs/archives/archive-limits.ts'
import type { FindOptions } from '../inputs/find-files.ts'
import type { LocalClockOptions } from '../inputs/local-clock.ts'
import { readDecoding } from '../inputs/read-decoding.ts'
import { defined } from '../model/defined.ts'
import type { Observation } from '../model/observation.ts'
import type { DecodingFiles } from '../model/parser.ts'
import type { Rule, Severity } from '../model/rule.ts'
import { UsageError } from '../model/usage-error.ts'
import type { ThresholdSetting, VerdictOptions } from '../model/verdict-options.ts'

/** How to analyze a case, in the terms of the engine. */
export interface AnalysisSettings {
  readonly rules: readonly Rule[]
  /** The other rules, in their order. */
  readonly turnedOff: readonly Rule[]
  /** Severities that replace those of the rules, by rule id. */
  readonly severities: ReadonlyMap<string, Severity>
  /** Values that replace those of the rules: rule id → threshold → value. */
  readonly thresholds: ReadonlyMap<string, ReadonlyMap<string, number | string>>
  readonly clock: LocalClockOptions
  readonly codePage: string
  /** Files that decode binary traces; absent when none is named. */
  readonly decoding?: DecodingFiles
}

type AnalysisOptions = Pick<
  VerdictOptions,
  | 'code-page'
  | 'tmf'
  | 'manifest'
  | 'utc-offset'
  | 'date-order'
  | 'rule'
  | 'skip-rule'
  | 'set'
  | 'severity'
>

/**
 * Resolves the options of an analysis against all rules, and reads the files that decode binary
 * traces. Throws a UsageError for an unknown rule, for files that cannot be read, and when no rule
 * is left.
 */
export function resolveAnalysisSettings(
  options: AnalysisOptions,
  allRules: readonly Rule[],
): AnalysisSettings {
  const { tmf, manifest, 'code-page': codePage } = options
  const rules = chooseRules(allRules, options.rule, options['skip-rule'])
  return {
    rules,
    turnedOff: allRules.filter((rule) => !rules.includes(rule)),
    severities: new Map(options.severity.map(({ rule, severity }) => [rule, severity])),
    thresholds: groupByRule(options.set),
    clock: defined({ utcOffset: options['utc-offset'], dateOrder: options['date-order'] }),
    codePage,
    ...defined({ decoding: readDecoding(tmf, manifest, codePage) }),
  }
}

/**
 * The rules named by `only`, all when it is empty, except those named by `skip`; in the order of
 * `rules`.
 */
export function chooseRules(
  rules: readonly Rule[],
  only: readonly string[],
  skip: readonly string[],
): readonly Rule[] {
  for (const id of [...only, ...skip])
    if (!rules.some((rule) => rule.id === id))
      throw new UsageError(`There is no rule “${id}”. See spoolscope rules for all.`)
  const chosen = rules.filter(
    ({ id }) => (only.length === 0 || only.includes(id)) && !skip.includes(id),
  )
  if (chosen.length === 0)
    throw new UsageError('No rule is left to check: --skip-rule removes all that --rule names.')
  return chosen
}

/** The last value for each threshold. */
function groupByRule(
  settings: readonly ThresholdSetting[],
): ReadonlyMap<string, ReadonlyMap<string, number | string>> {
  const values = new Map<string, Map<string, number | string>>()
  for (const { rule, threshold, value } of settings) {
    const ofRule = values.get(rule) ?? new Map<string, number | string>()
    values.set(rule, ofRule.set(threshold, value))
  }
  return values
}

/** The moment to analyze at. `from` names its source for the report. */
export const createTick = (at: number, from: string): Observation => ({
  kind: 'tick',
  at,
  from,
  source: { path: '--as-of' },
})

/** Observations that the user gave as options; times in milliseconds UTC. */
export function givenObservations({
  asOf,
  incident,
}: {
  readonly asOf: number | undefined
  readonly incident: number | undefined
}): Observation[] {
  const observations: Observation[] = []
  if (asOf !== undefined) observations.push(createTick(asOf, '--as-of'))
  if (incident !== undefined)
    observations.push({ kind: 'incident', at: incident, source: { path: '--incident' } })
  return observations
}

/** How the files of a case are found. */
export const toFindOptions = (
  options: Pick<VerdictOptions, 'follow-links' | 'max-files'>,
): FindOptions => ({
  followLinks: options['follow-links'],
  maxFiles: options['max-files'],
})

type ArchiveOptions = Pick<
  VerdictOptions,
  | 'max-entry-bytes'
  | 'max-total-bytes'
  | 'max-ratio'
  | 'max-entries'
  | 'max-nesting'
  | 'max-path-length'
>

export const toArchiveLimits = (options: ArchiveOptions): ArchiveLimits => ({
  entryBytes: options['max-entry-bytes'],
  totalBytes: options['max-total-bytes'],
  ratio: options['max-ratio'],
  entries: options['max-entries'],
  nesting: options['max-nesting'],
  pathLength: options['max-path-length'],
})
