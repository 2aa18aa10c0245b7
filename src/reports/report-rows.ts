import { defined } from '../model/defined.ts'
import { formatNumber } from '../model/duration.ts'
import type { CaseReport, Verdict } from '../model/report.ts'
import { formatSource } from '../model/source-ref.ts'

/**
 * One finding, or one thing that a check said when it found nothing: what a row of a table or a
 * line of a stream tells.
 */
export interface ReportRow {
  readonly verdict: Pick<Verdict, 'rule' | 'title' | 'severity' | 'status' | 'trial'>
  /** What a finding is about; of a check that was not made, the evidence that it lacks. */
  readonly subject: string
  readonly message: string
  /** `path:line` of each place. */
  readonly sources: readonly string[]
  /** What to do, one step each: against what was found, or to get what is missing. */
  readonly steps: readonly string[]
  /** Commands to copy, for PowerShell. */
  readonly commands: readonly string[]
  /** Findings that are true but not listed: a row of its own, so that they are not lost. */
  readonly omitted?: number
}

/** All verdicts of a case as rows, each whole in itself. A verdict is never without a row. */
export const reportRows = ({ verdicts }: CaseReport): readonly ReportRow[] =>
  verdicts.flatMap(rowsOf)

function rowsOf(verdict: Verdict): ReportRow[] {
  const {
    rule,
    title,
    severity,
    status,
    trial,
    message,
    findings,
    omitted,
    sources,
    missing,
    remedy,
  } = verdict
  const row = (more: Partial<ReportRow>): ReportRow => ({
    verdict: { rule, title, severity, status, trial },
    subject: '',
    message,
    sources: sources.map(formatSource),
    steps: [],
    commands: [],
    ...more,
  })
  const whatToDo = {
    steps: remedy.map((step) => `${step.do} Check: ${step.verify}`),
    commands: remedy.flatMap(({ commands = [] }) => commands),
  }
  const rows = [
    ...findings.map((finding) =>
      row({
        subject: finding.subject,
        message: finding.message,
        sources: finding.sources.map(formatSource),
        ...whatToDo,
        ...defined({
          steps: finding.remedy === undefined ? undefined : [finding.remedy, ...whatToDo.steps],
        }),
      }),
    ),
    ...missing.map(({ evidence, how, commands = [] }) =>
      row({ subject: evidence, steps: how === '' ? [] : [how], commands }),
    ),
  ]
  if (rows.length === 0) rows.push(row(whatToDo))
  if (omitted > 0)
    rows.push(
      row({
        message: `${formatNumber(omitted)} more that are true are not listed.`,
        ...whatToDo,
        omitted,
      }),
    )
  return rows
}
