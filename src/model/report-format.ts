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

export type ReportFormat = (typeof REPORT_FORMATS)[number]
