/** The formats of a report, the default of the command line first. */
export const REPORT_FORMATS = [
  'table',
  'json',
  'markdown',
  'html',
  'csv',
  'ndjson',
  'sarif',
  'junit',
] as const

/** A format of a report. */
export type ReportFormat = (typeof REPORT_FORMATS)[number]
