import { createHash } from 'node:crypto'
import {
  type AnalysisSettings,
  givenObservations,
  resolveAnalysisSettings,
  toArchiveLimits,
  toFindOptions,
} from '../analysis/analysis-settings.ts'
import { wantedRecordsFor } from '../analysis/analyze-case.ts'
import type { ArchiveLimits } from '../inputs/archives/archive-limits.ts'
import type { FindOptions } from '../inputs/find-files.ts'
import type { BatchOrder } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import type { WantedRecords } from '../model/marker.ts'
import type { Observation } from '../model/observation.ts'
import type { DecodingFiles } from '../model/parser.ts'
import { UsageError } from '../model/usage-error.ts'
import type { VerdictOptions } from '../model/verdict-options.ts'
import { rules } from '../rules/index.ts'

/** An order, resolved to what the analysis of a bundle takes. */
export interface BatchAnalysis extends AnalysisSettings {
  readonly givenObservations: readonly Observation[]
  readonly limits: ArchiveLimits
  readonly findOptions: FindOptions
  readonly wanted: WantedRecords
}

/** Throws a UsageError for options that cannot be resolved, before any bundle is read. */
export function createBatchOrder(options: VerdictOptions, version: string): BatchOrder {
  const settings = resolveAnalysisSettings(options, rules)
  const decoding = hashDecoding(settings.decoding)
  return {
    options,
    ruleSet: hashRuleSet(options, settings, version),
    ...defined({ decoding }),
  }
}

/** Hashes the content of the files: their paths do not matter. */
function hashDecoding(decoding: DecodingFiles | undefined): string | undefined {
  if (!decoding) return undefined
  const hash = createHash('sha256')
  for (const [kind, texts] of Object.entries(decoding))
    for (const { text } of texts) hash.update(`${kind} ${text.length} `).update(text)
  return hash.digest('hex')
}

/**
 * Equal for equal analyses, however their options were given. Options that choose rules, thresholds
 * and files are hashed by their effect; all others, also those that will be added, by their value.
 */
function hashRuleSet(
  { rule, 'skip-rule': skipRule, set, severity, tmf, manifest, ...others }: VerdictOptions,
  { rules, thresholds, severities, decoding }: AnalysisSettings,
  version: string,
): string {
  const checked = rules.map((rule) => [
    rule.id,
    rule.title,
    severities.get(rule.id) ?? rule.severity,
    rule.status,
    rule.thresholds,
    rule.remedy,
  ])
  const values = [...thresholds].map(([rule, values]) => [rule, [...values].sort()] as const).sort()
  const given = Object.entries(others).filter(([, value]) => value !== undefined)
  const all = [version, checked, values, hashDecoding(decoding) ?? null, given.sort()]
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16)
}

let lastResolved: { readonly ruleSet: string; readonly analysis: BatchAnalysis } | undefined

/**
 * Resolves an order; kept for the next bundle of the same order. Throws a UsageError when the files
 * that decode binary traces differ from those of the order.
 */
export function resolveBatchOrder({ options, ruleSet, decoding }: BatchOrder): BatchAnalysis {
  if (lastResolved?.ruleSet === ruleSet) return lastResolved.analysis
  const settings = resolveAnalysisSettings(options, rules)
  if (hashDecoding(settings.decoding) !== decoding)
    throw new UsageError(
      'The files of --tmf and --manifest are not the same here as where the batch was started. ' +
        'Copy the same files to both machines.',
    )
  const analysis = {
    ...settings,
    givenObservations: givenObservations({
      asOf: options['as-of'],
      incident: options.incident,
    }),
    limits: toArchiveLimits(options),
    findOptions: toFindOptions(options),
    wanted: wantedRecordsFor(settings.rules),
  }
  lastResolved = { ruleSet, analysis }
  return analysis
}
