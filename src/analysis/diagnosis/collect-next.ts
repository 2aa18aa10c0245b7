import type { EvidenceToCollect } from '../../model/diagnosis.ts'
import { type MissingEvidence, TURNED_OFF } from '../../model/rule.ts'
import { effortOf, fillIn } from './plan.ts'

/** A rule that is not decided, and the evidence that would decide it. */
export interface OpenQuestion {
  readonly rule: string
  readonly missing: readonly MissingEvidence[]
  /** Whether everything else depends on it, such as whether anything fails at all. */
  readonly comesFirst: boolean
}

interface Wanted {
  readonly missing: MissingEvidence
  readonly decides: Set<string>
  comesFirst: boolean
}

/**
 * The evidence that would answer these questions: what everything depends on, then what decides
 * most, then the easiest. A check that is turned off needs no evidence. `parameters`: values for
 * placeholders.
 */
export function listEvidenceToCollect(
  questions: readonly OpenQuestion[],
  parameters: Readonly<Record<string, string>>,
): EvidenceToCollect[] {
  const byName = new Map<string, Wanted>()
  for (const { rule, missing: list, comesFirst } of questions)
    for (const missing of list) {
      if (missing.evidence === TURNED_OFF.evidence) continue
      const wanted = byName.get(missing.evidence) ?? {
        missing,
        decides: new Set<string>(),
        comesFirst: false,
      }
      wanted.decides.add(rule)
      wanted.comesFirst ||= comesFirst
      byName.set(missing.evidence, wanted)
    }
  return [...byName.values()]
    .sort(
      (left, right) =>
        Number(right.comesFirst) - Number(left.comesFirst) ||
        right.decides.size - left.decides.size ||
        effortOf(left.missing.from ?? 'user') - effortOf(right.missing.from ?? 'user'),
    )
    .map(({ missing: { evidence, how, commands = [] }, decides }) => ({
      evidence,
      how,
      commands: commands.map((command) => fillIn(command, parameters)),
      decides: [...decides],
    }))
}
