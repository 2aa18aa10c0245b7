import { spawnSync } from 'node:child_process'
import { existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { generated } from '../cache.ts'
import { clientLog } from '../generate/client-log.ts'
import { atMost, type Goal } from '../goal.ts'
import { inTurn, median, type Program } from '../measure.ts'
import { installed, ours } from '../programs.ts'
import { MIB, rounds } from '../settings.ts'

const BYTES = 200 * MIB

/**
 * Measures a zipped client log against the slower of two: unpacking it, and reading it unpacked.
 */
export function measureLarge(): { readonly goals: readonly Goal[]; readonly rows: string } {
  const log = generated('client.UccApilog', BYTES, clientLog)
  const path = `${log.path}.zip`
  const unzip: Program = {
    name: 'unzip -p',
    command: 'unzip',
    args: ['-p', path],
    bytes: log.bytes,
    exits: [0],
  }
  if (!installed({ ...unzip, command: 'zip' }) || !installed(unzip)) return { goals: [], rows: '' }
  if (!existsSync(path)) {
    const part = `${path}.part.zip`
    rmSync(part, { force: true })
    const { status } = spawnSync('zip', ['-q', part, basename(log.path)], {
      cwd: dirname(log.path),
    })
    if (status !== 0) throw new Error(`zip ended with ${status}`)
    renameSync(part, path)
  }
  const zip = { path, bytes: log.bytes }
  const [packed = [], unpacking = [], unpacked = []] = inTurn(
    [ours([zip]), unzip, ours([log])],
    rounds,
  )
  const ratios = packed.map(({ seconds }, round) => {
    const slower = Math.max(
      unpacking[round]?.seconds ?? Number.NaN,
      unpacked[round]?.seconds ?? Number.NaN,
    )
    return seconds / slower
  })
  const speed = (runs: typeof packed) =>
    (log.bytes / 1e6 / median(runs.map(({ seconds }) => seconds))).toFixed(0)
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0)
  return {
    goals: [
      atMost(
        1.2,
        '{} times the slower of `unzip -p` and `analyze` of the unpacked',
        `a large bundle (${megabytes(log.bytes)} MB, zipped to ${megabytes(statSync(path).size)} MB), \`--jobs 1\``,
        median(ratios),
      ),
    ],
    rows: `* the large bundle: zipped ${speed(packed)} MB/s, \`unzip -p\` ${speed(unpacking)} MB/s, unpacked ${speed(unpacked)} MB/s; peak memory zipped ${megabytes(median(packed.map(({ peakBytes }) => peakBytes)))} MB`,
  }
}
