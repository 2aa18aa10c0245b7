import { defined } from '../model/defined.ts'
import { formatNumber } from '../model/duration.ts'
import type { CaseReport, Verdict } from '../model/report.ts'
import { formatSource } from '../model/source-ref.ts'
import { type RuleDiagnosisView, viewRuleDiagnosis } from './rule-diagnosis.ts'

/**
 * A row of a table or a line of a stream: one finding, one piece of missing evidence, or the result
 * of a check that has neither.
 */
export interface ReportRow {
  readonly verdict: Pick<Verdict, 'rule' | 'title' | 'severity' | 'status' | 'trial'>
  /** The subject of a finding, or the evidence that is missing; otherwise empty. */
  readonly subject: string
  readonly message: string
  /** Places in the form `path:line`. */
  readonly sources: readonly string[]
  /** What to do about this finding alone, unless the plan of the case contains it. */
  readonly remedy?: string
  /**
   * Steps of the rule that the plan of the case does not contain, or the way to get the
   * missing evidence.
   */
  readonly steps: readonly string[]
  /** PowerShell commands to copy. */
  readonly commands: readonly string[]
  /** True for the first row of its verdict. */
  readonly isFirst: boolean
  /** The part of the diagnosis that concerns the rule. */
  readonly diagnosis: RuleDiagnosisView
  /** Number of findings that the report does not list; such a row stands for all of them. */
  readonly omitted?: number
}

/** Returns the rows of all verdicts of a case, in their order, at least one for each. */
export const reportRows = ({ verdicts, diagnosis }: CaseReport): readonly ReportRow[] =>
  verdicts.flatMap((verdict) =>
    verdictRows(verdict, viewRuleDiagnosis(diagnosis, verdict.rule)).map((row, index) => ({
      ...row,
      isFirst: index === 0,
    })),
  )

function verdictRows(verdict: Verdict, diagnosis: RuleDiagnosisView): ReportRow[] {
  const { rule, title, severity, status, trial, message, sources, remedy } = verdict
  const base: ReportRow = {
    verdict: { rule, title, severity, status, trial },
    subject: '',
    message,
    sources: sources.map(formatSource),
    steps: [],
    commands: [],
    isFirst: false,
    diagnosis,
  }
  const ownSteps = diagnosis.isPlanned ? [] : remedy
  const steps = ownSteps.map((step) => `${step.do} Check: ${step.verify}`)
  const commands = ownSteps.flatMap((step) => step.commands ?? [])
  const rows: ReportRow[] = [
    ...verdict.findings.map((finding) => ({
      ...base,
      subject: finding.subject,
      message: finding.message,
      sources: finding.sources.map(formatSource),
      ...defined({ remedy: diagnosis.isPlanned ? undefined : finding.remedy }),
      steps,
      commands,
    })),
    ...verdict.missing.map(({ evidence, how, commands: ways = [] }) => ({
      ...base,
      subject: evidence,
      steps: how === '' ? [] : [how],
      commands: ways,
    })),
  ]
  if (rows.length === 0) rows.push({ ...base, steps, commands })
  const { omitted } = verdict
  if (omitted > 0) rows.push({ ...base, message: omittedText(omitted), steps, commands, omitted })
  return rows
}

/** Returns the sentence that stands for the findings that a report does not list. */
export const omittedText = (omitted: number): string =>
  `${formatNumber(omitted)} more findings are not listed.`
