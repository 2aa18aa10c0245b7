import type { Verdict } from './report.ts'

/** A piece of evidence that is missing. */
export interface EvidenceGap {
  readonly evidence: string
  /** Ways to get it, each with its commands. */
  readonly instructions: ReadonlyMap<string, ReadonlySet<string>>
  /** Ids of the rules that could not be checked without it. */
  readonly rules: readonly string[]
}

interface GapBuilder extends EvidenceGap {
  readonly instructions: Map<string, Set<string>>
  readonly rules: string[]
}

/**
 * Groups the verdicts that are `not-checked` by the evidence that is missing. Gaps are in the order
 * of the verdicts. A verdict that names no evidence gets a gap named after its message.
 */
export function findEvidenceGaps(verdicts: readonly Verdict[]): readonly EvidenceGap[] {
  const gaps = new Map<string, GapBuilder>()
  for (const { rule, status, message, missing } of verdicts) {
    if (status !== 'not-checked') continue
    const pieces = missing.length > 0 ? missing : [{ evidence: message, how: '' }]
    for (const { evidence, how, commands = [] } of pieces) {
      const gap: GapBuilder = gaps.get(evidence) ?? { evidence, instructions: new Map(), rules: [] }
      if (how !== '') {
        const known = gap.instructions.get(how) ?? new Set<string>()
        for (const command of commands) known.add(command)
        gap.instructions.set(how, known)
      }
      if (!gap.rules.includes(rule)) gap.rules.push(rule)
      gaps.set(evidence, gap)
    }
  }
  return [...gaps.values()]
}
