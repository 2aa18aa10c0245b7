import type { FleetCase } from '../../../model/fleet-case.ts'
import { formatMoment } from '../../../model/moment.ts'
import { toPrintable, truncateText } from '../../../model/printable.ts'
import type { FindCasePage } from './case-link.ts'

const STATE_LABELS = {
  affected: 'affected',
  open: 'not all checked',
  clear: 'in order',
  unreadable: 'unreadable',
  failed: 'failed',
} as const satisfies Record<FleetCase['sum'], string>

/** As the reader chooses among them. */
export const CASE_STATES: readonly string[] = Object.values(STATE_LABELS)

const MAX_HEADLINE_CHARACTERS = 180

/**
 * Rows as the script of the page reads them (`browser/case-rows.ts`): words that repeat are numbers
 * into `words`. All text is made printable here, for the script shows it as it is.
 */
export function caseRows(cases: readonly FleetCase[], pageOf: FindCasePage): object {
  const words: string[] = []
  const numbers = new Map<string, number>()
  const number = (text: string): number => {
    const known = numbers.get(text)
    if (known !== undefined) return known
    numbers.set(text, words.length)
    return words.push(toPrintable(text)) - 1
  }
  const rows = cases.map(
    ({ bundle, sum, causes, users, build = '', channel = '', stuck, oldest, asOf, says }) => [
      toPrintable(bundle),
      number(STATE_LABELS[sum]),
      causes.map(number),
      number(users.join(', ')),
      number(build),
      number(channel),
      stuck,
      oldest === undefined ? '' : dayText(oldest),
      asOf === undefined ? '' : dayText(asOf),
      truncateText(toPrintable(says), MAX_HEADLINE_CHARACTERS),
      pageOf(bundle) ?? '',
    ],
  )
  return { words, rows }
}

/** Sorts as text the way it does as time. */
const dayText = (at: number): string => formatMoment(at).slice(0, 16)
