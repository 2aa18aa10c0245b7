import {
  type EvidenceMap,
  type EvidenceResults,
  defineRule as makeRule,
  type PlannableStep,
  type Reference,
  type Rule,
  type RuleDiagnosis,
  type RuleResult,
  type Severity,
  type ThresholdMap,
  type ThresholdValues,
} from '../model/rule.ts'
import { UsageError } from '../model/usage-error.ts'
import { definedRules } from './defined-rules.ts'

export type { ActionRole, Certainty } from '../model/diagnosis.ts'
export type {
  CauseDiagnosis,
  EvidenceMap,
  EvidenceResults,
  Finding,
  FindingContext,
  LimitDiagnosis,
  MissingEvidence,
  PlannableStep,
  Reference,
  RemedyStep,
  Rule,
  RuleDiagnosis,
  RuleResult,
  Severity,
  StepPhase,
  SymptomDiagnosis,
  ThresholdMap,
  ThresholdValues,
} from '../model/rule.ts'
export { clear, flagged, notChecked } from '../model/rule.ts'
export type { SourceRef } from '../model/source-ref.ts'
export type {
  Threshold,
  ThresholdFactory,
  ThresholdOf,
  ThresholdOrigin,
  ThresholdValueByUnit,
} from '../model/threshold.ts'
export {
  buildThreshold,
  countThreshold,
  dateThreshold,
  durationThreshold,
  ratioThreshold,
} from '../model/threshold.ts'
export { rules } from '../rules/index.ts'

/**
 * What `defineRule` takes. `evidence` names what the rule needs; `evaluate` receives the results by
 * the same names, typed, and nothing else.
 */
export interface RuleDefinition<
  E extends EvidenceMap = EvidenceMap,
  T extends ThresholdMap = ThresholdMap,
> {
  /** Words in lower case, joined by hyphens: `proxy-in-use`. No two rules may have the same. */
  readonly id: string
  readonly severity: Severity
  /** A statement that is true when flagged: `The client uses a proxy`. */
  readonly title: string
  /** What was checked, and its state when clear: `Proxy: none`. */
  readonly clearTitle: string
  /** Why it matters. */
  readonly why: string
  readonly evidence: E
  /**
   * Returns the result of `flagged`, `clear` or `notChecked`. Return `notChecked` when evidence is
   * missing: only what was examined is clear. An exception makes the verdict `crashed`, and so does
   * a result of another shape, a flagged one without findings or a clear one without sources. It
   * may be called several times.
   */
  evaluate(evidence: EvidenceResults<E>, thresholds: ThresholdValues<T>): RuleResult
  /** `trial`: it relies on inference, and is shown as experimental. `stable` if left out. */
  readonly status?: 'stable' | 'trial'
  /** What it compares with what. */
  readonly looksAt?: string
  /** Its limits, which `analyze` can set. */
  readonly thresholds?: T
  /** When it may be flagged without reason. */
  readonly falsePositives?: readonly string[]
  readonly remedy?: readonly PlannableStep[]
  /** What a flagged verdict means for the diagnosis. A `note` if left out: it explains nothing. */
  readonly diagnosis?: RuleDiagnosis
  readonly references?: readonly Reference[]
}

/**
 * Makes a rule for the `rules` of `analyze`. It is evaluated, listed and rendered like the built-in
 * ones. Throws a `UsageError` for an id that is not words joined by hyphens.
 */
export function defineRule<E extends EvidenceMap, T extends ThresholdMap = ThresholdMap>(
  definition: RuleDefinition<E, T>,
): Rule {
  const { id } = definition
  if (!/^[a-z\d]+(?:-[a-z\d]+)*$/.test(id))
    throw new UsageError(`The id “${id}” of a rule is not words in lower case, joined by hyphens.`)
  const rule = makeRule<EvidenceMap, ThresholdMap>({
    status: 'stable',
    looksAt: '',
    falsePositives: [],
    remedy: [],
    diagnosis: { role: 'note' },
    references: [],
    ...definition,
    thresholds: definition.thresholds ?? {},
    evaluate: (evidence, thresholds) =>
      checkResult(definition.evaluate(evidence as never, thresholds as never)),
  })
  definedRules.add(rule)
  return rule
}

/** Returns the result. Throws an `Error` for one that reports could not show. */
function checkResult(result: RuleResult): RuleResult {
  const { status, message } = (result ?? {}) as Partial<RuleResult>
  if (typeof message !== 'string')
    throw new Error('evaluate returned no result. Return flagged(), clear() or notChecked().')
  const isComplete =
    status === 'flagged'
      ? isListOf(result, 'findings', isFinding)
      : status === 'clear'
        ? isListOf(result, 'sources', isSource)
        : status === 'not-checked' && isListOf(result, 'missing', isMissing, 0)
  if (isComplete) return result
  throw new Error(
    'evaluate returned an incomplete result. A flagged one has findings with subject, message ' +
      'and sources, a clear one has sources, and one that is not checked says what is missing.',
  )
}

const isText = (value: unknown, name: string): boolean =>
  typeof (value as Readonly<Record<string, unknown>> | null)?.[name] === 'string'

function isListOf(
  value: unknown,
  name: string,
  isElement: (element: unknown) => boolean,
  minLength = 1,
): boolean {
  const list = (value as Readonly<Record<string, unknown>> | null)?.[name]
  return Array.isArray(list) && list.length >= minLength && list.every(isElement)
}

const isSource = (value: unknown): boolean => isText(value, 'path')
const isMissing = (value: unknown): boolean => isText(value, 'evidence') && isText(value, 'how')
const isFinding = (value: unknown): boolean =>
  isText(value, 'subject') && isText(value, 'message') && isListOf(value, 'sources', isSource, 0)
