import { spawn, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { folderEntries } from '../support/archives/folder-entries.ts'
import { createTar } from '../support/archives/tar.ts'
import { createZip } from '../support/archives/zip.ts'
import { unpackBundle } from '../support/collect.ts'
import { eventually } from '../support/eventually.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { findLeaks } from './find-leaks.ts'
import { planted } from './planted.ts'

const CLI = resolve('dist/cli.js')
const STUCK = resolve('samples/whole/stuck-on-premises')
const folder = temporaryFolder('redact-case')
const { files, secrets } = planted()

const write = (path: string, content: string | Uint8Array): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content)
}
for (const [path, bytes] of files) write(`planted/${path}`, bytes)
const entries = folderEntries(join(folder, 'planted'))
write('planted.zip', createZip(entries))
write('planted.tar', createTar(entries))
write('planted.tar.gz', gzipSync(createTar(entries)))
write('our.key', 'a secret that is long enough\n')

const run = (args: readonly string[], { input = '' as string | Buffer, env = {} } = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'redact', ...args], {
    cwd: folder,
    input,
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
  })
  return { status, stdout, stderr: stderr.toString('utf8') }
}

/** Names and contents of all files of a folder or a zip. */
async function filesOf(output: string): Promise<Map<string, Buffer>> {
  const path = join(folder, output)
  return statSync(path).isDirectory()
    ? new Map(folderEntries(path).map(({ name, content }) => [name, content]))
    : unpackBundle(path)
}

const leaksOf = (found: ReadonlyMap<string, Buffer>) =>
  [...found].flatMap(([name, bytes]) => [
    ...findLeaks(Buffer.from(name), secrets),
    ...findLeaks(bytes, secrets),
  ])

describe('a redacted case', () => {
  it.each([
    ['planted', 'from-folder'],
    ['planted', 'from-folder.zip'],
    ['planted.zip', 'from-zip'],
    ['planted.tar', 'from-tar.zip'],
    ['planted.tar.gz', 'from-tar-gz'],
  ])('of %s as %s has none of 400 secrets, in no name and no file', async (from, to) => {
    const { status, stderr } = run([from, '--output', to])
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringContaining('4 files') })
    const found = await filesOf(to)
    expect(leaksOf(found)).toEqual([])
    expect([...found.keys()].sort()).toEqual([
      'LEFT-OUT.txt',
      'Lync/Tracing/Lync-UccApi-0.UccApilog',
      expect.stringMatching(/^host-\d+\/events\.xml$/),
      'spool-listing.json',
      'spoolscope-manifest.json',
      'users.txt',
    ])
    expect(found.get('users.txt')?.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xfe]))
  })

  it('has the same tokens for the same names in all files', async () => {
    run([STUCK, '-o', 'stuck'])
    const found = await filesOf('stuck')
    const policies = found.get('administrator/policies.txt')?.toString('utf16le')
    expect(policies).toContain('user-1@domain-1')
    expect(String(found.get('Lync/Tracing/Lync-UccApi-0.UccApilog'))).toContain('user-1@domain-1')
    expect(String(found.get('spool-listing.json'))).toContain(
      'Lync/sip_user-1@domain-1/History Spooler/00000001.hist',
    )
  })

  it('has its map beside it, which only its owner can read, and which restores a text', async () => {
    run([STUCK, '-o', 'mapped.zip'])
    if (process.platform !== 'win32')
      expect(statSync(join(folder, 'mapped.map')).mode & 0o777).toBe(0o600)
    const found = await filesOf('mapped.zip')
    expect([...found.keys()].filter((name) => /map/i.test(name))).toEqual([])
    const original = readFileSync(join(STUCK, 'administrator/policies.txt'))
    const { stdout } = spawnSync(
      process.execPath,
      [CLI, 'unredact', '-', '--redact-map', 'mapped.map'],
      { cwd: folder, input: found.get('administrator/policies.txt') },
    )
    expect(stdout.toString()).toBe(original.toString())
  })

  it('is the same bytes in every run with a key, in every time zone', () => {
    for (const [name, TZ] of [
      ['same-1', 'UTC'],
      ['same-2', 'Pacific/Auckland'],
    ])
      run([STUCK, '-o', `${name}.zip`, '--redact-key', 'our.key'], { env: { TZ } })
    expect(readFileSync(join(folder, 'same-1.zip'))).toEqual(
      readFileSync(join(folder, 'same-2.zip')),
    )
  })

  it('does not change when it is redacted again', async () => {
    run(['planted', '-o', 'once'])
    run(['once', '-o', 'twice'])
    expect(await filesOf('twice')).toEqual(await filesOf('once'))
  })

  it('moves all times with --redact-shift, also those of spooled files', async () => {
    const times = async (output: string, ...args: string[]) => {
      run(['planted', '-o', output, ...args])
      const listing = String((await filesOf(output)).get('spool-listing.json'))
      return Date.parse(/"written":"([^"]+)"/.exec(listing)?.[1] ?? '')
    }
    const by = (await times('shifted', '--redact-shift')) - (await times('unshifted'))
    expect(by).toBeLessThan(-29 * 86_400_000)
  })

  it('takes several cases at once, each in a folder of its own', async () => {
    run(['planted.zip', STUCK, 'planted/users.txt', '-o', 'several.zip'])
    const found = await filesOf('several.zip')
    expect(leaksOf(found)).toEqual([])
    expect([...found.keys()]).toEqual(
      expect.arrayContaining([
        'case-1/users.txt',
        'case-2/administrator/policies.txt',
        'users.txt',
      ]),
    )
  })

  it('comes from an archive on standard input, and goes to standard output as a zip', async () => {
    const input = readFileSync(join(folder, 'planted.zip'))
    const { status, stdout } = run(['-', '-'], { input })
    expect(status).toBe(0)
    write('piped.zip', stdout)
    expect(leaksOf(await filesOf('piped.zip'))).toEqual([])
    expect([...(await filesOf('piped.zip')).keys()]).toContain('users.txt')
  })
})

