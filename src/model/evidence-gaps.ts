import type { Verdict } from './report.ts'

/** A piece of evidence that is missing. */
export interface EvidenceGap {
  readonly evidence: string
  /** Ways to get it, each with its commands. */
  readonly instructions: ReadonlyMap<string, ReadonlySet<string>>
  /** That wait for it. */
  readonly rules: readonly string[]
}

/**
 * What could not be checked: each missing piece once, how to get it, and the rules that wait for
 * it.
 */
export function findEvidenceGaps(verdicts: readonly Verdict[]): readonly EvidenceGap[] {
  const gaps = new Map<
    string,
    { evidence: string; instructions: Map<string, Set<string>>; rules: string[] }
  >()
  for (const { rule, status, message, missing } of verdicts) {
    if (status !== 'not-checked') continue
    for (const { evidence, how, commands = [] } of missing.length > 0
      ? missing
      : [{ evidence: message, how: '' }]) {
      const gap = gaps.get(evidence) ?? {
        evidence,
        instructions: new Map<string, Set<string>>(),
        rules: [],
      }
      if (how !== '')
        gap.instructions.set(how, new Set([...(gap.instructions.get(how) ?? []), ...commands]))
      if (!gap.rules.includes(rule)) gap.rules.push(rule)
      gaps.set(evidence, gap)
    }
  }
  return [...gaps.values()]
}
