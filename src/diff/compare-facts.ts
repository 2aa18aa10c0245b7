import { defined } from '../model/defined.ts'
import type { Fact } from '../model/fact.ts'
import type { FactChange, FactSide } from '../model/report-diff.ts'

type Facts = Readonly<Record<string, Fact>>

/**
 * Facts that most often explain a problem. They are listed first; others follow in report order.
 */
const LEADING_FACTS = [
  'clientBuild',
  'updateChannel',
  'clientEdition',
  'offlineIm',
  'autoArchiving',
  'server',
  'mailboxLocation',
  'ewsState',
  'users',
]
/**
 * Facts that are not compared. The spool has its own section; log coverage and last sign-in always
 * change.
 */
const IGNORED_FACTS = new Set([
  'spoolItems',
  'spoolBytes',
  'oldestSpooled',
  'logCoverage',
  'lastSignIn',
])

/**
 * Lists the facts whose value changed. Texts are not compared, because they also describe the
 * source of a fact.
 */
export function compareFacts(before: Facts, after: Facts): FactChange[] {
  const [earlier, later] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  return [...new Set([...LEADING_FACTS, ...later.keys(), ...earlier.keys()])].flatMap((key) => {
    const [oldFact, newFact] = [earlier.get(key), later.get(key)]
    if (IGNORED_FACTS.has(key) || oldFact?.value === newFact?.value) return []
    const change = {
      key,
      label: (newFact ?? oldFact)?.label ?? key,
      ...defined({
        before: oldFact === undefined ? undefined : sideOf(oldFact),
        after: newFact === undefined ? undefined : sideOf(newFact),
      }),
    }
    return [change]
  })
}

const sideOf = ({ value, text }: Fact): FactSide => ({ value, text })