describe('what cannot be redacted', () => {
  const noise = Buffer.from(Array.from({ length: 3000 }, (_, at) => (at * 167 + 13) % 256))
  cpSync(STUCK, join(folder, 'mixed'), { recursive: true })
  cpSync('samples/formats/etl-binary/client-wpp.etl', join(folder, 'mixed/kim.etl'))
  write('mixed/unknown.bin', noise)
  write('mixed/picture.txt', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), noise]))
  write('mixed/paper.pdf', '%PDF-1.7 kim@contoso.example\n')
  write('mixed/event.evtx', 'ElfFile\0kim@contoso.example')
  write('mixed/old.doc', Buffer.from('d0cf11e0a1b11ae16b696d', 'hex'))
  write('mixed/packed.7z', Buffer.concat([Buffer.from('377abcaf271c', 'hex'), noise]))
  write('mixed/locked.zip', createZip([{ name: 'a', content: 'kim', declares: { flags: 1 } }]))
  write('mixed/bomb.zip', createZip([{ name: 'kim.txt', content: Buffer.alloc(40 << 20, 'a') }]))
  write(
    'mixed/names.map',
    '{"spoolscope":"redaction-map","version":1,"key":null,"shift":0}\n["user-1","kim","kim"]\n',
  )
  write('mixed/secret.key', 'kims secret that is long enough\n')
  if (process.platform !== 'win32') symlinkSync('/home/kim/x', join(folder, 'mixed/link'))

  it('is left out, and listed with its reason in the copy and for the user', async () => {
    const { status, stderr } = run([
      'mixed',
      '-o',
      'mixed-copy',
      '--redact-key',
      'mixed/secret.key',
    ])
    expect(status).toBe(0)
    const found = await filesOf('mixed-copy')
    const list = String(found.get('LEFT-OUT.txt'))
    const reasons: Readonly<Record<string, RegExp>> = {
      '.etl': /a binary trace/,
      'unknown.bin': /not text/,
      'picture.txt': /a picture/,
      'paper.pdf': /a PDF document/,
      'event.evtx': /an event log/,
      'old.doc': /old Office format|Word document/,
      'packed.7z': /7-Zip/,
      'locked.zip/a': /encrypted/i,
      'bomb.zip/': /--max-ratio/,
      'names.map': /map of a redaction/,
      'secret.key': /belongs to this redaction/,
    }
    for (const [name, reason] of Object.entries(reasons)) {
      const [, path = '', text] =
        list.match(new RegExp(`^(\\S*${name.replace('.', '\\.')}\\S*)\\n  (.*)$`, 'm')) ?? []
      expect({ name, text }).toEqual({ name, text: expect.stringMatching(reason) })
      expect([...found.keys()]).not.toContain(path)
    }
    expect(stderr).toContain(`Left out (${process.platform === 'win32' ? 11 : 12} items`)
    expect(stderr).toContain('kim.etl: a binary trace')
    const all = [...found].flatMap(([name, bytes]) => [name, String(bytes)]).join('\n')
    expect(all.replace(/-k[a-z2-7]{12}/g, '')).not.toMatch(/kim|contoso/i)
  })

  it('ends with 2 and writes nothing when it is all there is', () => {
    write('alone/kim.etl', readFileSync('samples/formats/etl-binary/client-wpp.etl'))
    const { status, stderr } = run(['alone', '-o', 'nothing.zip'])
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringContaining('Nothing could be redacted. kim.etl: a binary trace'),
    })
    expect(readdirSync(folder).filter((name) => /nothing|\.tmp$/.test(name))).toEqual([])
  })

  it('leads to no other place by the names in an archive', async () => {
    write(
      'climbing.zip',
      createZip([
        { name: '../../../climbed.txt', content: 'a\n' },
        { name: '/absolute.txt', content: 'b\n' },
        { name: 'C:\\drive.txt', content: 'c\n' },
        { name: 'twice.txt', content: 'd\n' },
        { name: 'TWICE.txt', content: 'e\n' },
        { name: 'sip_kim@contoso.example/a.txt', content: 'f\n' },
        { name: 'sip_KIM@contoso.example/a.txt', content: 'g\n' },
      ]),
    )
    run(['climbing.zip', '-o', 'inner/climbed'])
    mkdirSync(join(folder, 'inner'), { recursive: true })
    run(['climbing.zip', '-o', 'inner/climbed'])
    expect([...(await filesOf('inner/climbed')).keys()].sort()).toEqual([
      'C_/drive.txt',
      'TWICE.txt',
      '__/__/__/climbed.txt',
      'absolute.txt',
      'sip_user-1@domain-1/a-2.txt',
      'sip_user-1@domain-1/a.txt',
      'twice-2.txt',
    ])
  })
})

