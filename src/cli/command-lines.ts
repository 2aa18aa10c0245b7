import { batchCommandLines } from './batch-command-lines.ts'
import type { CommandText } from './command-text.ts'
import {
  archives,
  asOf,
  decoding,
  everywhere,
  format,
  incident,
  judging,
  redaction,
  redactionHow,
  reports,
} from './option-texts.ts'

export type CommandName =
  | 'analyze'
  | 'batch'
  | 'merge'
  | 'summarize'
  | 'worker'
  | 'watch'
  | 'redact'
  | 'unredact'
  | 'rules'
  | 'explain'
  | 'render'
  | 'diff'
  | 'etl'

/** The commands with their options: parsed and explained from the same words. */
export const commandLines: Readonly<Record<CommandName, CommandText>> = {
  analyze: {
    operandsHint: '<path…>',
    summary:
      'Reads what was collected and says what is wrong, how it knows, what it could not check and what to do',
    examples: [
      ['spoolscope analyze ./PC-0142', 'everything below a folder, as one case'],
      ['spoolscope analyze PC-0142.zip', 'the same as it was sent: .zip, .gz, .tar, .tar.gz'],
      [
        'spoolscope analyze Lync-UccApi-0.UccApilog im.txt',
        'a client log with pasted PowerShell output',
      ],
      [
        'spoolscope analyze bundle --as-of 2016-06-14T12:00Z',
        'judge the spool as of the collection',
      ],
      [
        'spoolscope analyze bundle --format json --output r.json',
        'the whole report, for other programs',
      ],
      [
        'spoolscope analyze bundle --report markdown=ticket.md --report sarif=r.sarif',
        'shown here, and written in other formats',
      ],
      ['spoolscope analyze bundle --set spool-message-stuck.stuckAfter=5m', 'with another limit'],
      ['Get-CsImConfiguration | spoolscope analyze -', 'standard input'],
    ],
    options: {
      ...reports,
      'as-of': asOf,
      incident,
      ...judging,
      ...archives,
      jobs: {
        takes: 'n',
        describe: 'Read so many large files at the same time (one for each core)',
      },
      'explain-reading': {
        describe:
          'Say on stderr how each input was read: records, which were decoded and why, time',
      },
      ...redaction,
      ...everywhere,
    },
  },
  ...batchCommandLines,
  diff: {
    operandsHint: '<before> <after>',
    summary:
      'Says what is different after something was done: what cleared, what is new, what persists, what is no longer known',
    examples: [
      [
        'spoolscope diff before.json after.json',
        'two reports of one case, from analyze --format json',
      ],
      ['spoolscope diff before.json after.json --format markdown', 'to paste into a ticket'],
      [
        'spoolscope analyze ./PC-0142 --format json | spoolscope diff before.json -',
        'a report that is made just now',
      ],
      [
        'spoolscope diff before.ndjson after.ndjson',
        'two results of batch: all cases, those that got worse first',
      ],
    ],
    options: {
      format: { takes: 'table|json|markdown', describe: 'How to print (table)' },
      output: { takes: 'file', describe: 'Write there instead of standard output' },
      'fail-on': {
        takes: 'error|warning|never',
        describe: 'Exit with 1 when something this bad is new (error)',
      },
      top: {
        takes: 'n',
        describe: 'Of many cases: so many of each list in table and markdown (10)',
      },
      'any-rules': {
        describe:
          'Of many cases: compare also what was judged with other rules, limits or versions',
      },
      ...everywhere,
    },
  },
  watch: {
    operandsHint: '[folder…]',
    summary:
      'Watches a Lync folder as it happens: what is spooled, what gets stuck, and what the rules say of it',
    examples: [
      ['spoolscope watch', 'on the user’s own Windows machine: its Skype for Business folder'],
      ['spoolscope watch ./Lync', 'any folder laid out like it'],
      ['spoolscope watch --format ndjson >> events.ndjson', 'one JSON object for each event'],
      [
        'spoolscope watch --until empty --until 10m --exit-code',
        'wait until the spool is empty, for ten minutes at most',
      ],
    ],
    options: {
      format: {
        takes: 'ndjson',
        describe: 'Print one JSON object for each event instead of the dashboard',
      },
      plain: { describe: 'Print one line for each event (the way without a terminal)' },
      until: {
        takes: 'what',
        describe:
          'End when: a duration (10m), empty (nothing is spooled), a rule is flagged, or rule=clear; repeat for several',
        many: true,
      },
      'exit-code': {
        describe:
          'Exit with 1 when something is flagged at the end, or a time ended the wait for something else',
      },
      poll: {
        describe: 'Look at the folder again and again: for network shares, which send no events',
      },
      'screen-reader': {
        describe: 'Plain text for screen readers (INK_SCREEN_READER is honoured too)',
      },
      ...judging,
      ...everywhere,
    },
  },
  redact: {
    operandsHint: '<log|-> <out|->',
    summary:
      'Takes names, message texts and authentication material out of a log, so that it can be sent',
    examples: [
      [
        'spoolscope redact Lync-UccApi-0.UccApilog for-support.UccApilog',
        'a log, line by line; the original stays as it is',
      ],
      [
        'spoolscope redact trace.csv out.csv --redact-map private.map',
        'and keep what each token stands for, for yourself',
      ],
      [
        'spoolscope redact - - < trace.txt | gzip > out.gz',
        'from standard input to standard output',
      ],
    ],
    options: { ...redactionHow, ...everywhere },
  },
  unredact: {
    operandsHint: '<file|->',
    summary: 'Puts names back into a redacted report, log or answer, by the map that was kept',
    examples: [
      [
        'spoolscope unredact answer.txt --redact-map private.map',
        'what support wrote about user-1, with the name',
      ],
    ],
    options: {
      'redact-map': { takes: 'file', describe: 'The map that was written when it was redacted' },
      output: { takes: 'file', describe: 'Write there instead of standard output' },
      ...everywhere,
    },
  },
  rules: {
    operandsHint: '',
    summary: 'Lists what is checked',
    examples: [
      ['spoolscope rules', 'id, severity, title and status'],
      ['spoolscope rules --format json', 'all about them, for other programs'],
    ],
    options: { format, ...everywhere },
  },
  explain: {
    operandsHint: '<rule…>',
    summary: 'Tells all about a rule: why it matters, what it looks at, its limits, what to do',
    examples: [
      ['spoolscope explain spool-message-stuck', 'one rule, with its thresholds and remedy'],
    ],
    options: { ...everywhere },
  },
  render: {
    operandsHint: '<report.json|results.ndjson|->',
    summary:
      'Makes a report in any format of one that analyze --format json has written, or of the results of batch',
    examples: [
      ['spoolscope render r.json', 'as it would have been shown'],
      ['spoolscope render r.json --format markdown', 'to paste into a ticket'],
      ['spoolscope render r.json --report junit=r.xml --report csv=r.csv', 'several at once'],
      ['spoolscope render results.ndjson --format csv --output cases.csv', 'all cases of a batch'],
      [
        'spoolscope render - --format html --output r.html < r.json',
        'a report from standard input, as a page',
      ],
    ],
    options: { ...reports, ...redaction, ...everywhere },
  },
  etl: {
    operandsHint: 'info|print <file…>',
    summary: 'Tells what binary traces (.etl) hold, or prints their events as text, on any system',
    examples: [
      ['spoolscope etl info Lync-0.etl', 'session, machine, time span, losses, providers'],
      ['spoolscope etl info *.etl --format json', 'all of it, for other programs'],
      [
        'spoolscope etl print Lync-0.etl --level warning',
        'events in the order of their times, as tracefmt prints them',
      ],
      [
        'spoolscope etl print Lync-0.etl --format ndjson --grep ErrorServerBusy',
        'one JSON object for each event',
      ],
    ],
    options: {
      format: {
        takes: 'table|json|text|ndjson',
        describe: 'Of info: table or json (table); of print: text or ndjson (text)',
      },
      output: { takes: 'file', describe: 'Write there instead of standard output' },
      provider: {
        takes: 'name|guid',
        describe: 'Print only events of this provider; repeat for several',
        many: true,
      },
      level: {
        takes: '1..5',
        describe: 'Print only events this bad: critical, error, warning, information or verbose',
      },
      from: {
        takes: 'time',
        describe: 'Print only events from then on, such as 2016-06-14T08:30Z',
      },
      to: { takes: 'time', describe: 'Print only events up to then' },
      grep: {
        takes: 'expression',
        describe: 'Print only lines that this regular expression is found in, whatever the case',
      },
      all: { describe: 'Print what a trace says of itself, too' },
      'utc-offset': { takes: '±hh:mm', describe: 'Print times of that zone (UTC)' },
      'code-page': judging['code-page'],
      ...decoding,
      ...everywhere,
    },
  },
}
