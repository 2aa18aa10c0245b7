import type { FleetCase } from '../../../model/fleet-case.ts'
import { momentText } from '../../../model/moment.ts'
import { excerpt, printable } from '../../../model/printable.ts'
import type { PageOf } from './case-link.ts'

const SUM_WORDS = {
  affected: 'affected',
  open: 'not all checked',
  clear: 'in order',
  unreadable: 'unreadable',
  failed: 'failed',
} as const satisfies Record<FleetCase['sum'], string>

/** As the reader chooses among them. */
export const SUMS: readonly string[] = Object.values(SUM_WORDS)

const LONGEST_SAID = 180

/**
 * Rows as the script of the page reads them (`browser/case-rows.ts`): words that repeat are numbers
 * into `words`. All text is made printable here, for the script shows it as it is.
 */
export function caseRows(cases: readonly FleetCase[], pageOf: PageOf): object {
  const words: string[] = []
  const numbers = new Map<string, number>()
  const number = (text: string): number => {
    const known = numbers.get(text)
    if (known !== undefined) return known
    numbers.set(text, words.length)
    return words.push(printable(text)) - 1
  }
  const rows = cases.map(
    ({ bundle, sum, causes, users, build = '', channel = '', stuck, oldest, asOf, says }) => [
      printable(bundle),
      number(SUM_WORDS[sum]),
      causes.map(number),
      number(users.join(', ')),
      number(build),
      number(channel),
      stuck,
      oldest === undefined ? '' : dayText(oldest),
      asOf === undefined ? '' : dayText(asOf),
      excerpt(printable(says), LONGEST_SAID),
      pageOf(bundle) ?? '',
    ],
  )
  return { words, rows }
}

/** Sorts as text the way it does as time. */
const dayText = (at: number): string => momentText(at).slice(0, 16)
