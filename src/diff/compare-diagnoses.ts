import { defined, present } from '../model/defined.ts'
import { compareCertainty, type DiagnosedCause, type Diagnosis } from '../model/diagnosis.ts'
import type { CaseReport } from '../model/report.ts'
import type {
  CauseSide,
  CauseTransition,
  DiagnosedCauseChange,
  DiagnosisChange,
  DiagnosisSide,
} from '../model/report-diff.ts'

/** Compares the causes of two reports. Undefined when one of the reports has no diagnosis. */
export function compareDiagnoses(
  before: CaseReport,
  after: CaseReport,
): DiagnosisChange | undefined {
  if (before.diagnosis === undefined || after.diagnosis === undefined) return undefined
  const pairs = pairCauses(before.diagnosis.causes, after.diagnosis.causes)
  return {
    before: sideOf(before.diagnosis),
    after: sideOf(after.diagnosis),
    causes: pairs.map(([earlier, later]) => changeOf(earlier, later, after)),
  }
}

type Pair = readonly [before: DiagnosedCause | undefined, after: DiagnosedCause | undefined]

/**
 * Pairs causes of the same rule and user, then those of the same rule of which one names no user.
 */
function pairCauses(before: readonly DiagnosedCause[], after: readonly DiagnosedCause[]): Pair[] {
  const unpaired = new Set(before)
  const partners = new Map<DiagnosedCause, DiagnosedCause>()
  for (const isPair of [isSameCause, mayBeSameCause])
    for (const later of after) {
      if (partners.has(later)) continue
      const earlier = [...unpaired].find((candidate) => isPair(candidate, later))
      if (earlier === undefined) continue
      partners.set(later, earlier)
      unpaired.delete(earlier)
    }
  return [
    ...after.map((later): Pair => [partners.get(later), later]),
    ...[...unpaired].map((earlier): Pair => [earlier, undefined]),
  ]
}

const isSameCause = (left: DiagnosedCause, right: DiagnosedCause): boolean =>
  left.rule === right.rule && left.user?.toLowerCase() === right.user?.toLowerCase()

const mayBeSameCause = (left: DiagnosedCause, right: DiagnosedCause): boolean =>
  left.rule === right.rule && (left.user === undefined || right.user === undefined)

function changeOf(
  before: DiagnosedCause | undefined,
  after: DiagnosedCause | undefined,
  report: CaseReport,
): DiagnosedCauseChange {
  const [{ rule = '', title = '', user } = {}] = present([after, before])
  return {
    rule,
    title,
    ...defined({ user }),
    change: transitionOf(before, after, rule, report),
    ...defined({ before: causeSideOf(before), after: causeSideOf(after) }),
  }
}

/** Only a rule that passed shows that a cause is gone. */
function transitionOf(
  before: DiagnosedCause | undefined,
  after: DiagnosedCause | undefined,
  rule: string,
  { diagnosis, verdicts }: CaseReport,
): CauseTransition {
  if (after === undefined) {
    if (verdicts.find((verdict) => verdict.rule === rule)?.status === 'clear') return 'gone'
    const isSuperseded = diagnosis?.causes.some(({ supersedes }) => supersedes.includes(rule))
    return isSuperseded ? 'superseded' : 'unknown'
  }
  if (before === undefined) return 'came'
  const difference = compareCertainty(before.certainty, after.certainty)
  if (difference === 0) return 'same'
  return difference > 0 ? 'more-certain' : 'less-certain'
}

const causeSideOf = (cause: DiagnosedCause | undefined): CauseSide | undefined =>
  cause && {
    certainty: cause.certainty,
    messages: cause.explains.messages,
    of: cause.explains.of,
  }

const sideOf = ({ outcome, answer }: Diagnosis): DiagnosisSide => ({ outcome, answer })
