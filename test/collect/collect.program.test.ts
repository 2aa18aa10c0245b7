import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CollectionManifest } from '../../src/model/collection/collection-manifest.ts'
import { unpackBundle } from '../support/collect.ts'
import { layOutProfile } from '../support/machine-profile.ts'
import { random } from '../support/random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const CLI = resolve('dist/cli.js')
const KILLS = 100

const run = (args: readonly string[], cwd = temporaryFolder('here')) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    encoding: 'utf8',
  })
  return { status, stdout, stderr, cwd }
}

let lync: string
beforeAll(() => {
  lync = layOutProfile('stuck-on-premises').lync
})

/** The only bundle in a folder. */
function bundleIn(folder: string): string {
  const names = readdirSync(folder)
  expect(names).toEqual([expect.stringMatching(/^spoolscope-.+-\d{8}-\d{6}Z\.zip$/)])
  return join(folder, names[0] ?? '')
}

const manifestOf = async (path: string): Promise<CollectionManifest> =>
  JSON.parse(String((await unpackBundle(path)).get('spoolscope-manifest.json')))

describe('collect', () => {
  it('writes a bundle here that is proven unchanged and can be analyzed', async () => {
    const { status, stdout, stderr, cwd } = run(['collect', lync])
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
    const bundle = bundleIn(cwd)
    expect(statSync(bundle).mode & 0o777).toBe(0o600)
    expect(stderr).toContain('Collected 2 files')
    expect(stderr).toContain(`Bundle written to ${bundle}`)
    const fingerprint = /Fingerprint ([0-9a-f]{64})/.exec(stderr)?.[1] ?? ''
    const verified = run(['verify', bundle, '--fingerprint', fingerprint])
    expect(verified).toMatchObject({ status: 0, stderr: '' })
    expect(verified.stdout).toContain('Unchanged: all 2 files are as the manifest says.')
    const analyzed = run(['analyze', bundle, '--format', 'json', '--fail-on', 'never'])
    expect(analyzed).toMatchObject({ status: 0, stderr: '' })
    expect(JSON.parse(analyzed.stdout).cases).toHaveLength(1)
  })

  it('notices another fingerprint, and a file that is no bundle', () => {
    const { cwd } = run(['collect', lync, '--output', 'b.zip'])
    const other = run(['verify', 'b.zip', '--fingerprint', 'a'.repeat(64)], cwd)
    expect(other.status).toBe(1)
    expect(other.stdout).toContain('it was changed')
    writeFileSync(join(cwd, 'text.zip'), 'text')
    expect(run(['verify', 'text.zip'], cwd)).toMatchObject({ status: 2, stdout: '' })
  })

  it('looks at the spool again after the time that is given', async () => {
    const { cwd } = run(['collect', lync, '--again', '1s', '--output', 'b.zip'])
    const contents = await unpackBundle(join(cwd, 'b.zip'))
    const second = JSON.parse(String(contents.get('spool-second-look.json'))) as CollectionManifest
    const first = await manifestOf(join(cwd, 'b.zip'))
    const distance = Date.parse(second.collectedAt) - Date.parse(first.collectedAt)
    expect(distance).toBeGreaterThanOrEqual(1000)
    expect(second.files.map(({ path }) => path)).toEqual(
      first.files.map(({ path }) => path).filter((path) => path.endsWith('.hist')),
    )
    const analyzed = run(['analyze', 'b.zip', '--format', 'json', '--fail-on', 'never'], cwd)
    expect(JSON.parse(analyzed.stdout).cases).toHaveLength(1)
  })

  it('collects messages only when told to, and says what they are', async () => {
    const { cwd, stderr } = run(['collect', lync, '--with-messages', '--output', 'b.zip'])
    expect(stderr).toContain('The spooled files are people’s messages.')
    const names = [...(await unpackBundle(join(cwd, 'b.zip'))).keys()]
    expect(names.filter((name) => name.endsWith('.hist'))).toHaveLength(5)
  })

  it('takes Configuration Information from a file', async () => {
    const file = resolve('samples/whole/stuck-on-premises/configuration-information.txt')
    const args = ['collect', lync, '--configuration-information', file, '--output', 'b.zip']
    const { cwd, status } = run(args)
    expect(status).toBe(0)
    const contents = await unpackBundle(join(cwd, 'b.zip'))
    expect(contents.get('configuration-information.txt')).toEqual(readFileSync(file))
  })

  it('writes a bundle without names, and their map', async () => {
    const { cwd, status } = run([
      'collect',
      lync,
      '--redact',
      '--redact-map',
      'names.map',
      '--output',
      'b.zip',
    ])
    expect(status).toBe(0)
    const contents = await unpackBundle(join(cwd, 'b.zip'))
    const all = [...contents].flatMap(([name, bytes]) => [name, String(bytes)]).join('\n')
    expect(all).not.toMatch(/kim@|contoso/i)
    expect(readFileSync(join(cwd, 'names.map'), 'utf8')).toContain('"kim"')
    const verdicts = (path: string) =>
      JSON.parse(
        run(['analyze', path, '--format', 'json', '--fail-on', 'never']).stdout,
      ).cases[0].verdicts.map(({ rule, status: s }: { rule: string; status: string }) => [rule, s])
    const plain = run(['collect', lync, '--output', 'plain.zip'], cwd)
    expect(plain.status).toBe(0)
    expect(verdicts(join(cwd, 'b.zip'))).toEqual(verdicts(join(cwd, 'plain.zip')))
  })

  it.each([
    [['collect', '/no/such/folder'], 'No such folder: /no/such/folder'],
    [['collect', CLI], 'is not a folder'],
    [['collect', '/usr/lib'], 'contains neither Tracing nor a folder sip_'],
    [['collect'], 'Only on Windows can the path be omitted'],
    [['collect', 'LYNC', '--output', 'LYNC/Tracing/b.zip'], 'would write over evidence'],
    [['collect', 'LYNC', '--output', CLI], 'already exists'],
    [['collect', 'LYNC', '--redact', '--with-messages'], '--with-messages collects messages as'],
    [['collect', 'LYNC', '--redact-map', 'x'], '--redact-map says how to redact'],
    [['collect', 'LYNC', '--redact', '--redact-map', 'LYNC/a.map'], 'would write over evidence'],
    [['collect', 'LYNC', '--from-clipboard'], '--from-clipboard works on Windows only'],
    [['collect', 'LYNC', '--again', 'soon'], '--again takes a duration'],
    [['verify'], 'verify takes one bundle'],
    [['verify', '/no/such.zip'], 'No such file'],
  ])('says the fix for %j', (args, message) => {
    const { status, stdout, stderr, cwd } = run(args.map((text) => text.replace('LYNC', lync)))
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(message)
    expect(readdirSync(cwd)).toEqual([])
  })
})

