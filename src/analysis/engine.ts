import { defined } from '../model/defined.ts'
import type { Collector, Evidence } from '../model/evidence.ts'
import type { Fact } from '../model/fact.ts'
import type { Marker } from '../model/marker.ts'
import type { Observation, ObservationKind } from '../model/observation.ts'
import type { ChangedSetting, Verdict } from '../model/report.ts'
import {
  formatRemedyStep,
  notChecked,
  type Rule,
  type RuleResult,
  type Severity,
  TURNED_OFF,
} from '../model/rule.ts'
import { formatThreshold, type Threshold } from '../model/threshold.ts'
import type { Evaluation } from './diagnosis/evaluation.ts'

export interface EngineOptions {
  readonly rules: readonly Rule[]
  /** Evidence to collect for its facts, even if no rule needs it. */
  readonly evidence: readonly Evidence[]
  /** Threshold values given by the user: rule id → threshold name → value. */
  readonly thresholds?: ReadonlyMap<string, ReadonlyMap<string, number | string>>
  /** Severities given by the user, by rule id. */
  readonly severities?: ReadonlyMap<string, Severity>
  /** Rules that the user turned off: not checked, and no evidence is collected for them. */
  readonly turnedOff?: readonly Rule[]
}

/** An evidence with its collector. `crash` is the message of its first exception. */
interface Collection {
  readonly evidence: Evidence
  collector: Collector<unknown>
  crash?: string
  /** The result of everything observed so far, once it was asked for. */
  current: { readonly result: unknown } | undefined
}

const changeOf = (
  rule: Rule,
  setting: string,
  threshold: Threshold,
  value: number | string,
): ChangedSetting => ({
  rule: rule.id,
  setting,
  value: formatThreshold({ unit: threshold.unit, value } as Threshold),
  default: formatThreshold(threshold),
})

const TURNED_OFF_RESULT = notChecked('Turned off.', TURNED_OFF)

/** Several rules, facts and reports share a result, which is computed once. */
function resultOf(collection: Collection): unknown {
  collection.current ??= { result: collection.collector.result() }
  return collection.current.result
}

/**
 * Turns observations into verdicts and facts in one pass. Pure and synchronous; the same code runs
 * in batch, live and test. An evidence or rule that throws affects only its own verdicts.
 */
export class Engine {
  private readonly rules: readonly Rule[]
  private readonly thresholds: ReadonlyMap<string, ReadonlyMap<string, number | string>>
  private readonly severities: ReadonlyMap<string, Severity>
  private readonly turnedOff: readonly Rule[]
  private readonly collections = new Map<Evidence, Collection>()
  private readonly listeners = new Map<
    ObservationKind,
    { handle: (observation: Observation) => void; collection: Collection }[]
  >()

  constructor({
    rules,
    evidence,
    thresholds = new Map(),
    severities = new Map(),
    turnedOff = [],
  }: EngineOptions) {
    this.rules = rules
    this.thresholds = thresholds
    this.severities = severities
    this.turnedOff = turnedOff
    const needed = rules.flatMap((rule) => Object.values(rule.evidence))
    for (const entry of [...evidence, ...needed]) this.collect(entry)
  }

  private collect(evidence: Evidence): void {
    if (this.collections.has(evidence)) return
    const collection: Collection = { evidence, collector: evidence.start(), current: undefined }
    this.collections.set(evidence, collection)
    this.addListeners(collection)
  }

  private addListeners(collection: Collection): void {
    for (const [kind, handle] of Object.entries(collection.collector.listeners)) {
      const list = this.listeners.get(kind as ObservationKind) ?? []
      list.push({ handle: handle as (observation: Observation) => void, collection })
      this.listeners.set(kind as ObservationKind, list)
    }
  }

  /**
   * Replaces all observations that describe a state, such as the content of a spool or how far a
   * log was read. States change while a case is watched. Evidence that listens only to `kinds`
   * restarts with the new `states`; evidence that listens to events keeps its data. Throws if an
   * evidence listens to both.
   */
  replaceStates(states: Iterable<Observation>, kinds: ReadonlySet<ObservationKind>): void {
    this.listeners.clear()
    for (const collection of this.collections.values()) {
      const listened = Object.keys(collection.collector.listeners) as ObservationKind[]
      if (listened.some((kind) => kinds.has(kind))) {
        const other = listened.find((kind) => !kinds.has(kind))
        if (other !== undefined)
          throw new Error(
            `Evidence “${collection.evidence.name}” listens to a state and to ${other}: ` +
              'its states cannot be replaced',
          )
        collection.collector = collection.evidence.start()
        collection.current = undefined
        delete collection.crash
      }
      this.addListeners(collection)
    }
    for (const state of states) this.observe(state)
  }

