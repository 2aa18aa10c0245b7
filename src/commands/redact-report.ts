import type { Report } from '../model/report.ts'
import { type Redactor, redactor } from '../redact/redact-case.ts'
import type { RedactionSettings } from '../settings/redaction-settings.ts'
import { RedactionMap } from './redaction-map.ts'

/** A redactor as the options ask for it, and what is to be done when no more is redacted. */
function startRedactor(settings: RedactionSettings): { readonly redact: Redactor; readonly end: () => void } {
  const map = settings.map === undefined ? undefined : new RedactionMap(settings.map, settings)
  const shift = map?.shift ?? settings.shift
  const redact = redactor({
    ...(settings.key === undefined ? {} : { key: settings.key }),
    ...(shift === undefined ? {} : { shift }),
    ...(map === undefined ? {} : { known: map.known, hear: map.add }),
  })
  return { redact, end: () => map?.close() }
}

/** The same report with tokens for names, as the options ask for it: all formats are made of what this returns. */
export function redactReport(report: Report, settings: RedactionSettings | undefined): Report {
  if (settings === undefined) return report
  const { redact, end } = startRedactor(settings)
  try {
    return { ...report, cases: report.cases.map((one) => redact.redactCase(one)) }
  } finally {
    end()
  }
}
