import { closeSync, existsSync, mkdirSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { clientLog } from './generate/client-log.ts'
import { clsText } from './generate/cls-text.ts'
import { eventXml } from './generate/event-xml.ts'
import { tracerptCsv } from './generate/tracerpt-csv.ts'
import { repeat, runNode } from './measure.ts'

type Generate = (options: { bytes: number; seed: number }) => Generator<Buffer>

const CACHE = resolve('bench', '.cache')
const CLI = resolve('dist', 'cli.js')
const MIB = 1 << 20

/** A generated input, written once and kept for later runs. */
function input(name: string, bytes: number, generate: Generate): string {
  mkdirSync(CACHE, { recursive: true })
  const path = join(CACHE, name)
  if (existsSync(path) && statSync(path).size >= bytes) return path
  const file = openSync(path, 'w')
  for (const chunk of generate({ bytes, seed: 1 })) writeSync(file, chunk)
  closeSync(file)
  return path
}

const analyze = (...args: readonly string[]) => runNode([CLI, 'analyze', '--format', 'json', ...args])

const inputs: readonly (readonly [what: string, path: string, goal: string])[] = [
  [
    'client log, 512 MiB, 1 record in 1,000 decoded',
    input('client.UccApilog', 512 * MIB, clientLog),
    'at least 250 MB/s, at most 150 MB',
  ],
  ['CLS text, 256 MiB', input('cls.txt', 256 * MIB, clsText), ''],
  ['tracerpt CSV, 256 MiB, 1 % decoded', input('tracerpt.csv', 256 * MIB, tracerptCsv), ''],
  ['tracerpt XML, 256 MiB, 1 % decoded', input('tracerpt.xml', 256 * MIB, eventXml), ''],
]
const rows = inputs.map(([what, path, goal]) => {
  const run = repeat(5, () => analyze(path))
  const speed = `${(statSync(path).size / 1e6 / run.seconds).toFixed(0)} MB/s`
  return [what, `${speed}, ${(run.peakBytes / 1e6).toFixed(0)} MB of memory`, goal]
})
const milliseconds = (run: { seconds: number }) => `${(run.seconds * 1000).toFixed(0)} ms`
rows.push(['`--version`', milliseconds(repeat(9, () => runNode([CLI, '--version']))), 'at most 150 ms'])
rows.push([
  'a small case',
  milliseconds(repeat(9, () => analyze(join('samples', 'whole', 'stuck-on-premises')))),
  'at most 400 ms',
])
rows.push(['Node doing nothing', milliseconds(repeat(9, () => runNode(['-e', '0']))), ''])

const table = ['| what | median | goal |', '|---|---|---|', ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n')
console.log(table)
writeFileSync(
  join('bench', 'RESULTS.md'),
  `# Measured\n\n\`npm run bench\`: whole programs timed from outside on one core's work, wall time, medians of at least 5, warm disk cache, Node ${process.version}.\n\n${table}\n`,
)
