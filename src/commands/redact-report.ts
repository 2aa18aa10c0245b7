import { defined } from '../model/defined.ts'
import type { CaseReport, Report } from '../model/report.ts'
import { createRedactor as createCaseOnlyRedactor, type Redactor } from '../redact/redact-case.ts'
import type { RedactionSettings } from '../settings/redaction-settings.ts'
import { RedactionMap } from './redaction-map.ts'

/** A redactor as the options ask for it, and what is to be done when no more is redacted. */
function createRedactor(settings: RedactionSettings): {
  readonly redact: Redactor
  readonly end: () => void
} {
  const map = settings.map === undefined ? undefined : new RedactionMap(settings.map, settings)
  const shift = map?.shift ?? settings.shift
  const redact = createCaseOnlyRedactor({
    ...defined({
      key: settings.key,
      shift,
      knownTokens: map === undefined ? undefined : map.knownEntries,
      onToken: map === undefined ? undefined : map.add,
    }),
  })
  return { redact, end: () => map?.close() }
}

/**
 * Puts tokens for names into cases, one after the other, as the options ask for it: all formats are
 * made of what it returns.
 */
export function createCaseRedactor(settings: RedactionSettings | undefined): {
  readonly redact: (one: CaseReport) => CaseReport
  readonly end: () => void
} {
  if (settings === undefined) return { redact: (one) => one, end() {} }
  const { redact, end } = createRedactor(settings)
  return { redact: (one) => redact.redactCase(one), end }
}

/** The same for a whole report. */
export function redactReport(report: Report, settings: RedactionSettings | undefined): Report {
  const { redact, end } = createCaseRedactor(settings)
  try {
    return { ...report, cases: report.cases.map(redact) }
  } finally {
    end()
  }
}
