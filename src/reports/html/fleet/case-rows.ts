import type { FleetCase } from '../../../model/fleet/fleet-case.ts'
import { formatMoment } from '../../../model/moment.ts'
import { toPrintable, truncateText } from '../../../model/text/printable.ts'
import type { FindCasePage } from './case-link.ts'

const STATE_LABELS = {
  affected: 'affected',
  open: 'some checks skipped',
  clear: 'passed',
  unreadable: 'unreadable',
  failed: 'failed',
} as const satisfies Record<FleetCase['sum'], string>

/** The values of the filter by state. */
export const CASE_STATES: readonly string[] = Object.values(STATE_LABELS)

const MAX_HEADLINE_CHARACTERS = 180

/**
 * Returns rows in the format that the script of the page reads (`browser/case-rows.ts`). Texts that
 * repeat are indexes into `words`. All text is made printable here, because the script shows it
 * unchanged.
 */
export function caseRows(cases: readonly FleetCase[], findCasePage: FindCasePage): object {
  const words: string[] = []
  const indexes = new Map<string, number>()
  const wordIndex = (text: string): number => {
    const known = indexes.get(text)
    if (known !== undefined) return known
    indexes.set(text, words.length)
    return words.push(toPrintable(text)) - 1
  }
  const rows = cases.map(
    ({ bundle, sum, causes, otherRules, users, build = '', channel = '', ...more }) => [
      toPrintable(bundle),
      wordIndex(STATE_LABELS[sum]),
      causes.map(({ rule, certainty }) => [
        wordIndex(rule),
        wordIndex(certainty === 'unknown' ? '' : certainty),
      ]),
      otherRules.map(wordIndex),
      users.map(wordIndex),
      wordIndex(build),
      wordIndex(channel),
      more.stuck,
      minuteText(more.oldest),
      minuteText(more.asOf),
      truncateText(toPrintable(more.says), MAX_HEADLINE_CHARACTERS),
      findCasePage(bundle) ?? '',
    ],
  )
  return { words, rows }
}

/** `2016-09-20 06:02`, which sorts as text; empty when unknown. */
const minuteText = (at: number | undefined): string =>
  at === undefined ? '' : formatMoment(at).slice(0, 16)
