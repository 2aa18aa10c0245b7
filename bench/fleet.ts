import { spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { CACHE } from './cache.ts'
import { type CaseTemplate, reports } from './generate/reports.ts'
import { atMost } from './goal.ts'
import { inTurn, median } from './measure.ts'
import { goalTable } from './results.ts'

const LINES = Number(process.env.SPOOLSCOPE_BENCH_REPORTS ?? 100_000)
const SEED = 1
const CLI = resolve('dist', 'cli.js')

/** Reports of the samples, made by the built program: as large as real ones. */
const templates = (): CaseTemplate[] =>
  readdirSync(join('samples', 'whole')).map((name) => {
    const args = [
      CLI,
      'analyze',
      join('samples', 'whole', name),
      '--format',
      'json',
      '--fail-on',
      'never',
    ]
    return JSON.parse(spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout).cases[0]
  })

function results(): string {
  mkdirSync(CACHE, { recursive: true })
  const path = join(CACHE, `${LINES}-reports-seed-${SEED}.ndjson`)
  if (existsSync(path)) return path
  const file = openSync(`${path}.part`, 'w')
  for (const line of reports({ lines: LINES, seed: SEED, templates: templates() }))
    writeSync(file, line)
  closeSync(file)
  renameSync(`${path}.part`, path)
  return path
}

const path = results()
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
