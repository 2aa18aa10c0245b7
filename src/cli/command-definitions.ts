import { analysisOptions, caseTimeOptions, decodingOptions } from './options/analysis-options.ts'
import { batchOptions, workerOptions } from './options/batch-options.ts'
import { collectOptions, verifyOptions } from './options/collect-options.ts'
import { configOptions } from './options/config-options.ts'
import {
  type Completable,
  choiceOption,
  inGroup,
  type OptionDefinitions,
  switchOption,
  valueOption,
} from './options/define-option.ts'
import { etlInfoOptions, etlPrintOptions } from './options/etl-options.ts'
import {
  failOnOption,
  generalOptions,
  jobsOption,
  outputOption,
  topOption,
} from './options/general-options.ts'
import { archiveOptions, fileOptions, linkOptions } from './options/input-options.ts'
import {
  redactionDetailOptions,
  redactionOptions,
  redactMapOption,
} from './options/redaction-options.ts'
import { reportOptions } from './options/report-options.ts'
import { showOptions } from './options/show-options.ts'
import { anyText } from './options/value-parsers.ts'
import { watchOptions } from './options/watch-options.ts'

/** The headings of commands in help, in their order. */
export const COMMAND_GROUPS = [
  'Diagnose',
  'Many cases',
  'Share',
  'Rules',
  'Traces',
  'This program',
] as const

/** Exit codes with their meanings. */
type ExitCodes = readonly (readonly [code: string, meaning: string])[]

/** A command: its help, and the options that it takes. A name of two words is a subcommand. */
export interface CommandDefinition {
  /** The heading above it in the list of all commands. */
  readonly group: (typeof COMMAND_GROUPS)[number]
  /** Stands for the operands in help. */
  readonly operandsHint: string
  /** What completion offers as an operand; absent where nothing can be offered. */
  readonly operandsComplete?: Completable | 'commands'
  /** One line of the list of all commands: a sentence without its period. */
  readonly summary: string
  /** Sentences of its own help, where the summary does not say enough. */
  readonly description?: string
  /** Four command lines at most, each with a comment. */
  readonly examples: readonly (readonly [string, string])[]
  readonly options: OptionDefinitions
  /** Exit codes that differ from DEFAULT_EXIT_CODES. */
  readonly exitCodes?: ExitCodes
  /** Another meaning of Ctrl-C than that the command fails. */
  readonly interrupt?: string
}

const DEFAULT_EXIT_CODES: ExitCodes = [
  ['0', 'success'],
  ['2', 'failure: wrong usage, or something could not be read or written'],
]

/** All exit codes of a command with their meanings. */
export const exitCodesOf = ({ exitCodes = DEFAULT_EXIT_CODES, interrupt }: CommandDefinition) =>
  interrupt === undefined
    ? [...exitCodes, ['130', 'interrupted by Ctrl-C'] as const]
    : [...exitCodes, ['Ctrl-C', interrupt] as const]

/** Commands with subcommands, and what they are about. */
export const parentCommands = {
  etl: 'Describes binary traces (.etl), or prints their events as text, on any system.',
} as const

export type ParentCommand = keyof typeof parentCommands

const formatOption = <const Format extends string>(formats: readonly Format[], help: string) =>
  choiceOption({
    short: 'f',
    choices: formats,
    help,
    default: formats[0] as NoInfer<Format>,
    affectsVerdicts: false,
  })

/** Who gets a pack. */
const PACK_AUDIENCES = ['customer', 'vendor', 'colleague'] as const

/** A pack fails for no finding. */
const { 'fail-on': _, ...packAnalysisOptions } = analysisOptions

const oneCaseOption = inGroup('Case', {
  'one-case': switchOption({
    help: 'Analyze everything as one case, even from several machines',
    affectsVerdicts: true,
  }),
})

