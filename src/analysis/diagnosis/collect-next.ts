import type { EvidenceToCollect } from '../../model/diagnosis.ts'
import type { MissingEvidence } from '../../model/rule.ts'
import type { Evaluation } from './evaluation.ts'
import { effortOf } from './plan.ts'

interface Wanted {
  readonly missing: MissingEvidence
  readonly decides: Set<string>
}

/** The evidence that these undecided rules miss: what decides most comes first, then the easiest. */
export function listEvidenceToCollect(undecided: readonly Evaluation[]): EvidenceToCollect[] {
  const byName = new Map<string, Wanted>()
  for (const { rule, missing: list } of undecided)
    for (const missing of list) {
      const wanted = byName.get(missing.evidence) ?? { missing, decides: new Set() }
      wanted.decides.add(rule.id)
      byName.set(missing.evidence, wanted)
    }
  return [...byName.values()]
    .sort(
      (left, right) =>
        right.decides.size - left.decides.size ||
        effortOf(left.missing.from ?? 'user') - effortOf(right.missing.from ?? 'user'),
    )
    .map(({ missing: { evidence, how, commands = [] }, decides }) => ({
      evidence,
      how,
      commands,
      decides: [...decides],
    }))
}