describe('redacting a case is refused', () => {
  write('taken/file', '')
  write('taken.zip', 'x')

  it.each([
    [['planted', '-o', 'taken'], /taken already exists/],
    [['planted', '-o', 'taken.zip'], /taken\.zip already exists/],
    [['planted.zip', '-o', 'planted.zip'], /would write over evidence/],
    [['planted', '-o', 'new', '--redact-map', 'new/names.map'], /inside new, and would be sent/],
    [['planted', '-o', 'new', '--redact-map', 'planted/users.txt'], /would write over evidence/],
    [['planted', '-o', 'no/such/new'], /the folder .* does not exist/],
    [['planted', STUCK, 'planted.zip'], /takes what to redact, and where to write it/],
  ])('for %j', (args, message) => {
    const before = readdirSync(folder)
    const { status, stderr } = run(args)
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(message) })
    expect(readdirSync(folder)).toEqual(before)
  })
})

describe.skipIf(process.platform === 'win32')('an interrupted redaction', () => {
  const line = '06/14/2016|10:11:12.123 1A2C:9F4 INFO  :: to sip:kim@contoso.example\r\n'
  write('large/a.log', line.repeat(400_000))

  it.each(['cut', 'cut.zip'])('leaves nothing of %s, and no map', async (output) => {
    const before = readdirSync(folder)
    const child = spawn(process.execPath, [CLI, 'redact', 'large', '-o', output], {
      cwd: folder,
      stdio: 'ignore',
    })
    const ended = new Promise((done) => child.once('exit', done))
    await eventually(
      () => readdirSync(folder).some((name) => name.endsWith('.tmp')),
      'the unfinished output',
      () => readdirSync(folder).join('\n'),
    )
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    expect(readdirSync(folder)).toEqual(before)
    expect(existsSync(join(folder, output))).toBe(false)
  })
})
