import { reportFormats } from '../commands/report-formats.ts'
import { joinWithOr } from '../settings/given.ts'

/** An option in words; below, those that several commands have. */
export interface OptionText {
  /** What stands behind it; absent for a switch. */
  readonly takes?: string
  readonly describe: string
  /** May be given several times. */
  readonly many?: true
}

/** What every command takes. */
export const everywhere = {
  quiet: { describe: 'Say nothing on stderr but errors' },
  'no-color': { describe: 'No colour (NO_COLOR and TERM=dumb are honoured too)' },
  help: { describe: 'Show this' },
}

/** What makes binary traces readable. */
export const decoding = {
  tmf: {
    takes: 'file|folder',
    describe: 'Trace message format files that decode a binary trace (.etl); repeat for several',
    many: true,
  },
  manifest: {
    takes: 'file|folder',
    describe: 'Manifests (.man) that decode a binary trace; repeat for several',
    many: true,
  },
} as const

/** How a case is judged, by whatever command. */
export const judging = {
  'utc-offset': {
    takes: '±hh:mm',
    describe: 'Zone of logs that print local time (found out where possible)',
  },
  'date-order': {
    takes: 'mdy|dmy|ymd',
    describe: 'How dates are written where that cannot be told',
  },
  'code-page': {
    takes: 'name',
    describe: 'Of text that is not Unicode, such as 850 or 932 (windows-1252)',
  },
  ...decoding,
  'fail-on': {
    takes: 'error|warning|never',
    describe: 'Exit with 1 when something this bad is found (error)',
  },
  rule: { takes: 'id', describe: 'Only these rules; repeat, or separate by commas', many: true },
  'skip-rule': {
    takes: 'id',
    describe: 'Not these rules; repeat, or separate by commas',
    many: true,
  },
  set: {
    takes: 'rule.limit=value',
    describe: 'Another value for a threshold; repeat for several',
    many: true,
  },
} as const

export const queue = {
  queue: {
    takes: 'redis://…',
    describe:
      'The Redis that holds the queue of bundles (rediss:// for TLS), for spoolscope worker',
  },
  'queue-name': { takes: 'name', describe: 'One of several queues in it (spoolscope)' },
}
export const limits = {
  timeout: { takes: 'duration', describe: 'Give a bundle up that takes longer (10m)' },
  memory: { takes: 'size', describe: 'Give a bundle up that needs more (512M)' },
}
export const asOf = {
  takes: 'time|now',
  describe: 'Judge as of this moment, such as 2016-06-14T12:00Z (the collection time)',
}
export const incident = {
  takes: 'time',
  describe: 'When it happened: say whether the logs cover it',
}
/** What an archive may ask of the machine that reads it, by whatever command opens archives. */
export const archives = {
  'max-entry-bytes': {
    takes: 'size',
    describe: 'Of an archive: most that one entry may unpack to (4G)',
  },
  'max-total-bytes': {
    takes: 'size',
    describe: 'Most that all archives of a case may unpack to (16G)',
  },
  'max-ratio': { takes: 'n', describe: 'Most times its size that an entry may unpack to (500)' },
  'max-entries': { takes: 'n', describe: 'Most entries in the archives of a case (50000)' },
  'max-nesting': { takes: 'n', describe: 'Archives inside archives, so many deep (1)' },
  'max-path-length': { takes: 'n', describe: 'Longest path of an entry, in characters (1024)' },
} as const

/** Names out of what is passed on. */
export const redactionHow = {
  'redact-key': {
    takes: 'file',
    describe: 'Secret that makes tokens the same in every run: the same name, the same token',
  },
  'redact-map': {
    takes: 'file',
    describe: 'Write there, for you alone, what each token stands for (see unredact)',
  },
  'redact-shift': { describe: 'Move all times by one secret offset' },
}
export const redaction = {
  redact: {
    describe: 'Replace names, addresses, hosts, numbers and ids by tokens (docs/redaction.md)',
  },
  ...redactionHow,
}

export const format = { takes: 'table|json', describe: 'How to print (table)' }
/** A report, by whatever command writes one. */
export const reports = {
  format: {
    takes: 'format',
    describe: `How to print: ${joinWithOr(Object.keys(reportFormats))} (table)`,
  },
  output: { takes: 'file', describe: 'Write there instead of standard output' },
  report: {
    takes: 'format=file',
    describe: 'Write it in this format there, too; repeat for several',
    many: true,
  },
} as const
export const pages = {
  takes: 'table|json|html',
  describe: 'How to print (table); html is a page that needs nothing beside it',
}