/** A folder with logs of some megabytes that compress slowly. */
function largeLync(megabytes: number): string {
  const root = join(temporaryFolder('machine'), 'Lync')
  mkdirSync(join(root, 'Tracing'), { recursive: true })
  mkdirSync(join(root, 'sip_kim@contoso.example', 'History Spooler'), { recursive: true })
  const next = random(7)
  for (let number = 0; number < megabytes; number += 1) {
    const bytes = Buffer.alloc(1 << 20)
    for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE((next() * 2 ** 32) >>> 0, at)
    writeFileSync(join(root, 'Tracing', `trace-${number}.etl`), bytes)
  }
  return root
}

const stateOf = (root: string): string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const path = join(root, name)
      const stats = lstatSync(path)
      const content = stats.isFile() ? readFileSync(path) : ''
      const hash = createHash('sha256').update(content).digest('hex')
      return [name, stats.size, stats.mtimeMs, stats.ctimeMs, hash].join(' ')
    })

/** How far the bundle in a folder is written. */
function writtenBytes(folder: string): number {
  const [name] = readdirSync(folder)
  if (name === undefined) return 0
  return statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0
}

describe('a collection that is interrupted', () => {
  const start = (root: string, cwd: string): ChildProcess =>
    spawn(process.execPath, [CLI, 'collect', root, '--output', 'b.zip'], { cwd, stdio: 'ignore' })

  it(`leaves no half bundle when it is killed ${KILLS} times, and the machine as it was`, async () => {
    const root = largeLync(8)
    const before = stateOf(root)
    const next = random(3)
    const cwd = temporaryFolder('here')
    await once(start(root, cwd), 'exit')
    expect(run(['verify', 'b.zip'], cwd).status).toBe(0)
    const bytes = statSync(join(cwd, 'b.zip')).size
    rmSync(join(cwd, 'b.zip'))
    let [killed, halves] = [0, 0]
    for (let number = 0; number < KILLS; number += 1) {
      const child = start(root, cwd)
      const exited = once(child, 'exit')
      // From before it writes anything until after its last byte. Times depend on the machine.
      const moment = bytes * (1.1 * next() - 0.05)
      while (child.exitCode === null && writtenBytes(cwd) < moment) await pause(1)
      child.kill('SIGKILL')
      await exited
      if (child.signalCode === 'SIGKILL') killed += 1
      if (existsSync(join(cwd, 'b.zip'))) expect(run(['verify', 'b.zip'], cwd).status).toBe(0)
      for (const name of readdirSync(cwd)) {
        expect(name).toMatch(/^(?:b\.zip|\.spoolscope-\d+-0-\d+\.tmp)$/)
        if (name !== 'b.zip') halves += 1
        rmSync(join(cwd, name))
      }
    }
    expect(killed).toBeGreaterThan(KILLS / 4)
    expect(halves).toBeGreaterThan(0)
    expect(stateOf(root)).toEqual(before)
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'removes what it wrote on %s',
    async (signal) => {
      const cwd = temporaryFolder('here')
      const args = [CLI, 'collect', lync, '--output', 'b.zip', '--again', '10m']
      const child = spawn(process.execPath, args, { cwd, stdio: 'ignore' })
      const exited = once(child, 'exit')
      while (readdirSync(cwd).length === 0) await pause(10)
      child.kill(signal)
      const [code] = await exited
      expect(code).toBe({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }[signal])
      expect(readdirSync(cwd)).toEqual([])
    },
  )
})

const canMount = spawnSync('unshare', ['--mount', 'true']).status === 0

it.skipIf(!canMount)(
  `says that the disk is full, and leaves nothing there${canMount ? '' : ' (skipped: no mounts)'}`,
  () => {
    const root = largeLync(4)
    const disk = temporaryFolder('disk')
    const script =
      'mount -t tmpfs -o size=2m none "$1" && cd "$1" && ' +
      '"$2" "$3" collect "$4" --output b.zip; echo "status $?"; ls -A "$1"'
    const { stdout, stderr } = spawnSync(
      'unshare',
      ['--mount', 'sh', '-c', script, 'sh', disk, process.execPath, CLI, root],
      { encoding: 'utf8' },
    )
    expect(stdout).toBe('status 2\n')
    expect(stderr).toBe(
      'spoolscope: Cannot write b.zip: no space is left on the device. ' +
        'Free some space, or choose another place with --output.\n',
    )
  },
)
