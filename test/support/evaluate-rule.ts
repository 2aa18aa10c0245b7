import { Engine } from '../../src/analysis/engine.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import type { Observation } from '../../src/model/observation.ts'
import type { Verdict } from '../../src/model/report.ts'
import type { Rule } from '../../src/model/rule.ts'

/** The verdict of one rule on these observations. */
export function evaluateRule(
  rule: Rule,
  observations: readonly Observation[],
  thresholds: Record<string, number | string> = {},
): Verdict {
  const engine = new Engine({
    rules: [rule],
    evidence: [],
    thresholds: new Map([[rule.id, new Map(Object.entries(thresholds))]]),
  })
  for (const observation of observations) engine.observe(observation)
  return engine.verdicts()[0] as Verdict
}

/** The result of one evidence on these observations. */
export function collectEvidence<Result>(
  evidence: Evidence<Result>,
  observations: readonly Observation[],
): Result {
  const engine = new Engine({ rules: [], evidence: [evidence as Evidence] })
  for (const observation of observations) engine.observe(observation)
  return engine.resultOf(evidence)
}
