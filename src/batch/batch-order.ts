import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { wantedRecordsFor } from '../analysis/analyze-case.ts'
import type { ArchiveLimits } from '../inputs/archives/archive-limits.ts'
import type { BatchOrder } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import { toIsoTime } from '../model/moment.ts'
import type { Observation } from '../model/observation.ts'
import type { DecodingFiles } from '../model/parser.ts'
import { UsageError } from '../model/usage-error.ts'
import type { WantedRecords } from '../model/wanted-records.ts'
import { rules } from '../rules/index.ts'
import {
  type AnalysisSettings,
  parseAnalysisSettings,
  parseGivenObservations,
} from '../settings/analysis-settings.ts'
import { ARCHIVE_OPTIONS, parseArchiveLimits } from '../settings/archive-limits.ts'
import type { Options } from '../settings/options.ts'

/** Of these, the ones that name files. */
const FILE_OPTIONS = ['tmf', 'manifest']
/** The options that change what is said of a bundle. */
const VERDICT_OPTIONS = [
  'as-of',
  'incident',
  'utc-offset',
  'date-order',
  'code-page',
  'rule',
  'skip-rule',
  'set',
  ...FILE_OPTIONS,
  ...ARCHIVE_OPTIONS,
]

/** An order as what it asks for. */
export interface BatchAnalysis extends Omit<AnalysisSettings, 'failOn'> {
  readonly givenObservations: readonly Observation[]
  readonly wantedRecords: WantedRecords
  readonly limits: ArchiveLimits
}

/**
 * What is ordered by these options. Throws a UsageError for what is not understood: before anything
 * is begun.
 */
export function parseBatchOrder(options: Options, version: string, now: () => number): BatchOrder {
  if ([options['as-of']].flat().some((text) => String(text).trim().toLowerCase() === 'now'))
    throw new UsageError(
      `All bundles are judged as of one moment, which --resume has to know: give it as a time, such as --as-of ${toIsoTime(now()).replace(/:\d\d\.\d+Z$/, 'Z')}.`,
    )
  const chosen: Record<string, true | readonly string[]> = Object.fromEntries(
    Object.entries(options).filter(([name]) => VERDICT_OPTIONS.includes(name)),
  )
  // Workers elsewhere run in folders of their own.
  for (const name of FILE_OPTIONS)
    if (Array.isArray(chosen[name])) chosen[name] = chosen[name].map((path) => resolve(path))
  const judging = parseOptions(chosen)
  const decoding = decodingHash(judging.decoding)
  return {
    options: chosen,
    ruleSet: hashRuleSet(judging, version),
    ...defined({ decoding }),
  }
}

/** By content: where the files lie does not matter. */
function decodingHash(decoding: DecodingFiles | undefined): string | undefined {
  if (!decoding) return undefined
  const hash = createHash('sha256')
  for (const [kind, texts] of Object.entries(decoding))
    for (const { text } of texts) hash.update(`${kind} ${text.length} `).update(text)
  return hash.digest('hex')
}

/** The same rules, limits and options, however they were given, have the same hash. */
function hashRuleSet(
  {
    rules,
    thresholds,
    givenObservations: told,
    clock,
    codePage,
    decoding,
    limits: archive,
  }: Omit<BatchAnalysis, 'wantedRecords'>,
  version: string,
): string {
  const checked = rules.map((rule) => [
    rule.id,
    rule.title,
    rule.severity,
    rule.status,
    rule.thresholds,
    rule.remedy,
  ])
  const limits = [...thresholds].map(([rule, values]) => [rule, [...values].sort()] as const).sort()
  const all = [
    version,
    checked,
    limits,
    told,
    clock.utcOffset ?? null,
    clock.dateOrder ?? null,
    codePage,
    archive,
    decodingHash(decoding) ?? null,
  ]
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16)
}

function parseOptions(options: Options): Omit<BatchAnalysis, 'wantedRecords'> {
  const {
    rules: chosen,
    thresholds,
    clock,
    codePage,
    decoding,
  } = parseAnalysisSettings(options, rules)
  const noClock = () => {
    throw new Error('A batch has no clock')
  }
  return {
    rules: chosen,
    thresholds,
    clock,
    codePage,
    givenObservations: parseGivenObservations(options, noClock),
    limits: parseArchiveLimits(options),
    ...defined({ decoding }),
  }
}

let lastResolved: { readonly ruleSet: string; readonly judging: BatchAnalysis } | undefined

/** Rules and limits as ordered; worked out once for all bundles of an order. */
export function resolveBatchOrder({ options, ruleSet, decoding }: BatchOrder): BatchAnalysis {
  if (lastResolved?.ruleSet !== ruleSet) {
    const judging = parseOptions(options)
    if (decodingHash(judging.decoding) !== decoding)
      throw new UsageError(
        'The files that --tmf and --manifest name are not the same here as where the bundles were ordered.',
      )
    lastResolved = {
      ruleSet,
      judging: { ...judging, wantedRecords: wantedRecordsFor(judging.rules) },
    }
  }
  return lastResolved.judging
}
