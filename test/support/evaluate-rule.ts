import { Engine } from '../../src/analysis/engine.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import type { Observation } from '../../src/model/observation.ts'
import type { Verdict } from '../../src/model/report.ts'
import type { Rule } from '../../src/model/rule.ts'

/** What one rule says of these observations. */
export function evaluateRule(
  rule: Rule,
  seen: readonly Observation[],
  thresholds: Record<string, number | string> = {},
): Verdict {
  const engine = new Engine({
    rules: [rule],
    evidence: [],
    thresholds: new Map([[rule.id, new Map(Object.entries(thresholds))]]),
  })
  for (const one of seen) engine.observe(one)
  return engine.verdicts()[0] as Verdict
}

/** What one evidence says of these observations. */
export function collectEvidence<Result>(
  evidence: Evidence<Result>,
  seen: readonly Observation[],
): Result {
  const engine = new Engine({ rules: [], evidence: [evidence as Evidence] })
  for (const one of seen) engine.observe(one)
  return engine.resultOf(evidence)
}