/** Shells that commands can be completed in. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const

/** All commands. Help lists them by group, in this order. */
export const commandDefinitions = {
  analyze: {
    group: 'Diagnose',
    operandsHint: '<path…>',
    operandsComplete: 'path',
    summary: 'Analyzes evidence: what is wrong, how it is known, what to do',
    description:
      'Analyzes collected evidence: what is wrong, how it is known, what was not checked, and what ' +
      'to do. A path is a folder, a file, or an archive as it was sent: .zip, .gz, .tar, .tar.gz; ' +
      '- is standard input.',
    examples: [
      ['spoolscope analyze ./PC-0142', 'everything below a folder, as one case'],
      ['spoolscope analyze PC-0142.zip', 'an archive as it was sent: .zip, .gz, .tar, .tar.gz'],
      [
        'spoolscope analyze PC-0142.zip --report html=report.html --report json=r.json',
        'shown here, and written in other formats',
      ],
      ['Get-CsImConfiguration | spoolscope analyze -', 'standard input'],
    ],
    exitCodes: [
      ['0', 'nothing at or above --fail-on'],
      ['1', 'something was flagged'],
      ['2', 'could not analyze: wrong usage, or nothing readable'],
    ],
    options: {
      ...reportOptions,
      ...caseTimeOptions,
      ...oneCaseOption,
      ...analysisOptions,
      ...fileOptions,
      ...inGroup('Reading', { jobs: jobsOption('Number of large files to read in parallel') }),
      ...archiveOptions,
      ...redactionOptions,
      ...generalOptions,
    },
  },
  collect: {
    group: 'Diagnose',
    operandsHint: '[folder…]',
    operandsComplete: 'path',
    summary: 'Saves the evidence of this machine into one zip',
    description:
      'Saves the evidence of this machine into one zip, and changes nothing: logs, names and times ' +
      'of the spool, settings.',
    examples: [
      ['spoolscope collect', 'on the user’s own Windows machine: its Skype for Business folder'],
      ['spoolscope collect ./Lync --output PC-0142.zip', 'any folder with the same layout'],
      [
        'spoolscope collect --from-clipboard --again 5m',
        'with the Configuration Information that was copied, and a second look at the spool',
      ],
      [
        'spoolscope collect --script cmd --output collect.cmd',
        'a batch file for a machine where no program may be copied to',
      ],
    ],
    options: collectOptions,
  },
  doctor: {
    group: 'Diagnose',
    operandsHint: '[folder…]',
    operandsComplete: 'path',
    summary: 'Finds the folders of the client, and says what can be read',
    description: 'Finds the folders of the client, and says what can be read and what to do next.',
    examples: [
      ['spoolscope doctor', 'on the user’s own Windows machine'],
      ['spoolscope doctor ./Lync', 'any folder with the same layout'],
    ],
    exitCodes: [
      ['0', 'everything can be read'],
      ['1', 'nothing was found, or something cannot be read'],
    ],
    options: { ...linkOptions, ...generalOptions },
  },
  verify: {
    group: 'Diagnose',
    operandsHint: '<zip>',
    operandsComplete: 'path',
    summary: 'Proves that a bundle of collect is unchanged',
    examples: [
      ['spoolscope verify PC-0142.zip', 'every file, by size and SHA-256'],
      [
        'spoolscope verify PC-0142.zip --fingerprint 9f86d081884c7d65…',
        'and the manifest itself, by the fingerprint that collect printed',
      ],
    ],
    exitCodes: [
      ['0', 'unchanged'],
      ['1', 'something was changed, is missing, or was added'],
      ['2', 'could not compare: not a bundle, or not readable'],
    ],
    options: verifyOptions,
  },
  batch: {
    group: 'Many cases',
    operandsHint: '<folder|pattern|->…',
    operandsComplete: 'path',
    summary: 'Analyzes many bundles, one case each',
    description: 'Analyzes many bundles, one case each, and writes one line of JSON per case.',
    examples: [
      ['spoolscope batch ./bundles --output results.ndjson', 'each child of a folder is a case'],
      [
        'spoolscope batch ./bundles --output results.ndjson --resume',
        'continue after an interruption',
      ],
      [
        "spoolscope batch '/srv/*/PC-*' --output results.ndjson",
        'each path that matches a pattern, in quotes',
      ],
      [
        'spoolscope batch ./bundles --shard 1/8 --output 1.ndjson',
        'the first of eight shares, for spoolscope merge',
      ],
    ],
    exitCodes: [
      ['0', 'nothing at or above --fail-on'],
      ['1', 'something was flagged, or the analysis of a bundle failed'],
      ['2', 'nothing could be analyzed, or wrong usage'],
    ],
    options: batchOptions,
  },
  merge: {
    group: 'Many cases',
    operandsHint: '<results…>',
    operandsComplete: 'path',
    summary: 'Merges results of batch: one line per bundle, sorted',
    description:
      'Merges results of batch: one line per bundle, sorted; an analyzed bundle replaces a failed one.',
    examples: [
      [
        'spoolscope merge shard-*.ndjson --output all.ndjson',
        'the shares of all machines, as one run would have written them',
      ],
    ],
    options: { output: outputOption, ...generalOptions },
  },
  summarize: {
    group: 'Many cases',
    operandsHint: '<results.ndjson…>',
    operandsComplete: 'path',
    summary: 'Summarizes results of batch: causes, users, missing evidence',
    description:
      'Summarizes results of batch: causes, affected users, since when, and missing evidence.',
    examples: [
      [
        'spoolscope summarize results.ndjson',
        'causes, who is affected, what is stuck, what is missing',
      ],
      [
        'spoolscope summarize shard-*.ndjson --top 30',
        'the results of several machines, with longer lists',
      ],
      [
        'spoolscope summarize results.ndjson --format json --output s.json',
        'the whole summary, for other programs',
      ],
      [
        'spoolscope summarize results.ndjson --format html --output fleet.html --case-pages cases',
        'a page with all cases, to filter and sort, and a page for each',
      ],
    ],
    options: {
      format: formatOption(
        ['table', 'json', 'html'],
        'Format of the output; html is one self-contained page',
      ),
      output: outputOption,
      'case-pages': valueOption({
        placeholder: 'folder',
        completes: 'path',
        help: 'With --format html: also write a page per analyzed bundle to this folder',
        parse: anyText,
        affectsVerdicts: false,
      }),
      top: topOption('Rows per list in the table', 1000),
      ...generalOptions,
    },
  },
  worker: {
    group: 'Many cases',
    operandsHint: '',
    summary: 'Analyzes bundles from a queue, until SIGTERM',
    description:
      'Analyzes bundles from the queue that spoolscope batch --queue fills, until SIGTERM.',
    examples: [
      [
        'spoolscope worker --queue redis://queue.contoso.example:6379',
        'bundles on a share that has the same path here',
      ],
      [
        'spoolscope worker --queue redis://127.0.0.1 ' +
          '--allow-url https://files.contoso.example/cases/',
        'bundles that are fetched from this address, and from nowhere else',
      ],
    ],
    interrupt: 'finishes the bundles in progress, then 0',
    options: workerOptions,
  },
  diff: {
    group: 'Many cases',
    operandsHint: '<before> <after>',
    operandsComplete: 'path',
    summary: 'Compares two cases or reports: fixed, new, remaining, unknown',
    examples: [
      ['spoolscope diff ./monday ./tuesday.zip', 'two cases, as folders or archives'],
      [
        'spoolscope diff before.json after.json',
        'two reports of one case, from analyze --format json',
      ],
      ['spoolscope diff before.json ./PC-0142 --format markdown', 'to paste into a ticket'],
      [
        'spoolscope diff before.ndjson after.ndjson',
        'two results of batch: all cases, those that got worse first',
      ],
    ],
    exitCodes: [
      ['0', 'nothing new at or above --fail-on'],
      ['1', 'something is new, or the analysis of a case failed that had succeeded before'],
      ['2', 'could not compare: wrong usage, nothing readable, or no case in common'],
    ],
    options: {
      format: formatOption(['table', 'json', 'markdown', 'html'], 'Format of the output'),
      output: outputOption,
      ...analysisOptions,
      'fail-on': { ...failOnOption, help: 'Exit with 1 when something this severe is new' },
      top: topOption('Rows per list in table and markdown, for results of many cases', 2000),
      'any-rules': switchOption({
        help: 'Also compare cases that were analyzed with other rules, limits or versions',
        affectsVerdicts: false,
      }),
      ...fileOptions,
      ...archiveOptions,
      ...generalOptions,
    },
  },
  watch: {
    group: 'Diagnose',
    operandsHint: '[folder…]',
    operandsComplete: 'path',
    summary: 'Watches a Lync folder live, and analyzes it on every change',
    description:
      'Watches a Lync folder live: what is spooled, what gets stuck, and what rules find.',
    examples: [
      ['spoolscope watch', 'on the user’s own Windows machine: its Skype for Business folder'],
      ['spoolscope watch ./Lync', 'any folder with the same layout'],
      ['spoolscope watch --format ndjson >> events.ndjson', 'one JSON object per event'],
      [
        'spoolscope watch --until empty --until 10m --exit-code',
        'wait until the spool is empty, for ten minutes at most',
      ],
    ],
    interrupt: 'ends the watch as q does: 0, or with --exit-code as without Ctrl-C',
    options: watchOptions,
  },
  show: {
    group: 'Diagnose',
    operandsHint: '<case>:<path>:<line>…',
    operandsComplete: 'path',
    summary: 'Prints the lines that a report cites, and those around them',
    description:
      'Prints cited lines and those around them, also from archives and binary traces, without ' +
      'message texts and credentials.',
    examples: [
      [
        'spoolscope show ./PC-0142:Lync/Tracing/Lync-UccApi-0.UccApilog:120',
        'the line that a report cites, with three lines before and after it',
      ],
      ['spoolscope show PC-0142.zip:registry.reg:10 -C 0', 'one line of a file in an archive'],
      ['spoolscope show Lync-0.etl@65536 -C 5', 'a record of a binary trace, decoded'],
      [
        'spoolscope show ./PC-0142:im.txt:5 ./PC-0142:im.txt:12 --format json',
        'several citations, for other programs',
      ],
    ],
    exitCodes: [
      ['0', 'everything was shown'],
      ['2', 'something could not be shown, such as a line that does not exist'],
    ],
    options: showOptions,
  },
  pack: {
    group: 'Share',
    operandsHint: '<path…>',
    operandsComplete: 'path',
    summary: 'Packs a case for a customer, a vendor or a colleague',
    description:
      'Packs a case into one zip. For a customer: what is wrong in plain words, and what to do. For ' +
      'a vendor: the redacted report, and the evidence redacted. For a colleague: the report, and ' +
      'the evidence with hashes.',
    examples: [
      ['spoolscope pack --for customer ./PC-0142', 'five sentences and the steps of the user'],
      [
        'spoolscope pack --for vendor PC-0142.zip --output vendor.zip',
        'without names; the real names are written to vendor.map, for yourself',
      ],
      [
        'spoolscope pack --for colleague PC-0142.zip',
        'PC-0142-for-colleague.zip, which spoolscope verify checks',
      ],
    ],
    options: {
      ...inGroup('Output', {
        for: choiceOption({
          choices: PACK_AUDIENCES,
          help: 'Who gets the pack',
          affectsVerdicts: false,
        }),
        output: valueOption({
          short: 'o',
          placeholder: 'zip',
          completes: 'path',
          help: 'The zip to write, a new file; - is standard output',
          parse: anyText,
          defaultText: '<case>-for-<audience>.zip here',
          affectsVerdicts: false,
        }),
      }),
      ...caseTimeOptions,
      ...oneCaseOption,
      ...packAnalysisOptions,
      ...fileOptions,
      ...inGroup('Reading', { jobs: jobsOption('Number of large files to read in parallel') }),
      ...archiveOptions,
      ...redactionDetailOptions,
      ...generalOptions,
    },
  },
  redact: {
    group: 'Share',
    operandsHint: '<path|-…> [out|-]',
    operandsComplete: 'path',
    summary: 'Removes names and message texts from a log, or a case',
    description:
      'Removes names, message texts and authentication data from a log, so that it can be sent. Of ' +
      'folders and archives it writes a folder, or a zip if the name of the output ends with .zip; ' +
      'what cannot be redacted is left out and listed.',
    examples: [
      [
        'spoolscope redact Lync-UccApi-0.UccApilog for-support.UccApilog',
        'a log, line by line; the original is not changed',
      ],
      [
        'spoolscope redact PC-0142.zip --output for-vendor.zip',
        'a whole case; the real names are written to for-vendor.map, for yourself',
      ],
      [
        'spoolscope redact - - < trace.txt | gzip > out.gz',
        'from standard input to standard output',
      ],
    ],
    options: {
      output: valueOption({
        short: 'o',
        placeholder: 'out',
        completes: 'path',
        help: 'The log, folder or zip to write, instead of the last operand; - is standard output',
        parse: anyText,
        affectsVerdicts: false,
      }),
      ...redactionDetailOptions,
      ...fileOptions,
      ...inGroup('Reading', { 'code-page': decodingOptions['code-page'] }),
      ...archiveOptions,
      ...generalOptions,
    },
  },
  unredact: {
    group: 'Share',
    operandsHint: '<file|->',
    operandsComplete: 'path',
    summary: 'Restores the names in a redacted report, log or answer',
    description:
      'Restores the names in a redacted report, log or answer, from the map of its redaction.',
    examples: [
      [
        'spoolscope unredact answer.txt --redact-map private.map',
        'what support wrote about user-1, with the name',
      ],
    ],
    options: {
      'redact-map': redactMapOption('The map that the redaction wrote'),
      output: outputOption,
      ...generalOptions,
    },
  },
  rules: {
    group: 'Rules',
    operandsHint: '',
    summary: 'Lists all rules',
    examples: [
      ['spoolscope rules', 'id, severity, title and status'],
      ['spoolscope rules --format json', 'all about them, for other programs'],
    ],
    options: {
      format: formatOption(['table', 'json'], 'Format of the output'),
      ...generalOptions,
    },
  },
  explain: {
    group: 'Rules',
    operandsHint: '<rule…>',
    operandsComplete: 'rules',
    summary: 'Explains a rule: why it matters, its limits, what to do',
    description: 'Explains a rule: why it matters, which evidence it uses, its limits, what to do.',
    examples: [
      ['spoolscope explain spool-message-stuck', 'one rule, with its thresholds and remedy'],
    ],
    options: generalOptions,
  },
  render: {
    group: 'Share',
    operandsHint: '<report.json|results.ndjson|->',
    operandsComplete: 'path',
    summary: 'Converts a saved report, or results, to another format',
    description: 'Converts a saved JSON report, or results of batch, to another format.',
    examples: [
      ['spoolscope render r.json', 'as analyze would have shown it'],
      ['spoolscope render r.json --format markdown', 'to paste into a ticket'],
      ['spoolscope render results.ndjson --format csv --output cases.csv', 'all cases of a batch'],
      [
        'spoolscope render - --format html --output r.html < r.json',
        'a report from standard input, as a page',
      ],
    ],
    options: { ...reportOptions, ...redactionOptions, ...generalOptions },
  },
  'etl info': {
    group: 'Traces',
    operandsHint: '<file…|->',
    operandsComplete: 'path',
    summary: 'Describes binary traces: session, clock, losses, providers',
    description:
      'Describes binary traces (.etl): session, machine, time span, losses, providers, and the ' +
      'share that can be decoded. Of an archive, describes the traces in it.',
    examples: [
      ['spoolscope etl info Lync-0.etl', 'session, machine, time span, losses, providers'],
      ['spoolscope etl info *.etl --format json', 'all of it, for other programs'],
    ],
    options: etlInfoOptions,
  },
  'etl print': {
    group: 'Traces',
    operandsHint: '<file…|->',
    operandsComplete: 'path',
    summary: 'Prints the events of binary traces as text, by time',
    description:
      'Prints the events of binary traces (.etl) as text, by time. Of an archive, prints those of ' +
      'the traces in it.',
    examples: [
      [
        'spoolscope etl print Lync-0.etl --level warning',
        'events in order of time, as tracefmt prints them',
      ],
      [
        'spoolscope etl print Lync-0.etl --format ndjson --grep ErrorServerBusy',
        'one JSON object per event',
      ],
    ],
    options: etlPrintOptions,
  },
  config: {
    group: 'This program',
    operandsHint: '',
    summary: 'Shows which options are in force, and where each comes from',
    description:
      'Shows the options that configurations can set, what is in force, and where each value comes ' +
      'from: the command line, a file with its line, or the default.',
    examples: [
      ['spoolscope config', 'what is in force in this folder'],
      ['spoolscope config --check', 'whether the configurations are correct'],
      ['spoolscope config --config team.yaml --format json', 'of one file, for other programs'],
    ],
    options: configOptions,
  },
  completion: {
    group: 'This program',
    operandsHint: '<bash|zsh|fish|powershell>',
    operandsComplete: SHELLS,
    summary: 'Prints a script that completes commands in your shell',
    description:
      'Prints a script for your shell. With it, Tab completes commands, options, their values, ' +
      'rules and paths.',
    examples: [
      ['source <(spoolscope completion bash)', 'in ~/.bashrc'],
      ['source <(spoolscope completion zsh)', 'in ~/.zshrc, after compinit'],
      ['spoolscope completion fish | source', 'in ~/.config/fish/config.fish'],
      [
        'spoolscope completion powershell | Out-String | Invoke-Expression',
        'in the file that $PROFILE names',
      ],
    ],
    options: generalOptions,
  },
  help: {
    group: 'This program',
    operandsHint: '[command]',
    operandsComplete: 'commands',
    summary: 'Shows the help of a command',
    examples: [
      ['spoolscope help analyze', 'as spoolscope analyze --help'],
      ['spoolscope help etl print', 'a subcommand'],
    ],
    options: generalOptions,
  },
} as const satisfies Readonly<Record<string, CommandDefinition>>

export type CommandName = keyof typeof commandDefinitions

/** The definitions of the options of a command. */
export type CommandOptions<Name extends CommandName> = (typeof commandDefinitions)[Name]['options']
