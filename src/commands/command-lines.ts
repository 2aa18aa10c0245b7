import {
  archives,
  asOf,
  everywhere,
  format,
  incident,
  judging,
  limits,
  type OptionText,
  pages,
  queue,
  reports,
} from './option-texts.ts'

export type CommandName =
  | 'analyze'
  | 'batch'
  | 'merge'
  | 'summarize'
  | 'worker'
  | 'watch'
  | 'rules'
  | 'explain'
  | 'render'
  | 'diff'

interface CommandText {
  readonly takes: string
  readonly summary: string
  /** A command line, and what it does. */
  readonly examples: readonly (readonly [string, string])[]
  readonly options: Readonly<Record<string, OptionText>>
}

/** The commands with their options: parsed and explained from the same words. */
export const commandLines: Readonly<Record<CommandName, CommandText>> = {
  analyze: {
    takes: '<path…>',
    summary: 'Reads what was collected and says what is wrong, how it knows, what it could not check and what to do',
    examples: [
      ['spoolscope analyze ./PC-0142', 'everything below a folder, as one case'],
      ['spoolscope analyze PC-0142.zip', 'the same as it was sent: .zip, .gz, .tar, .tar.gz'],
      ['spoolscope analyze Lync-UccApi-0.UccApilog im.txt', 'a client log with pasted PowerShell output'],
      ['spoolscope analyze bundle --as-of 2016-06-14T12:00Z', 'judge the spool as of the collection'],
      ['spoolscope analyze bundle --format json --output r.json', 'the whole report, for other programs'],
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
      jobs: { takes: 'n', describe: 'Read so many large files at the same time (one for each core)' },
      'explain-reading': { describe: 'Say on stderr how each input was read: records, which were decoded and why, time' },
      ...everywhere,
    },
  },
  batch: {
    takes: '<folder|pattern|->…',
    summary: 'Judges many bundles, each a case of its own: one line of JSON for each',
    examples: [
      ['spoolscope batch ./bundles --output results.ndjson', 'each child of a folder is one case'],
      ['spoolscope batch ./bundles --output results.ndjson --resume', 'go on after a kill or a crash'],
      ["spoolscope batch '/srv/*/PC-*' --output results.ndjson", 'each path of a pattern, which has to be in quotes'],
      ['find /srv -name "PC-*" | spoolscope batch - --output results.ndjson', 'each path on standard input'],
      ['spoolscope batch ./bundles --shard 1/8 --output 1.ndjson', 'the first of eight shares, for spoolscope merge'],
    ],
    options: {
      output: { takes: 'file', describe: 'Write the lines there instead of to standard output' },
      resume: { describe: 'Go on with the file of an earlier run: what is in it is not judged again' },
      cache: { takes: 'folder', describe: 'Keep results there, and do not judge again what has not changed' },
      shard: { takes: 'i/n', describe: 'Only this share of the bundles, from 1/n to n/n: by path, always the same' },
      jobs: { takes: 'n', describe: 'Judge so many bundles at the same time (one for each core)' },
      ...limits,
      ...queue,
      'as-of': { ...asOf, takes: 'time' },
      incident,
      ...judging,
      ...archives,
      ...everywhere,
    },
  },
  merge: {
    takes: '<results…>',
    summary: 'Joins results of batch: one line for each bundle, sorted; a judged one goes before one that failed',
    examples: [
      ['spoolscope merge shard-*.ndjson --output all.ndjson', 'the shares of all machines as one run would have given them'],
    ],
    options: { output: { takes: 'file', describe: 'Write there instead of standard output' }, ...everywhere },
  },
  summarize: {
    takes: '<results.ndjson…>',
    summary: 'Says what the results of a batch have in common: causes, whose, since when, and what could not be checked',
    examples: [
      ['spoolscope summarize results.ndjson', 'causes, who is affected, what is stuck, what is missing'],
      ['spoolscope summarize shard-*.ndjson --top 30', 'the results of several machines, with longer lists'],
      ['spoolscope summarize results.ndjson --format json --output s.json', 'all of it, for other programs'],
      [
        'spoolscope summarize results.ndjson --format html --output fleet.html --case-pages cases',
        'a page with all cases, to filter and sort, and a page for each',
      ],
    ],
    options: {
      format: pages,
      output: { takes: 'file', describe: 'Write there instead of standard output' },
      'case-pages': {
        takes: 'folder',
        describe: 'With --format html: write a page for each judged bundle there, and link to it',
      },
      top: { takes: 'n', describe: 'So many of each list in the table (10)' },
      ...everywhere,
    },
  },
  diff: {
    takes: '<before> <after>',
    summary: 'Says what is different after something was done: what cleared, what is new, what persists, what is no longer known',
    examples: [
      ['spoolscope diff before.json after.json', 'two reports of one case, from analyze --format json'],
      ['spoolscope diff before.json after.json --format markdown', 'to paste into a ticket'],
      ['spoolscope analyze ./PC-0142 --format json | spoolscope diff before.json -', 'a report that is made just now'],
      ['spoolscope diff before.ndjson after.ndjson', 'two results of batch: all cases, those that got worse first'],
    ],
    options: {
      format: { takes: 'table|json|markdown', describe: 'How to print (table)' },
      output: { takes: 'file', describe: 'Write there instead of standard output' },
      'fail-on': { takes: 'error|warning|never', describe: 'Exit with 1 when something this bad is new (error)' },
      top: { takes: 'n', describe: 'Of many cases: so many of each list in table and markdown (10)' },
      'any-rules': { describe: 'Of many cases: compare also what was judged with other rules, limits or versions' },
      ...everywhere,
    },
  },
  worker: {
    takes: '',
    summary: 'Judges bundles from a queue that spoolscope batch --queue fills, until it is told to end (SIGTERM)',
    examples: [
      ['spoolscope worker --queue redis://queue.contoso.example:6379', 'bundles on a share that is found here by the same path'],
      [
        'spoolscope worker --queue redis://127.0.0.1 --allow-url https://files.contoso.example/cases/',
        'bundles that are fetched from there, and from nowhere else',
      ],
    ],
    options: {
      ...queue,
      jobs: { takes: 'n', describe: 'Judge so many bundles at the same time (one for each core)' },
      ...limits,
      'allow-url': { takes: 'https://…', describe: 'Fetch bundles below this address; repeat for several', many: true },
      'most-bytes': { takes: 'size', describe: 'Give a bundle up that is larger to fetch (1G)' },
      'fetch-within': { takes: 'duration', describe: 'Give a bundle up that takes longer to fetch (5m)' },
      'take-over-after': { takes: 'duration', describe: 'A bundle whose worker is silent for so long goes to another (30s)' },
      ...everywhere,
    },
  },
  watch: {
    takes: '[folder…]',
    summary: 'Watches a Lync folder as it happens: what is spooled, what gets stuck, and what the rules say of it',
    examples: [
      ['spoolscope watch', 'on the user’s own Windows machine: its Skype for Business folder'],
      ['spoolscope watch ./Lync', 'any folder laid out like it'],
      ['spoolscope watch --format ndjson >> events.ndjson', 'one JSON object for each event'],
      ['spoolscope watch --until empty --until 10m --exit-code', 'wait until the spool is empty, for ten minutes at most'],
    ],
    options: {
      format: { takes: 'ndjson', describe: 'Print one JSON object for each event instead of the dashboard' },
      plain: { describe: 'Print one line for each event (the way without a terminal)' },
      until: {
        takes: 'what',
        describe: 'End when: a duration (10m), empty (nothing is spooled), a rule is flagged, or rule=clear; repeat for several',
        many: true,
      },
      'exit-code': { describe: 'Exit with 1 when something is flagged at the end, or a time ended the wait for something else' },
      poll: { describe: 'Look at the folder again and again: for network shares, which send no events' },
      'screen-reader': { describe: 'Plain text for screen readers (INK_SCREEN_READER is honoured too)' },
      ...judging,
      ...everywhere,
    },
  },
  rules: {
    takes: '',
    summary: 'Lists what is checked',
    examples: [
      ['spoolscope rules', 'id, severity, title and status'],
      ['spoolscope rules --format json', 'all about them, for other programs'],
    ],
    options: { format, ...everywhere },
  },
  explain: {
    takes: '<rule…>',
    summary: 'Tells all about a rule: why it matters, what it looks at, its limits, what to do',
    examples: [['spoolscope explain spool-message-stuck', 'one rule, with its thresholds and remedy']],
    options: { ...everywhere },
  },
  render: {
    takes: '<report.json|results.ndjson|->',
    summary: 'Makes a report in any format of one that analyze --format json has written, or of the results of batch',
    examples: [
      ['spoolscope render r.json', 'as it would have been shown'],
      ['spoolscope render r.json --format markdown', 'to paste into a ticket'],
      ['spoolscope render r.json --report junit=r.xml --report csv=r.csv', 'several at once'],
      ['spoolscope render results.ndjson --format csv --output cases.csv', 'all cases of a batch'],
      ['spoolscope render - --format html --output r.html < r.json', 'a report from standard input, as a page'],
    ],
    options: { ...reports, ...everywhere },
  },
}
