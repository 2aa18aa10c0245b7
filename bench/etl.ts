import { spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { CLI } from './built-program.ts'
import { CACHE } from './cache.ts'
import { unorderedEtl } from './generate/unordered-etl.ts'
import { atLeast, atMost } from './goal.ts'
import { inTurn, median, type Program } from './measure.ts'
import { goalTable } from './results.ts'

const CORPUS = process.env.SPOOLSCOPE_CORPUS ?? resolve('..', 'shared', 'corpus')
const TIMES = 10
const BUFFERS = Number(process.env.SPOOLSCOPE_BENCH_BUFFERS ?? 8_192)
const ROUNDS = 3

/** Returns the path of a cached file, which is written when it does not exist. */
function kept(name: string, pieces: () => Iterable<Uint8Array>): string {
  mkdirSync(CACHE, { recursive: true })
  const path = join(CACHE, name)
  if (existsSync(path)) return path
  const file = openSync(`${path}.part`, 'w')
  for (const piece of pieces()) writeSync(file, piece)
  closeSync(file)
  renameSync(`${path}.part`, path)
  return path
}

/**
 * Joins all real traces, ten times. Each has its own header buffer, so each is read as a session.
 */
function* joined(folder: string): Generator<Uint8Array> {
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)))
  for (let round = 0; round < TIMES; round++) yield* files
}

const ours = (name: string, path: string, ...args: readonly string[]): Program => ({
  name,
  command: process.execPath,
  args: ['--require', resolve('bench', 'peak.cjs'), CLI, 'etl', ...args, path],
  bytes: statSync(path).size,
  exits: [0],
})

const folder = join(CORPUS, 'etl')
if (!existsSync(folder))
  throw new Error(`No real traces in ${folder}. Name their folder with SPOOLSCOPE_CORPUS.`)
const real = kept('real-traces-10-times.etl', () => joined(folder))
const large = kept(`unordered-${BUFFERS}-buffers.etl`, () => unorderedEtl(BUFFERS, 1))
const totals = JSON.parse(
  spawnSync(process.execPath, [CLI, 'etl', 'info', '--format', 'json', real], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  }).stdout,
).totals

const info = ours('etl info', real, 'info')
const rival: Program = {
  name: 'python',
  command: 'python3',
  args: [resolve('bench', 'rivals', 'etl-count.py'), real],
  bytes: info.bytes,
  exits: [0],
}
const [mine = [], theirs = []] = inTurn([info, rival], ROUNDS)
const print = ours('etl print', large, 'print', '--level', 'error')
const [printed = []] = inTurn([print], 1)
const decoding = ours(
  'every event decoded',
  real,
  'print',
  '--all',
  '--provider',
  'a provider that is not there',
  '--quiet',
)
const [decoded = []] = inTurn([{ ...decoding, exits: [0, 2] }], ROUNDS)
const [scanned = []] = inTurn([ours('etl info', large, 'info')], 1)

const seconds = median(mine.map((run) => run.seconds))
const ratios = mine.map((run, round) => (theirs[round]?.seconds ?? Number.NaN) / run.seconds)
const peak = (runs: readonly { readonly peakBytes: number }[]) =>
  Math.max(...runs.map(({ peakBytes }) => peakBytes)) / 1e6
const realSize = `${Math.round(info.bytes / 1e6)} MB, ${totals.events} events`
const largeSize = `${(print.bytes / 1e9).toFixed(1)} GB, ${BUFFERS} buffers out of order`
const table = goalTable([
  atLeast(
    1.5,
    '{} million events/s',
    `etl info, the real traces ten times (${realSize}), median of ${ROUNDS}`,
    totals.events / seconds / 1e6,
  ),
  atLeast(3, '{} times', 'as fast as Python on the same file', median(ratios)),
  atMost(200, '{} MB', 'peak memory, the same', peak(mine)),
  atLeast(
    400,
    '{} thousand events/s',
    'every event of these read, put in order and decoded, none printed (`etl print --all --provider <none>`)',
    totals.events / median(decoded.map((run) => run.seconds)) / 1e3,
  ),
  atLeast(
    300,
    '{} MB/s',
    `etl info, ${largeSize}`,
    print.bytes / 1e6 / median(scanned.map((run) => run.seconds)),
  ),
  atMost(200, '{} MB', 'peak memory, the same', peak(scanned)),
  atMost(200, '{} MB', `peak memory of etl print --level error, ${largeSize}`, peak(printed)),
])
const page = `# Measured: \`spoolscope etl\`

Written by \`npm run bench:etl\` on Node ${process.version}. Whole programs, start-up included, wall time, warm disk cache.

${table}

\`etl info\` of the real traces takes ${seconds.toFixed(2)} s (${Math.round(info.bytes / 1e6 / seconds)} MB/s as they lie on the disk; one of them is compressed to a fifth), Python
${median(theirs.map((run) => run.seconds)).toFixed(2)} s. The rival is \`bench/rivals/etl-count.py\`: it counts headers, providers, ids and levels and nothing else, unpacks as we do, believes
every size, and knows no time. \`etl print\` of the large trace takes ${median(printed.map((run) => run.seconds)).toFixed(1)} s: it reads it twice, the second time in the order of its events.
`
console.log(page)
writeFileSync(join('bench', 'RESULTS-etl.md'), page)
