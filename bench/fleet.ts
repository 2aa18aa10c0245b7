import { statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CLI } from './built-program.ts'
import { atMost } from './goal.ts'
import { inTurn, median } from './measure.ts'
import { reportFile } from './report-file.ts'
import { goalTable } from './results.ts'

const LINES = Number(process.env.SPOOLSCOPE_BENCH_REPORTS ?? 100_000)
const SEED = 1

const path = reportFile({ lines: LINES, seed: SEED })
const bytes = statSync(path).size
const args = ['--require', resolve('bench', 'peak.cjs'), CLI, 'summarize', path]
const [runs = []] = inTurn(
  [{ name: 'summarize', command: process.execPath, args, bytes, exits: [0] }],
  3,
)
const what = `summarize ${LINES} reports (${Math.round(bytes / 1e6)} MB)`
const table = goalTable([
  atMost(20, '{} s', `${what}, median of 3`, median(runs.map(({ seconds }) => seconds))),
  atMost(
    300,
    '{} MB',
    `peak memory, ${what}`,
    Math.max(...runs.map(({ peakBytes }) => peakBytes)) / 1e6,
  ),
])
console.log(table)
writeFileSync(
  join('bench', 'RESULTS-fleet.md'),
  `# Measured: \`spoolscope summarize\`\n\nWritten by \`npm run bench:fleet\` on Node ${process.version}.\n\n${table}\n`,
)