  /** Markers of all evidence. */
  get markers(): readonly Marker[] {
    return [...this.collections.keys()].flatMap((evidence) => evidence.markers ?? [])
  }

  observe(observation: Observation): void {
    const listeners = this.listeners.get(observation.kind)
    if (listeners === undefined) return
    for (const { handle, collection } of listeners) {
      collection.current = undefined
      try {
        handle(observation)
      } catch (error) {
        const { name } = collection.evidence
        const { path } = observation.source
        collection.crash ??= `Evidence “${name}” crashed on ${path}: ${String(error)}`
      }
    }
  }

  /** Current result of an evidence. Throws if the evidence crashed or is not collected. */
  resultOf<Result>(evidence: Evidence<Result>): Result {
    const collection = this.collections.get(evidence as Evidence)
    if (collection === undefined) throw new Error(`Evidence “${evidence.name}” is not collected`)
    if (collection.crash !== undefined) throw new Error(collection.crash)
    return resultOf(collection) as Result
  }

  /** Value of a threshold: the one given by the user, else the rule's default. */
  threshold({ id, thresholds }: Rule, name: string): number | string | undefined {
    return this.thresholds.get(id)?.get(name) ?? thresholds[name]?.value
  }

  /** The thresholds and severities of the rules that differ from their defaults. */
  changedSettings(): ChangedSetting[] {
    return this.rules.flatMap((rule) => {
      const severity = this.severityOf(rule)
      const thresholds = Object.entries(rule.thresholds).flatMap(([setting, threshold]) => {
        const value = this.threshold(rule, setting) ?? threshold.value
        return value === threshold.value ? [] : [changeOf(rule, setting, threshold, value)]
      })
      return severity === rule.severity
        ? thresholds
        : [
            { rule: rule.id, setting: 'severity', value: severity, default: rule.severity },
            ...thresholds,
          ]
    })
  }

  private severityOf({ id, severity }: Rule): Severity {
    return this.severities.get(id) ?? severity
  }

  /** Facts of all evidence, in the order collected. An evidence that crashed adds none. */
  facts(): Record<string, Fact> {
    const facts: Record<string, Fact> = {}
    for (const collection of this.collections.values()) {
      const { evidence } = collection
      if (collection.crash !== undefined || evidence.facts === undefined) continue
      try {
        Object.assign(facts, evidence.facts(resultOf(collection)))
      } catch (error) {
        collection.crash = `Evidence “${evidence.name}” failed to state facts: ${String(error)}`
      }
    }
    return facts
  }

  verdicts(): Verdict[] {
    return this.evaluations().map(({ verdict }) => verdict)
  }

  /** The verdicts with their rules, and with what a diagnosis needs to know about the findings. */
  evaluations(): Evaluation[] {
    return [
      ...this.rules.map((rule) => this.evaluateRule(rule, this.evaluate(rule))),
      ...this.turnedOff.map((rule) => this.evaluateRule(rule, TURNED_OFF_RESULT)),
    ]
  }

  private evaluateRule(rule: Rule, result: ReturnType<Engine['evaluate']>): Evaluation {
    const findings = result.status === 'flagged' ? result.findings : []
    const missing = result.status === 'not-checked' ? result.missing : []
    const verdict: Verdict = {
      rule: rule.id,
      title: rule.title,
      ...defined({ clearTitle: result.status === 'clear' ? rule.clearTitle : undefined }),
      severity: this.severityOf(rule),
      status: result.status,
      trial: rule.status === 'trial',
      message: result.message,
      findings: findings.map(({ context: _, ...finding }) => finding),
      omitted: result.status === 'flagged' ? (result.omitted ?? 0) : 0,
      sources: result.status === 'clear' ? result.sources : [],
      missing: missing.map(({ from: _, ...evidence }) => evidence),
      remedy: result.status === 'flagged' ? rule.remedy.map(formatRemedyStep) : [],
    }
    const clearUntil = result.status === 'clear' ? result.until : undefined
    return { rule, verdict, findings, missing, ...defined({ clearUntil }) }
  }

  private evaluate(
    rule: Rule,
  ): RuleResult | { readonly status: 'crashed'; readonly message: string } {
    try {
      const thresholds = Object.fromEntries(
        Object.keys(rule.thresholds).map((name) => [name, this.threshold(rule, name)]),
      )
      const results = Object.fromEntries(
        Object.entries(rule.evidence).map(([name, evidence]) => [name, this.resultOf(evidence)]),
      )
      return rule.evaluate(results as never, thresholds as never)
    } catch (error) {
      return { status: 'crashed', message: error instanceof Error ? error.message : String(error) }
    }
  }
}
