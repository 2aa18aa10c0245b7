import type { Verdict } from '../model/report.ts'

/** A piece of evidence that is missing. */
export interface Gap {
  readonly evidence: string
  /** Ways to get it, each with its commands. */
  readonly hows: ReadonlyMap<string, ReadonlySet<string>>
  /** That wait for it. */
  readonly rules: readonly string[]
}

/**
 * What could not be checked: each missing piece once, how to get it, and the rules that wait for
 * it.
 */
export function gapsOf(verdicts: readonly Verdict[]): readonly Gap[] {
  const gaps = new Map<
    string,
    { evidence: string; hows: Map<string, Set<string>>; rules: string[] }
  >()
  for (const { rule, status, message, missing } of verdicts) {
    if (status !== 'not-checked') continue
    for (const { evidence, how, commands = [] } of missing.length > 0
      ? missing
      : [{ evidence: message, how: '' }]) {
      const gap = gaps.get(evidence) ?? {
        evidence,
        hows: new Map<string, Set<string>>(),
        rules: [],
      }
      if (how !== '') gap.hows.set(how, new Set([...(gap.hows.get(how) ?? []), ...commands]))
      if (!gap.rules.includes(rule)) gap.rules.push(rule)
      gaps.set(evidence, gap)
    }
  }
  return [...gaps.values()]
}
