import { defined } from '../model/defined.ts'
import type { CaseReport } from '../model/report.ts'
import type { CaseDiff, CaseSide } from '../model/report-diff.ts'
import { cautionsOf } from './cautions.ts'
import { compareDiagnoses } from './compare-diagnoses.ts'
import { compareFacts } from './compare-facts.ts'
import { compareSpools } from './compare-spools.ts'
import { compareVerdicts } from './compare-verdicts.ts'
import { diffHeadline } from './diff-headline.ts'

/**
 * Compares two reports of one case. Their ids may differ. `versions`: the spoolscope versions that
 * wrote them.
 */
export function compareCases(
  before: CaseReport,
  after: CaseReport,
  versions: readonly [string, string],
): CaseDiff {
  const verdicts = compareVerdicts(before.verdicts, after.verdicts)
  const spool = compareSpools(before, after)
  return {
    before: sideOf(before),
    after: sideOf(after),
    headline: diffHeadline(verdicts, spool.state),
    ...defined({ diagnosis: compareDiagnoses(before, after) }),
    verdicts,
    facts: compareFacts(before.facts, after.facts),
    spool,
    cautions: cautionsOf(before, after, versions),
  }
}

const sideOf = ({ id, asOf }: CaseReport): CaseSide => ({ id, asOf: asOf?.time ?? null })
