import { parseSavedReport } from '../inputs/saved-report.ts'
import { defined } from '../model/defined.ts'
import type { Report } from '../model/report.ts'
import { REPORT_FORMATS, type ReportFormat } from '../model/report-format.ts'
import { UsageError } from '../model/usage-error.ts'
import { createRedactor } from '../redact/redact-case.ts'
import { deriveKey, deriveShift, MIN_KEY_CHARS } from '../redact/redaction-key.ts'
import { reportFormats } from '../reports/report-formats.ts'

export type {
  DiagnosedCause,
  Diagnosis,
  DiagnosisOutcome,
  EvidenceToCollect,
  PlannedAction,
  Reason,
  RuledOutCause,
  UndecidedCause,
  UnexplainedSymptom,
} from '../model/diagnosis.ts'
export type { Fact } from '../model/fact.ts'
export type {
  JoinKind,
  Journey,
  JourneyReport,
  JourneyStage,
  JourneyStep,
} from '../model/journey.ts'
export type { LogProgram } from '../model/logs/log-program.ts'
export type {
  CaseReport,
  ChangedSetting,
  ConfigurationUse,
  InputReport,
  RedactionNote,
  Report,
  Summary,
  Verdict,
  VerdictStatus,
} from '../model/report.ts'
export type { ReportFormat } from '../model/report-format.ts'
export type { CitedLine } from '../model/source-ref.ts'
export type { Damage, Gap, InputStatus, InputSummary, TimeSpan } from '../model/tally.ts'
export type { Timeline, TimelineMark } from '../model/timeline.ts'

/** How a report is rendered. All options may be left out. */
export interface RenderOptions {
  /** Whether a table has everything, not only the answer. Default: false. */
  readonly full?: boolean
  /** Columns of a table, at least 40. Default: 100. */
  readonly width?: number
  /** Whether a table has the escape sequences of colors. Default: false. */
  readonly color?: boolean
}

const DEFAULT_WIDTH = 100
/** A narrower table has no room for words. */
const MIN_WIDTH = 40

/**
 * Renders a report as `--format` does. Text from the evidence is made safe for the format: no
 * escape sequence, markup or formula of it gets through. Ends with a line end. Rejects with a
 * `UsageError` for an unknown format.
 */
export async function renderReport(
  report: Report,
  format: ReportFormat,
  options: RenderOptions = {},
): Promise<string> {
  const { full = false, width = DEFAULT_WIDTH, color = false } = options
  if (!REPORT_FORMATS.includes(format))
    throw new UsageError(
      `There is no format “${format}”. Pass one of ${REPORT_FORMATS.join(', ')}.`,
    )
  const render = await reportFormats[format](report, { full })
  return String(render({ width: Math.max(MIN_WIDTH, width), color }))
}

/**
 * Parses a report that `--format json` wrote, in any encoding that Windows writes. Every field that
 * is rendered is checked. Throws a `UsageError` that says what is wrong with anything else.
 */
export function parseReport(json: string | Uint8Array): Report {
  const saved = parseSavedReport(Buffer.from(json as string))
  if ('problem' in saved) throw new UsageError(`The text ${saved.problem}`)
  return saved.report
}

/** How a report is redacted. All options may be left out. */
export interface RedactOptions {
  /**
   * A secret of at least 16 characters. The same key gives the same tokens in every report, also as
   * the content of the file of `--redact-key`. Without it, tokens are numbered.
   */
  readonly key?: string
  /** Whether all times are moved by the same secret offset. Default: false. */
  readonly shiftTimes?: boolean
}

/** A redacted report, and what puts the names back. */
export interface RedactedReport {
  readonly report: Report
  /** The name behind each token. It is as confidential as the evidence. */
  readonly names: ReadonlyMap<string, string>
}

/**
 * Replaces the names of users, hosts, domains and addresses in a report by tokens, equal names by
 * equal tokens. `redaction` of each case says what is not covered. Throws a `UsageError` for a key
 * that is too short.
 */
export function redactReport(report: Report, options: RedactOptions = {}): RedactedReport {
  const { key: secret, shiftTimes = false } = options
  // The bytes of the text, as they are in a file.
  const key = secret === undefined ? undefined : deriveKey(Buffer.from(secret).toString('latin1'))
  if (secret !== undefined && key === undefined)
    throw new UsageError(
      `The key is shorter than ${MIN_KEY_CHARS} characters: names could be guessed. Pass a longer one.`,
    )
  const names = new Map<string, string>()
  const redactor = createRedactor({
    ...defined({ key, shift: shiftTimes ? deriveShift(key) : undefined }),
    onToken: ([token, name]) => void names.set(token, name),
  })
  // Other cases may name a case by its id.
  for (const { id } of report.cases) redactor.caseToken(id)
  const cases = report.cases.map((caseReport) => redactor.redactCase(caseReport))
  return { report: { ...report, cases }, names }
}
