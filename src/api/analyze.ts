import { availableParallelism } from 'node:os'
import { givenObservations } from '../analysis/analysis-settings.ts'
import { analyzeAsOneCase, analyzeCollections } from '../analysis/analyze-case.ts'
import { summaryOf } from '../analysis/case-report.ts'
import { defined } from '../model/defined.ts'
import type { CaseReport, Report } from '../model/report.ts'
import type { Rule } from '../model/rule.ts'
import { parseThreshold, type Threshold } from '../model/threshold.ts'
import { UsageError } from '../model/usage-error.ts'
import { rules as builtInRules } from '../rules/index.ts'
import { definedRules } from './defined-rules.ts'
import { openInputs } from './open-inputs.ts'
import type { Input, ReadingOptions } from './options.ts'
import { readWorker, version } from './places.ts'

export type { ArchiveLimits } from '../inputs/archives/archive-limits.ts'
export type { DateOrder } from '../model/parser.ts'
export { UsageError } from '../model/usage-error.ts'
export type { Input, NamedBytes, ReadingOptions } from './options.ts'

/** How to analyze a case. All options may be left out. */
export interface AnalyzeOptions extends ReadingOptions {
  /**
   * The rules to check. Default: `rules`. Built-in rules that are left out are in the report as
   * `not-checked`: what nobody looked for is not healthy.
   */
  readonly rules?: readonly Rule[]
  /**
   * Values that replace those of the rules, by the id of the rule and the name of its threshold. A
   * number is in the unit of the threshold: milliseconds for durations and dates, 0 to 1 for
   * ratios. A text is written as after `--set`: `5m`, `50%`, `16.0.4266.1001`, `2026-10-01`.
   */
  readonly thresholds?: Readonly<Record<string, Readonly<Record<string, number | string>>>>
  /**
   * The moment as of which the case is analyzed, milliseconds UTC or a `Date`. Default: when the
   * evidence says that it was collected, else its latest time.
   */
  readonly asOf?: number | Date
  /** The moment of the incident, milliseconds UTC or a `Date`. */
  readonly incident?: number | Date
  /** Whether everything is one case, even if it does not fit together. Default: false. */
  readonly oneCase?: boolean
  /** Maximum number of threads that read large logs. Default: one for each processor. */
  readonly jobs?: number
  /**
   * Whether the report contains the lines that it cites. Each cited input of up to 16 MiB is read
   * once more for them. Default: true.
   */
  readonly citedLines?: boolean
  /** Called while inputs are read, with the bytes read since the last call, and the input. */
  readonly onProgress?: (bytes: number, path: string) => void
}

/**
 * Analyzes evidence, as `spoolscope analyze` does, and returns the report that `--format json`
 * prints. It has several cases if the inputs are several collections that do not fit together.
 *
 * An input that cannot be read is listed in the report, never thrown, and a rule without its
 * evidence is `not-checked`: a report without flagged verdicts is not a healthy case. Rejects with
 * a `UsageError` for a path that does not exist, and for options that cannot be used.
 */
export async function analyze(
  inputs: Input | readonly Input[],
  options: AnalyzeOptions = {},
): Promise<Report> {
  const { rules = builtInRules, jobs = availableParallelism(), citedLines = true } = options
  rejectUnusableRules(rules)
  if (!Number.isInteger(jobs) || jobs < 1)
    throw new UsageError('jobs is the number of threads. Pass a whole number, at least 1.')
  const thresholds = resolveThresholds(options.thresholds ?? {}, rules)
  const observations = givenObservations({
    asOf: toMoment(options.asOf, 'asOf'),
    incident: toMoment(options.incident, 'incident'),
  })
  const { id, found, reading } = await openInputs(inputs, options)
  const analyzeAll = options.oneCase ? analyzeAsOneCase : analyzeCollections
  const cases = await analyzeAll({
    ...reading,
    id,
    found,
    rules,
    turnedOff: builtInRules.filter((rule) => !rules.includes(rule)),
    thresholds,
    givenObservations: observations,
    parallel: { worker: readWorker, jobs },
    ...defined({ onProgress: options.onProgress }),
  })
  const shownCases: CaseReport[] = []
  if (citedLines) {
    const { addCitedLines, MAX_REREAD_BYTES_FOR_JSON } = await import('../excerpts/cited-lines.ts')
    for (const report of cases)
      shownCases.push(await addCitedLines(report, found, reading, MAX_REREAD_BYTES_FOR_JSON))
  }
  return {
    schemaVersion: 1,
    tool: { name: 'spoolscope', version },
    cases: citedLines ? shownCases : cases,
    summary: summaryOf(cases),
  }
}

/** Throws a `UsageError` for rules that the engine could not evaluate or tell apart. */
function rejectUnusableRules(rules: readonly Rule[]): void {
  if (rules.length === 0) throw new UsageError('No rule is left to check. Pass at least one.')
  const ids = new Set<string>()
  for (const rule of rules) {
    if (!builtInRules.includes(rule) && !definedRules.has(rule))
      throw new UsageError(
        `The rule “${rule?.id}” is an object of its own. Make it with defineRule.`,
      )
    if (ids.has(rule.id))
      throw new UsageError(`Two rules have the id “${rule.id}”. Give each another id.`)
    ids.add(rule.id)
  }
}

/** Milliseconds UTC. Throws a `UsageError` for a moment that is none. */
function toMoment(moment: number | Date | undefined, option: string): number | undefined {
  if (moment === undefined) return undefined
  const at = Number(moment)
  if (!Number.isNaN(new Date(at).getTime())) return at
  throw new UsageError(`${option} is not a moment. Pass milliseconds UTC or a Date.`)
}

type Thresholds = ReadonlyMap<string, ReadonlyMap<string, number | string>>

/** Throws a `UsageError` for an unknown rule or threshold, and for a value of another unit. */
function resolveThresholds(
  values: NonNullable<AnalyzeOptions['thresholds']>,
  rules: readonly Rule[],
): Thresholds {
  const thresholds = new Map<string, Map<string, number | string>>()
  for (const [id, ofRule] of Object.entries(values)) {
    const rule = rules.find((candidate) => candidate.id === id)
    if (rule === undefined) throw new UsageError(`thresholds: there is no rule “${id}”.`)
    const resolved = new Map<string, number | string>()
    for (const [name, value] of Object.entries(ofRule)) {
      const names = Object.keys(rule.thresholds)
      const threshold = names.includes(name) ? rule.thresholds[name] : undefined
      if (threshold === undefined)
        throw new UsageError(
          `thresholds: the rule ${id} has no threshold “${name}”, only ${names.join(', ') || 'none'}.`,
        )
      resolved.set(name, resolveThreshold(`${id}.${name}`, threshold, value))
    }
    thresholds.set(id, resolved)
  }
  return thresholds
}

function resolveThreshold(
  name: string,
  { unit }: Threshold,
  value: number | string,
): number | string {
  if (typeof value === 'number' && unit !== 'build' && Number.isFinite(value)) return value
  const parsed = parseThreshold(unit, String(value))
  if (typeof parsed !== 'object') return parsed
  throw new UsageError(`thresholds: ${name} ${parsed.problem}, not “${value}”.`)
}
