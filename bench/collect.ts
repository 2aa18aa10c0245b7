import { spawnSync } from 'node:child_process'
import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CLI } from './built-program.ts'
import { CACHE, generated, type Input } from './cache.ts'
import { clientLog } from './generate/client-log.ts'
import { inTurn, median, type Program } from './measure.ts'
import { MIB, quick } from './settings.ts'

const SIZES = quick ? [64, 256] : [256, 1024]
const ROUNDS = quick ? 1 : 3
const PEAK = resolve('bench', 'peak.cjs')
/** All threads on one core: compressing runs in another thread than reading. */
const ONE_CORE = ['-c', '0']

/** A Lync folder with one log. */
function lyncFolder({ path }: Input, mebibytes: number): string {
  const folder = join(CACHE, `collect-${mebibytes}`, 'Lync')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'Tracing'), { recursive: true })
  linkSync(path, join(folder, 'Tracing', 'Lync-UccApi-0.UccApilog'))
  return folder
}

const onOneCore = (name: string, bytes: number, command: readonly string[]): Program => ({
  name,
  command: 'taskset',
  args: [...ONE_CORE, ...command],
  bytes,
  exits: [0],
})

const programs = SIZES.flatMap((mebibytes): Program[] => {
  const log = generated(`client-${mebibytes}.UccApilog`, mebibytes * MIB, clientLog)
  const folder = lyncFolder(log, mebibytes)
  const collect = [process.execPath, '--require', PEAK, CLI, 'collect', folder, '--output', '-']
  return [
    onOneCore('spoolscope collect', log.bytes, [...collect, '--quiet']),
    onOneCore('gzip -3', log.bytes, ['gzip', '-3', '-c', log.path]),
    onOneCore('sha256sum', log.bytes, ['sha256sum', log.path]),
  ]
})

const hasTaskset = spawnSync('taskset', ['--version']).status === 0
if (!hasTaskset) throw new Error('taskset is missing (Debian’s package util-linux)')
const rows = inTurn(programs, ROUNDS).map((runs, index) => {
  const { name, bytes } = programs[index] as Program
  const seconds = median(runs.map((run) => run.seconds))
  const peak = Math.max(...runs.map(({ peakBytes }) => peakBytes)) / 1e6
  const speed = (bytes / 1e6 / seconds).toFixed(0)
  return `| ${name} | ${Math.round(bytes / MIB)} MiB | ${speed} MB/s | ${peak > 0 ? `${peak.toFixed(0)} MB` : ''} |`
})
const table = ['| program | input | speed | peak memory |', '|---|---:|---:|---:|', ...rows].join(
  '\n',
)
console.log(table)
if (!quick)
  writeFileSync(
    join('bench', 'RESULTS-collect.md'),
    `# Measured: \`spoolscope collect\`\n\nWritten by \`npm run bench:collect\` on Node ${process.version}: median of ${ROUNDS} whole runs on one core, reading, hashing and compressing a client log.\n\n${table}\n`,
  )
