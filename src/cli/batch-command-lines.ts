import type { CommandText } from './command-text.ts'
import {
  archives,
  asOf,
  everywhere,
  incident,
  judging,
  limits,
  pages,
  queue,
  redaction,
} from './option-texts.ts'

/** The commands about many bundles. */
export const batchCommandLines = {
  batch: {
    operandsHint: '<folder|pattern|->…',
    summary: 'Judges many bundles, each a case of its own: one line of JSON for each',
    examples: [
      ['spoolscope batch ./bundles --output results.ndjson', 'each child of a folder is one case'],
      [
        'spoolscope batch ./bundles --output results.ndjson --resume',
        'go on after a kill or a crash',
      ],
      [
        "spoolscope batch '/srv/*/PC-*' --output results.ndjson",
        'each path of a pattern, which has to be in quotes',
      ],
      [
        'find /srv -name "PC-*" | spoolscope batch - --output results.ndjson',
        'each path on standard input',
      ],
      [
        'spoolscope batch ./bundles --shard 1/8 --output 1.ndjson',
        'the first of eight shares, for spoolscope merge',
      ],
    ],
    options: {
      output: { takes: 'file', describe: 'Write the lines there instead of to standard output' },
      resume: {
        describe: 'Go on with the file of an earlier run: what is in it is not judged again',
      },
      cache: {
        takes: 'folder',
        describe: 'Keep results there, and do not judge again what has not changed',
      },
      shard: {
        takes: 'i/n',
        describe: 'Only this share of the bundles, from 1/n to n/n: by path, always the same',
      },
      jobs: { takes: 'n', describe: 'Judge so many bundles at the same time (one for each core)' },
      ...limits,
      ...queue,
      'as-of': { ...asOf, takes: 'time' },
      incident,
      ...judging,
      ...archives,
      ...redaction,
      ...everywhere,
    },
  },
  merge: {
    operandsHint: '<results…>',
    summary:
      'Joins results of batch: one line for each bundle, sorted; a judged one goes before one that failed',
    examples: [
      [
        'spoolscope merge shard-*.ndjson --output all.ndjson',
        'the shares of all machines as one run would have given them',
      ],
    ],
    options: {
      output: { takes: 'file', describe: 'Write there instead of standard output' },
      ...everywhere,
    },
  },
  summarize: {
    operandsHint: '<results.ndjson…>',
    summary:
      'Says what the results of a batch have in common: causes, whose, since when, and what could not be checked',
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
        'all of it, for other programs',
      ],
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
  worker: {
    operandsHint: '',
    summary:
      'Judges bundles from a queue that spoolscope batch --queue fills, until it is told to end (SIGTERM)',
    examples: [
      [
        'spoolscope worker --queue redis://queue.contoso.example:6379',
        'bundles on a share that is found here by the same path',
      ],
      [
        'spoolscope worker --queue redis://127.0.0.1 --allow-url https://files.contoso.example/cases/',
        'bundles that are fetched from there, and from nowhere else',
      ],
    ],
    options: {
      ...queue,
      jobs: { takes: 'n', describe: 'Judge so many bundles at the same time (one for each core)' },
      ...limits,
      'allow-url': {
        takes: 'https://…',
        describe: 'Fetch bundles below this address; repeat for several',
        many: true,
      },
      'most-bytes': { takes: 'size', describe: 'Give a bundle up that is larger to fetch (1G)' },
      'fetch-within': {
        takes: 'duration',
        describe: 'Give a bundle up that takes longer to fetch (5m)',
      },
      'take-over-after': {
        takes: 'duration',
        describe: 'A bundle whose worker is silent for so long goes to another (30s)',
      },
      ...everywhere,
    },
  },
} as const satisfies Readonly<Record<string, CommandText>>
