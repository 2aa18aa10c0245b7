import type { FoundInBundle } from '../model/batch-line.ts'
import { diagnosedSymptoms, highestCertainty } from '../model/diagnosis.ts'
import type { CaseReport } from '../model/report.ts'
import { isDiagnosis } from './summary/parse-batch-line.ts'

/**
 * Returns what was found in a case. A report without a diagnosis, or with a damaged one, has each of
 * its flagged rules as a cause of unknown certainty.
 */
export function foundInBundle({ diagnosis, verdicts }: CaseReport): FoundInBundle {
  if (!isDiagnosis(diagnosis)) {
    const flagged = verdicts.filter(({ status }) => status === 'flagged')
    const causes = flagged.map(({ rule }) => ({ rule, certainty: 'unknown' as const }))
    return { outcome: 'no-diagnosis', causes, symptoms: [] }
  }
  const rules = new Set(diagnosis.causes.map(({ rule }) => rule))
  return {
    outcome: diagnosis.outcome,
    causes: [...rules].map((rule) => {
      const own = diagnosis.causes.filter((cause) => cause.rule === rule)
      const certainty = highestCertainty(own.map((cause) => cause.certainty)) ?? 'unknown'
      return { rule, certainty }
    }),
    symptoms: diagnosedSymptoms(diagnosis),
  }
}
