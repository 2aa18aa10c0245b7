import { spawnSync } from 'node:child_process'
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sampleBundles } from '../support/bundles.ts'
import { numberedRecord } from '../support/programs/numbered-record.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { CLI } from './programs.ts'

const canMount = spawnSync('unshare', ['--mount', 'true']).status === 0
const CASE = resolve('samples', 'whole', 'stuck-on-premises')

/** Runs a command line in a folder on a disk of so many kilobytes, which holds a file of `used`. */
function onSmallDisk(args: readonly string[], { size = 64, used = 60 } = {}) {
  const disk = temporaryFolder('disk')
  const script =
    `mount -t tmpfs -o size=${size}k none "$1" && cd "$1" && shift && ` +
    `head -c ${used}k /dev/zero > used && "$@"; code=$?; ls -A >&2; exit $code`
  const command = ['sh', '-c', script, 'sh', disk, process.execPath, CLI, ...args]
  const { status, stderr } = spawnSync('unshare', ['--mount', ...command], { encoding: 'utf8' })
  const lines = stderr.trimEnd().split('\n')
  const names = lines.filter((line) => /^\.?[\w.-]+$/.test(line) && line !== 'used')
  return { status, names, message: lines.find((line) => line.startsWith('spoolscope:')) }
}

describe.skipIf(!canMount)('a full disk', () => {
  const largeLog = join(temporaryFolder('log'), 'large.UccApilog')
  writeFileSync(largeLog, Array.from({ length: 2000 }, (_, at) => numberedRecord(at)).join(''))
  const bundles = temporaryFolder('bundles')
  sampleBundles(bundles, 20)
  const key = join(temporaryFolder('key'), 'key')
  writeFileSync(key, 'a secret of sixteen characters', { mode: 0o600 })

  it.each([
    ['analyze', ['analyze', CASE, '--output', 'r.html', '--format', 'html'], 'r.html', 'output'],
    ['analyze --report', ['analyze', CASE, '--report', 'json=r.json'], 'r.json', 'report json='],
    ['redact', ['redact', largeLog, 'r.log', '--quiet'], 'r.log', undefined],
  ] as const)('in %s is a message, and leaves no file', (_, args, file, option) => {
    const place = option === undefined ? 'another place' : `another place with --${option}`
    expect(onSmallDisk(args, { size: 8, used: 4 })).toEqual({
      status: 2,
      names: [],
      message:
        `spoolscope: Cannot write ${file}: no space is left on the device. ` +
        `Free some space, or choose ${place}.`,
    })
  })

  it.each([
    ['analyze', ['analyze', CASE, '--redact', '--redact-map', 'map', '--fail-on', 'never']],
    ['batch', ['batch', bundles, '--redact', '--redact-map', 'map', '--redact-key', key]],
  ] as const)('in the map of %s --redact is a message', (_, args) => {
    const { status, message } = onSmallDisk(args, { size: 8, used: 8 })
    expect(status).toBe(2)
    expect(message).toMatch(/^spoolscope: Cannot write map: no space is left on the device\. /)
  })

  it('in batch is a message, and the results can be continued', () => {
    const folder = temporaryFolder('results')
    const args = ['batch', bundles, '--output', 'r.ndjson', '--fail-on', 'never', '--quiet']
    const { status, names, message } = onSmallDisk(args)
    expect({ status, names }).toEqual({ status: 2, names: ['r.ndjson'] })
    expect(message).toBe(
      'spoolscope: Cannot write r.ndjson: no space is left on the device. ' +
        'Free some space, or choose another place with --output.',
    )
    expect(readdirSync(folder)).toEqual([])
  })
})

describe.skipIf(!existsSync('/dev/full'))('standard output on a full disk', () => {
  it.each([
    ['analyze', ['analyze', CASE]],
    ['batch', ['batch', resolve('samples', 'whole'), '--quiet']],
    ['watch', ['watch', CASE, '--until', '1s', '--format', 'ndjson']],
    ['rules', ['rules']],
  ] as const)('ends %s with a sentence', (_, args) => {
    const full = openSync('/dev/full', 'w')
    const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    })
    closeSync(full)
    expect([status, stderr.trimEnd().split('\n').at(-1)]).toEqual([
      2,
      'spoolscope: Cannot write standard output: no space is left on the device. Free some space.',
    ])
  })
})

describe.skipIf(process.platform === 'win32')(
  'a batch whose results nobody reads to the end',
  () => {
    it('exits with 2', () => {
      const folder = temporaryFolder('head')
      mkdirSync(join(folder, 'bundles'))
      cpSync(CASE, join(folder, 'bundles', 'a'), { recursive: true })
      sampleBundles(join(folder, 'bundles'), 30)
      const script = '{ "$1" "$2" batch bundles --quiet; echo $? >&2; } | head -n 1 > /dev/null'
      const { stderr } = spawnSync('sh', ['-c', script, 'sh', process.execPath, CLI], {
        cwd: folder,
        encoding: 'utf8',
      })
      expect(stderr).toBe('2\n')
    })

    it('without a path is an error', () => {
      const { status, stderr } = spawnSync(process.execPath, [CLI, 'batch', '-'], {
        input: '',
        encoding: 'utf8',
      })
      expect(status).toBe(2)
      expect(stderr).toContain('spoolscope: ')
    })
  },
)
