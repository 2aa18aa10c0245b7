import { defined } from '../model/defined.ts'
import type { Fact } from '../model/fact.ts'
import type { FactChange, FactSide } from '../model/report-diff.ts'

type Facts = Readonly<Record<string, Fact>>

/** What causes are made of, the most telling first; others follow in their own order. */
const FIRST = [
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
 * The spool has its own place; where logs begin and end, and the last sign-in, are other ones in
 * each collection.
 */
const ELSEWHERE = new Set([
  'spoolItems',
  'spoolBytes',
  'oldestSpooled',
  'logCoverage',
  'lastSignIn',
])

/**
 * Facts whose value is another one. Their texts also tell how they are known, and that differs each
 * time.
 */
export function compareFacts(before: Facts, after: Facts): FactChange[] {
  const [earlier, later] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  return [...new Set([...FIRST, ...later.keys(), ...earlier.keys()])].flatMap((key) => {
    const [was, is] = [earlier.get(key), later.get(key)]
    if (ELSEWHERE.has(key) || was?.value === is?.value) return []
    const change = {
      key,
      label: (is ?? was)?.label ?? key,
      ...defined({
        before: was === undefined ? undefined : sideOf(was),
        after: is === undefined ? undefined : sideOf(is),
      }),
    }
    return [change]
  })
}

const sideOf = ({ value, text }: Fact): FactSide => ({ value, text })
