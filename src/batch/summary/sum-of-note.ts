import type { CasesBySum } from '../../model/fleet-summary.ts'
import type { JudgedNote } from './case-note.ts'
import type { Names } from './names.ts'

/** What all verdicts of a case come to. */
export function sumOfNote({ causes, gaps, crashed }: JudgedNote, names: Names): keyof CasesBySum {
  if (causes.some(({ rule }) => names.rules[rule]?.severity !== 'info')) return 'affected'
  return gaps.length > 0 || crashed.length > 0 ? 'open' : 'clear'
}
