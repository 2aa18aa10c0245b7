import type { Verdict } from './report.ts'

/** Evidence that is missing. */
export interface EvidenceGap {
  readonly evidence: string
  /** How to get the evidence: instructions, each with its commands. */
  readonly instructions: ReadonlyMap<string, ReadonlySet<string>>
  /** Rules that were not checked because of it. */
  readonly rules: readonly string[]
}

/**
 * Groups the missing evidence of all rules that were not checked. Every evidence is listed once.
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
