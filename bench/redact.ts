import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CLI } from './built-program.ts'
import { CACHE, generated, type Input } from './cache.ts'
import { clientLog, denseClientLog } from './generate/client-log.ts'
import { clsText } from './generate/cls-text.ts'
import { tracefmtText } from './generate/tracefmt-text.ts'
import { inTurn, median, type Program } from './measure.ts'
import { MIB } from './settings.ts'

const quick = process.argv.includes('--quick')
const MEBIBYTES = quick ? 64 : 512
const ROUNDS = quick ? 1 : 3
const PEAK = resolve('bench', 'peak.cjs')

const redact = ({ path, bytes }: Input, name = 'spoolscope redact'): Program => ({
  name,
  command: process.execPath,
  bytes,
  exits: [0],
  args: ['--require', PEAK, CLI, 'redact', path, join(CACHE, 'redacted.log'), '--quiet'],
})

/**
 * The rival, which people use by hand: a few expressions. They keep no relations between names and
 * read UTF-8 only.
 */
const SED = [
  '[A-Za-z0-9._-]+@[A-Za-z0-9.-]+',
  '[0-9]{1,3}(\\.[0-9]{1,3}){3}',
  'epid=[0-9a-f]+',
  'Call-ID: .*',
  'S-1-5-21-[0-9-]+',
  '(\\\\Users\\\\)[^\\\\]+',
]
const sed = ({ path, bytes }: Input): Program => ({
  name: 'sed -E, six expressions',
  command: 'sed',
  bytes,
  exits: [0],
  args: ['-E', ...SED.flatMap((expression) => ['-e', `s/${expression}/x/g`]), path],
})

const log = generated('client.UccApilog', MEBIBYTES * MIB, clientLog)
const dense = generated('dense.UccApilog', (MEBIBYTES / 8) * MIB, denseClientLog)
const cls = generated('cls.txt', (MEBIBYTES / 8) * MIB, clsText)
const tracefmt = generated('tracefmt.txt', (MEBIBYTES / 8) * MIB, tracefmtText)
const hasSed = spawnSync('sed', ['--version']).status === 0
const programs = [
  redact(log),
  redact(dense, 'spoolscope redact, every record about SIP'),
  redact(cls, 'spoolscope redact, CLS text'),
  redact(tracefmt, 'spoolscope redact, tracefmt text'),
  ...(hasSed ? [sed(log)] : []),
]
const rows = inTurn(programs, ROUNDS).map((runs, index) => {
  const { name, bytes } = programs[index] as Program
  const seconds = median(runs.map((run) => run.seconds))
  const peak = Math.max(...runs.map(({ peakBytes }) => peakBytes)) / 1e6
  return `| ${name} | ${Math.round(bytes / MIB)} MiB | ${(bytes / 1e6 / seconds).toFixed(0)} MB/s | ${peak > 0 ? `${peak.toFixed(0)} MB` : ''} |`
})
const table = ['| program | input | speed | peak memory |', '|---|---:|---:|---:|', ...rows].join(
  '\n',
)
console.log(table)
if (!quick)
  writeFileSync(
    join('bench', 'RESULTS-redact.md'),
    `# Measured: \`spoolscope redact\`\n\nWritten by \`npm run bench:redact\` on Node ${process.version}: median of ${ROUNDS} whole runs, reading the log twice (names are learnt first) and writing the result.\n\n${table}\n`,
  )
