import type { Collector, Evidence } from '../model/evidence.ts'
import type { Fact } from '../model/fact.ts'
import type { Marker } from '../model/marker.ts'
import type { Observation, ObservationKind } from '../model/observation.ts'
import type { Verdict } from '../model/report.ts'
import type { Rule, RuleResult } from '../model/rule.ts'

export interface EngineOptions {
  readonly rules: readonly Rule[]
  /** Evidence to collect for its facts, whether or not a rule asks for it. */
  readonly evidence: readonly Evidence[]
  /** Values given for thresholds: rule id → threshold name → value. */
  readonly thresholds?: ReadonlyMap<string, ReadonlyMap<string, number | string>>
}

interface Collecting {
  readonly evidence: Evidence
  collector: Collector<unknown>
  crash?: string
}

/**
 * Observations in, verdicts and facts out, in one pass. Pure and synchronous; the same in batch,
 * live and test. An evidence or rule that throws costs its own verdicts, not the case.
 */
export class Engine {
  private readonly rules: readonly Rule[]
  private readonly thresholds: ReadonlyMap<string, ReadonlyMap<string, number | string>>
  private readonly collecting = new Map<Evidence, Collecting>()
  private readonly listeners = new Map<
    ObservationKind,
    { hear: (seen: Observation) => void; of: Collecting }[]
  >()

  constructor({ rules, evidence, thresholds = new Map() }: EngineOptions) {
    this.rules = rules
    this.thresholds = thresholds
    for (const one of [...evidence, ...rules.flatMap((rule) => Object.values(rule.evidence))])
      this.collect(one)
  }

  private collect(evidence: Evidence): void {
    if (this.collecting.has(evidence)) return
    const of: Collecting = { evidence, collector: evidence.start() }
    this.collecting.set(evidence, of)
    this.listen(of)
  }

  private listen(of: Collecting): void {
    for (const [kind, hear] of Object.entries(of.collector.listeners)) {
      const list = this.listeners.get(kind as ObservationKind) ?? []
      list.push({ hear: hear as (seen: Observation) => void, of })
      this.listeners.set(kind as ObservationKind, list)
    }
  }

  /**
   * Tells anew how things are, where they may change while a case is watched: what a spool holds,
   * how far a log was read. Evidence that hears of nothing else begins again with these; what hears
   * of events keeps what it has heard.
   */
  replaceStates(states: readonly Observation[], kinds: ReadonlySet<ObservationKind>): void {
    this.listeners.clear()
    const renewed = new Set<Collecting>()
    for (const of of this.collecting.values()) {
      const heard = Object.keys(of.collector.listeners) as ObservationKind[]
      if (heard.some((kind) => kinds.has(kind))) {
        const other = heard.find((kind) => !kinds.has(kind))
        if (other !== undefined)
          throw new Error(
            `Evidence “${of.evidence.name}” hears of a state and of ${other}: it cannot be restated`,
          )
        of.collector = of.evidence.start()
        delete of.crash
        renewed.add(of)
      }
      this.listen(of)
    }
    for (const state of states) this.observe(state)
  }

  /** What all evidence together asks traces for. */
  get markers(): readonly Marker[] {
    return [...this.collecting.keys()].flatMap((evidence) => evidence.markers ?? [])
  }

  observe(seen: Observation): void {
    const listeners = this.listeners.get(seen.kind)
    if (listeners === undefined) return
    for (const { hear, of } of listeners) {
      try {
        hear(seen)
      } catch (error) {
        of.crash ??= `Evidence “${of.evidence.name}” crashed on ${seen.source.path}: ${String(error)}`
      }
    }
  }

  /** What an evidence says now. */
  resultOf<Result>(evidence: Evidence<Result>): Result {
    const of = this.collecting.get(evidence as Evidence)
    if (of === undefined) throw new Error(`Evidence “${evidence.name}” is not collected`)
    if (of.crash !== undefined) throw new Error(of.crash)
    return of.collector.result() as Result
  }

  /** What a threshold of a rule is here: the value given, else the rule's own. */
  threshold({ id, thresholds }: Rule, name: string): number | string | undefined {
    return this.thresholds.get(id)?.get(name) ?? thresholds[name]?.value
  }

  /**
   * Facts of all evidence, in the order collected. An evidence that cannot state its own costs
   * nothing but these.
   */
  facts(): Record<string, Fact> {
    const facts: Record<string, Fact> = {}
    for (const of of this.collecting.values()) {
      if (of.crash !== undefined || of.evidence.facts === undefined) continue
      try {
        Object.assign(facts, of.evidence.facts(of.collector.result()))
      } catch (error) {
        of.crash = `Evidence “${of.evidence.name}” crashed when asked: ${String(error)}`
      }
    }
    return facts
  }

  verdicts(): Verdict[] {
    // Several rules ask the same: nothing changes between them.
    const answers = new Map<Evidence, unknown>()
    const answer = (evidence: Evidence) => {
      if (!answers.has(evidence)) answers.set(evidence, this.resultOf(evidence))
      return answers.get(evidence)
    }
    return this.rules.map((rule) => this.verdict(rule, answer))
  }

  private verdict(rule: Rule, answer: (evidence: Evidence) => unknown): Verdict {
    const judgement = this.judge(rule, answer)
    return {
      rule: rule.id,
      title: rule.title,
      severity: rule.severity,
      status: judgement.status,
      trial: rule.status === 'trial',
      message: judgement.message,
      findings: judgement.status === 'flagged' ? judgement.findings : [],
      omitted: judgement.status === 'flagged' ? (judgement.omitted ?? 0) : 0,
      sources: judgement.status === 'clear' ? judgement.sources : [],
      missing: judgement.status === 'not-checked' ? judgement.missing : [],
      remedy: judgement.status === 'flagged' ? rule.remedy : [],
    }
  }

  private judge(
    rule: Rule,
    answer: (evidence: Evidence) => unknown,
  ): RuleResult | { readonly status: 'crashed'; readonly message: string } {
    try {
      const thresholds = Object.fromEntries(
        Object.keys(rule.thresholds).map((name) => [name, this.threshold(rule, name)]),
      )
      const evidence = Object.fromEntries(
        Object.entries(rule.evidence).map(([name, one]) => [name, answer(one)]),
      )
      return rule.evaluate(evidence as never, thresholds as never)
    } catch (error) {
      return { status: 'crashed', message: error instanceof Error ? error.message : String(error) }
    }
  }
}
