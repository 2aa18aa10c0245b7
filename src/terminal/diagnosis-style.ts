import type { Certainty, DiagnosisOutcome } from '../model/diagnosis.ts'
import type { Verdict } from '../model/report.ts'
import type { TextAttribute } from './layout.ts'

/** How a terminal shows each outcome of a diagnosis. */
export const OUTCOME_STYLES: Readonly<
  Record<DiagnosisOutcome, { readonly mark: string; readonly color: TextAttribute }>
> = {
  'cause-found': { mark: '✗', color: 'red' },
  'cause-possible': { mark: '!', color: 'yellow' },
  unexplained: { mark: '✗', color: 'red' },
  'nothing-wrong': { mark: '✓', color: 'green' },
  'not-enough-evidence': { mark: '?', color: 'yellow' },
}

export const CERTAINTY_COLORS: Readonly<Record<Certainty, TextAttribute>> = {
  proven: 'red',
  likely: 'red',
  possible: 'yellow',
}

/** Skipped checks may hide a cause, so “nothing wrong” is green only if every check was made. */
export function outcomeAttributes(
  outcome: DiagnosisOutcome,
  verdicts: readonly Verdict[],
): TextAttribute[] {
  const isOpen = outcome === 'nothing-wrong' && verdicts.some(({ missing }) => missing.length > 0)
  return isOpen ? ['bold'] : ['bold', OUTCOME_STYLES[outcome].color]
}
