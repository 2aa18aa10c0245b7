import { readFileSync } from 'node:fs'
import { arch, cpus, platform } from 'node:os'
import { type Goal, limitText, measuredText, missedBy, significant, verdictText } from './goal.ts'
import type { LogRow } from './logs.ts'
import { versionOf } from './programs.ts'
import { logMebibytes, rounds } from './settings.ts'

const COLUMNS = ['lnav', 'rg -c', 'wc -l', 'readline', 'csv-parse']

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** `5.31 ×`, or `1/43` when the rival is many times as fast. */
const times = (faster: number): string =>
  faster < 0.1 ? `1/${(1 / faster).toFixed(0)}` : `${faster.toPrecision(faster < 1 ? 2 : 3)} ×`

/** A table of our speed over that of each rival, and of plain speeds. */
export function rivalTable(logs: readonly LogRow[]): string {
  const rows = logs.map(({ what, speed, peakBytes, rivals }) => [
    what,
    ...COLUMNS.map((name) => {
      const rival = rivals.find((candidate) => candidate.name === name)
      return rival ? `${times(rival.faster)} (${significant(rival.speed)})` : '–'
    }),
    significant(speed),
    significant(peakBytes / 1e6),
  ])
  return table(
    [`${logMebibytes} MiB each`, ...COLUMNS, 'spoolscope, MB/s', 'its peak memory, MB'],
    rows,
  )
}

export const goalTable = (goals: readonly Goal[]): string =>
  table(
    ['goal', 'wanted', 'measured', ''],
    goals.map((goal) => [goal.what, limitText(goal), measuredText(goal), verdictText(goal)]),
  )

function missedGoals(goals: readonly Goal[]): string {
  const missed = goals.filter((goal) => missedBy(goal) > 0)
  if (missed.length === 0) return 'None is missed.'
  return missed
    .map(
      (goal) =>
        `* ${goal.what}: ${measuredText(goal)}, wanted ${limitText(goal)}: ${verdictText(goal).replaceAll('*', '')}.`,
    )
    .join('\n')
}

function machine(): string {
  const cores = cpus()
  return `${platform()} ${arch()}, ${cores.length} cores (${cores[0]?.model.trim() || 'model unknown'}), Node ${process.version}`
}

const here = (command: string, flag: string): string =>
  versionOf(command, flag) ?? 'not installed here'

interface Measured {
  readonly logs: readonly LogRow[]
  readonly goals: readonly Goal[]
  /** The line that `npm run bench:ratio` prints. */
  readonly ratio: string
}

/** The page `bench/RESULTS.md`. */
export const resultsPage = ({ logs, goals, ratio }: Measured): string => `# Measured

Written by \`npm run bench\` on ${machine()}. Whole programs timed from outside, wall time, on generated inputs (fixed seed) in a warm
disk cache; in each row ours and the rivals run in turn on the same file, ${rounds} rounds, medians. Ours is
\`node dist/cli.js analyze --jobs 1 --format json <file>\`: reading, judging and the report, start-up included. MB are millions of bytes.

## Against rivals

How many times as fast as the rival spoolscope is, median of the rounds' ratios; in brackets the rival's own MB/s.

${rivalTable(logs)}

| rival | what it does here |
|---|---|
| lnav | \`lnav -n -q <file>\`: loads the file, indexes all its lines, prints nothing. As it comes it knows none of these formats, so it reads no times. ${here('lnav', '-V')} |
| rg -c | \`rg --no-config --fixed-strings -c <literal> <file>\`: counts the lines with one literal; turns UTF-16 into UTF-8 first. ${here('rg', '--version')} |
| wc -l | counts line ends. ${here('wc', '--version')} |
| readline | Node's readline and one regular expression per line (\`bench/rivals/readline.ts\`) |
| csv-parse | the library alone over the first 64 MiB, counting rows (\`bench/rivals/csv-parse.ts\`); compared per byte |

## Goals

${goalTable(goals)}

${ratio}

## Where goals are missed

${missedGoals(goals)}

${readFileSync('bench/NOTES.md', 'utf8').trim()}

## To run it

\`npm run bench\` takes about 20 minutes, ${Math.ceil((logMebibytes * 10) / 1024)} GiB of disk in \`bench/.cache\` and for a while ${Math.ceil((logMebibytes * 4) / 1024)} GiB more. \`npm run bench -- --quick\` takes smaller inputs and
fewer rounds and leaves this page alone. \`SPOOLSCOPE_BENCH_MIB\` sets the size of each log. \`npm run bench:ratio\` measures only the
ratio to readline. Rivals: \`apt-get install lnav ripgrep\`; those not installed are left out.
`
