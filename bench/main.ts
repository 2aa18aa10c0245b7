import { closeSync, existsSync, mkdirSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { clientLog } from './generate/client-log.ts'
import { repeat, runNode } from './measure.ts'

const CACHE = resolve('bench', '.cache')
const CLI = resolve('dist', 'cli.js')
const MIB = 1 << 20

/** A generated input, written once and kept for later runs. */
function input(name: string, bytes: number, generate: (options: { bytes: number; seed: number }) => Generator<Buffer>): string {
  mkdirSync(CACHE, { recursive: true })
  const path = join(CACHE, name)
  if (existsSync(path) && statSync(path).size >= bytes) return path
  const file = openSync(path, 'w')
  for (const chunk of generate({ bytes, seed: 1 })) writeSync(file, chunk)
  closeSync(file)
  return path
}

const analyze = (...args: readonly string[]) => runNode([CLI, 'analyze', '--format', 'json', ...args])

const log = input('client-512.UccApilog', 512 * MIB, clientLog)
const big = repeat(5, () => analyze(log))
const speed = statSync(log).size / 1e6 / big.seconds
const version = repeat(9, () => runNode([CLI, '--version']))
const small = repeat(9, () => analyze(join('samples', 'whole', 'stuck-on-premises')))

const rows = [
  ['client log of 512 MiB, speed', `${speed.toFixed(0)} MB/s`, 'at least 250 MB/s'],
  ['client log of 512 MiB, peak memory', `${(big.peakBytes / 1e6).toFixed(0)} MB`, 'at most 150 MB'],
  ['`--version`, wall time', `${(version.seconds * 1000).toFixed(0)} ms`, 'at most 150 ms'],
  ['a small case, wall time', `${(small.seconds * 1000).toFixed(0)} ms`, 'at most 400 ms'],
]
const table = ['| what | measured | goal |', '|---|---|---|', ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n')
console.log(table)
writeFileSync(
  join('bench', 'RESULTS.md'),
  `# Measured\n\nBy \`npm run bench\`: whole programs from outside, medians, warm disk cache, Node ${process.version}.\n\n${table}\n`,
)
