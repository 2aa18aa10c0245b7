import { basename } from 'node:path'
import { defined } from '../../model/defined.ts'
import type { CaseReport, Report } from '../../model/report.ts'
import { createRedactor } from '../../redact/redact-case.ts'
import { RedactionMap } from './redaction-map.ts'
import type { RedactionSettings } from './redaction-settings.ts'

/** Redacts cases one after the other, with the same tokens for the same names. */
export interface CaseRedactor {
  readonly redact: (report: CaseReport) => CaseReport
  /** Learns the id of a case, which other cases may name. */
  readonly learn: (id: string) => void
  /** To be called after the last case. */
  readonly end: () => void
}

/** Changes nothing when there are no settings. All formats are rendered from its result. */
export function createCaseRedactor(settings: RedactionSettings | undefined): CaseRedactor {
  if (settings === undefined) return { redact: (report) => report, learn() {}, end() {} }
  const map = settings.map === undefined ? undefined : new RedactionMap(settings.map, settings)
  const redactor = createRedactor(
    defined({
      key: settings.key,
      shift: map?.shift ?? settings.shift,
      knownTokens: map?.knownEntries,
      onToken: map?.add,
    }),
  )
  return {
    redact: (report) => redactor.redactCase(report),
    learn: (id) => void redactor.caseToken(id),
    end: () => map?.close(),
  }
}

/** Redacts all cases of a report, and leaves out the folders of configurations. */
export function redactReport(report: Report, settings: RedactionSettings): Report {
  const { redact, learn, end } = createCaseRedactor(settings)
  try {
    for (const { id } of report.cases) learn(id)
    const cases = report.cases.map(redact)
    const configuration = report.configuration?.map(({ file, options }) => ({
      file: basename(file),
      options,
    }))
    return { ...report, ...defined({ configuration }), cases }
  } finally {
    end()
  }
}
