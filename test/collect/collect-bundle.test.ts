import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { type LocalFiles, localFiles } from '../../src/collect/local-files.ts'
import { verifyBundle } from '../../src/collect/verify-bundle.ts'
import type { LocalPath } from '../../src/inputs/folders/local-path.ts'
import type { ListedFile } from '../../src/model/collection/collection-manifest.ts'
import { RedactedCopies } from '../../src/redact/redacted-copies.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'
import { COLLECTED_AT, collectFolder, unpackBundle } from '../support/collect.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const USER = 'sip_kim@contoso.example'
const SPOOL = join(USER, 'History Spooler')

let root: string
let tracing: string

beforeEach(() => {
  root = join(temporaryFolder('machine'), 'Lync')
  tracing = join(root, 'Tracing')
  mkdirSync(tracing, { recursive: true })
  mkdirSync(join(root, SPOOL), { recursive: true })
  writeFileSync(join(tracing, 'Lync-UccApi-0.UccApilog'), 'a log of kim@contoso.example\n')
  writeFileSync(join(root, SPOOL, '00000001.hist'), 'a message')
  const written = new Date('2016-09-20T06:29:00Z')
  utimesSync(join(root, SPOOL, '00000001.hist'), written, written)
})

const namesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()

/** Times of everything; of folders without the last access, which listing them changes. */
const timesBelow = (folder: string): string[] =>
  namesBelow(folder).map((name) => {
    const stats = lstatSync(join(folder, name))
    const { size, mtimeMs, ctimeMs, atimeMs, mode, ino } = stats
    return [name, size, mtimeMs, ctimeMs, stats.isFile() ? atimeMs : 0, mode, ino].join(' ')
  })

const contentsBelow = (folder: string): string[] =>
  namesBelow(folder)
    .filter((name) => lstatSync(join(folder, name)).isFile())
    .map((name) => readFileSync(join(folder, name), 'utf8'))

const fileNamed = (files: readonly ListedFile[], end: string): ListedFile | undefined =>
  files.find(({ path }) => path.endsWith(end))

/** The files of this machine, where one of the methods is another one. */
const withFault = (fault: Partial<LocalFiles>): LocalFiles => ({ ...localFiles, ...fault })

const isNamed = (path: LocalPath, end: string): boolean => String(path).endsWith(end)

const failure = (code: string) => Object.assign(new Error(`${code}: injected`), { code })

describe('a bundle', () => {
  it('has the logs as they are, and of the spool names, sizes and times only', async () => {
    const { path, manifest } = await collectFolder(root)
    const contents = await unpackBundle(path)
    expect([...contents.keys()]).toEqual([
      'Lync/Tracing/Lync-UccApi-0.UccApilog',
      'spoolscope-manifest.json',
    ])
    expect(contents.get('Lync/Tracing/Lync-UccApi-0.UccApilog')?.toString()).toBe(
      'a log of kim@contoso.example\n',
    )
    expect(JSON.parse(String(contents.get('spoolscope-manifest.json')))).toEqual(manifest)
    expect(manifest).toMatchObject({
      spoolscopeManifest: 1,
      collectedAt: '2016-09-20T08:31:00.000Z',
      machine: 'PC-0142',
      withMessages: false,
      folders: [`Lync/${USER}/History Spooler`],
      unread: [],
    })
    expect(manifest.userFolders?.map((folder) => folder.path)).toEqual([`Lync/${USER}`])
    const item = fileNamed(manifest.files, '.hist')
    expect(item).toMatchObject({
      path: `Lync/${USER}/History Spooler/00000001.hist`,
      bytes: 9,
      written: '2016-09-20T06:29:00.000Z',
    })
    expect(item?.sha256).toBeUndefined()
    expect((await verifyBundle(path)).problems).toEqual([])
  })

  it('has the messages when they are asked for', async () => {
    const { path, manifest } = await collectFolder(root, { withMessages: true })
    const contents = await unpackBundle(path)
    expect(contents.get(`Lync/${USER}/History Spooler/00000001.hist`)?.toString()).toBe('a message')
    expect(fileNamed(manifest.files, '.hist')?.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it('leaves the machine as it was, times of the last access included', async () => {
    const before = timesBelow(root)
    await collectFolder(root, { withMessages: true })
    expect(timesBelow(root)).toEqual(before)
    expect(contentsBelow(root)).toEqual(['a log of kim@contoso.example\n', 'a message'])
  })

  it('has an empty spool, which is evidence too, and no file that lies elsewhere', async () => {
    rmSync(join(root, SPOOL, '00000001.hist'))
    writeFileSync(join(root, USER, 'contacts.cache'), 'of other people')
    writeFileSync(join(root, 'else.txt'), 'of something else')
    const { manifest } = await collectFolder(root)
    expect(manifest.folders).toEqual([`Lync/${USER}/History Spooler`])
    expect(manifest.files.map(({ path }) => path)).toEqual(['Lync/Tracing/Lync-UccApi-0.UccApilog'])
  })

  it('looks at the spool again, and lists what is there then', async () => {
    let now = COLLECTED_AT
    const { path } = await collectFolder(root, {
      now: () => now,
      async waitForSecondLook(count) {
        expect(count).toBe(1)
        now += 300_000
        writeFileSync(join(root, SPOOL, '00000002.hist'), 'another')
        return true
      },
    })
    const second = JSON.parse(String((await unpackBundle(path)).get('spool-second-look.json')))
    expect(second).toMatchObject({
      spoolscopeManifest: 1,
      collectedAt: '2016-09-20T08:36:00.000Z',
      machine: 'PC-0142',
      folders: [`Lync/${USER}/History Spooler`],
    })
    expect(second.files.map((file: ListedFile) => file.path.slice(-13))).toEqual([
      '00000001.hist',
      '00000002.hist',
    ])
    expect((await verifyBundle(path)).problems).toEqual([])
  })

  it('keeps folders of two versions apart', async () => {
    const office = temporaryFolder('Office')
    const roots = ['15.0', '16.0'].map((version) => join(office, version, 'Lync'))
    for (const folder of roots) mkdirSync(join(folder, SPOOL), { recursive: true })
    const { manifest } = await collectFolder('', { roots })
    expect(manifest.folders).toEqual([
      `Office/15.0/Lync/${USER}/History Spooler`,
      `Office/16.0/Lync/${USER}/History Spooler`,
    ])
  })
})

describe('a file that changes while it is read', () => {
  const LOG = 'Lync-UccApi-0.UccApilog'
  const BYTES = 3 << 20

  /** Changes the log after its first chunk was read. */
  const afterFirstChunk = (change: () => void): LocalFiles => {
    let isChanged = false
    return withFault({
      read(file, into, position) {
        const count = localFiles.read(file, into, position)
        if (!isChanged) change()
        isChanged = true
        return count
      },
    })
  }

  beforeEach(() => writeFileSync(join(tracing, LOG), Buffer.alloc(BYTES, 'log\n')))

  it('is read with what was added, and the manifest says that it grew', async () => {
    const files = afterFirstChunk(() => appendFileSync(join(tracing, LOG), 'and more'))
    const { path, manifest } = await collectFolder(root, { files })
    const file = fileNamed(manifest.files, LOG)
    expect(file).toMatchObject({ bytes: BYTES + 8, note: 'grew by 8 B while it was read' })
    expect((await unpackBundle(path)).get(`Lync/Tracing/${LOG}`)?.subarray(-8).toString()).toBe(
      'and more',
    )
    expect((await verifyBundle(path)).problems).toEqual([])
  })

  it('ends although it grows faster than it is read', async () => {
    const files = withFault({
      read(file, into, position) {
        const count = localFiles.read(file, into, position)
        appendFileSync(join(tracing, LOG), Buffer.alloc(count + 1, 'log\n'))
        return count
      },
    })
    const { path, manifest } = await collectFolder(root, { files })
    expect(fileNamed(manifest.files, LOG)?.note).toMatch(
      /^grew by \d+\.\d MB while it was read, the last \d+\.\d MB are missing$/,
    )
    expect((await verifyBundle(path)).problems).toEqual([])
  })

  it('is read as far as it goes when it shrinks', async () => {
    const files = afterFirstChunk(() => truncateSync(join(tracing, LOG), 100))
    const { path, manifest } = await collectFolder(root, { files })
    expect(fileNamed(manifest.files, LOG)).toMatchObject({
      bytes: 1 << 20,
      note: `shrank from 3,145,728 bytes while it was read`,
    })
    expect((await verifyBundle(path)).problems).toEqual([])
  })

  it('is read to its end when it is renamed and a new one takes its name', async () => {
    const files = afterFirstChunk(() => {
      renameSync(join(tracing, LOG), join(tracing, 'Lync-UccApi-1.UccApilog'))
      writeFileSync(join(tracing, LOG), 'new')
    })
    const { manifest } = await collectFolder(root, { files })
    expect(fileNamed(manifest.files, LOG)?.bytes).toBe(BYTES)
  })
})

describe('a file that cannot be read', () => {
  const LOG = 'Lync-UccApi-0.UccApilog'

  it('is listed with its reason when it vanishes before it is opened', async () => {
    writeFileSync(join(tracing, 'other.log'), 'stays')
    const files = withFault({
      open(path) {
        if (isNamed(path, LOG)) rmSync(String(path))
        return localFiles.open(path)
      },
    })
    const { path, manifest } = await collectFolder(root, { files })
    expect(manifest.unread).toEqual([
      { path: `Lync/Tracing/${LOG}`, reason: 'disappeared while reading' },
    ])
    expect(fileNamed(manifest.files, LOG)?.sha256).toBeUndefined()
    expect([...(await unpackBundle(path)).keys()]).toContain('Lync/Tracing/other.log')
  })

  it.each([
    ['EBUSY', 'in use by another program'],
    ['EACCES', 'permission denied'],
    ['EIO', 'the disk or the network failed'],
  ])('is listed with its reason: %s', async (code, reason) => {
    const files = withFault({
      open(path) {
        if (isNamed(path, LOG)) throw failure(code)
        return localFiles.open(path)
      },
    })
    const { path, manifest } = await collectFolder(root, { files })
    expect(manifest.unread).toEqual([{ path: `Lync/Tracing/${LOG}`, reason }])
    expect(fileNamed(manifest.files, LOG)).toMatchObject({ bytes: 29 })
    expect((await verifyBundle(path)).problems).toEqual([])
  })

  it('is read after all when it was locked for a moment', async () => {
    let attempts = 0
    const files = withFault({
      open(path) {
        attempts += 1
        if (attempts < 3) throw failure('EBUSY')
        return localFiles.open(path)
      },
    })
    const { manifest } = await collectFolder(root, { files })
    expect(manifest.unread).toEqual([])
    expect(fileNamed(manifest.files, LOG)?.sha256).toBeDefined()
  })

  it('keeps what was read when the rest fails, and says so', async () => {
    writeFileSync(join(tracing, LOG), Buffer.alloc(3 << 20, 'log\n'))
    const files = withFault({
      read(file, into, position) {
        if (position > 0) throw failure('EBUSY')
        return localFiles.read(file, into, position)
      },
    })
    const { path, manifest } = await collectFolder(root, { files })
    expect(fileNamed(manifest.files, LOG)).toMatchObject({
      bytes: 1 << 20,
      incomplete: 'in use by another program after 1,048,576 bytes',
    })
    expect((await verifyBundle(path)).problems).toEqual([])
  })

  it('is listed with its reason when its folder cannot be listed', async () => {
    const files = withFault({
      *list(folder) {
        if (isNamed(folder, 'History Spooler')) throw failure('EACCES')
        yield* localFiles.list(folder)
      },
    })
    const { manifest } = await collectFolder(root, { files })
    const spool = `Lync/${USER}/History Spooler`
    expect(manifest.unread).toEqual([{ path: spool, reason: 'permission denied' }])
    // It is not known to be empty.
    expect(manifest.partialFolders).toEqual([spool])
  })

  it('is never downloaded from a cloud', async () => {
    const opened: string[] = []
    writeFileSync(join(tracing, 'cloud.etl'), Buffer.alloc(100_000))
    const files = withFault({
      stat(path) {
        const stats = localFiles.stat(path)
        return isNamed(path, 'cloud.etl') ? Object.assign(stats, { blocks: 0 }) : stats
      },
      open(path) {
        opened.push(String(path))
        return localFiles.open(path)
      },
    })
    const { manifest } = await collectFolder(root, { files, platform: 'win32' })
    expect(opened.map((path) => path.slice(root.length + 1))).toEqual([join('Tracing', LOG)])
    expect(manifest.unread).toEqual([
      {
        path: 'Lync/Tracing/cloud.etl',
        reason: 'kept in the cloud only: reading would download it',
      },
    ])
    expect(fileNamed(manifest.files, 'cloud.etl')?.bytes).toBe(100_000)
  })
})

describe('a link that is followed', () => {
  const follow = async (more: Partial<Parameters<typeof collectFolder>[1]> = {}) => {
    const { path, manifest } = await collectFolder(root, { followLinks: true, ...more })
    return { manifest, names: [...(await unpackBundle(path)).keys()].slice(0, -1) }
  }

  it('leads to logs, users and spools outside of the folder', async () => {
    const elsewhere = temporaryFolder('elsewhere')
    mkdirSync(join(elsewhere, 'more', 'History Spooler'), { recursive: true })
    writeFileSync(join(elsewhere, 'more', 'a.log'), 'a')
    writeFileSync(join(elsewhere, 'more', 'History Spooler', '2.hist'), 'b')
    symlinkSync(join(elsewhere, 'more', 'a.log'), join(tracing, 'one.log'))
    symlinkSync(join(elsewhere, 'more'), join(root, 'sip_eve@contoso.example'))
    const { manifest, names } = await follow()
    expect(names).toEqual(['Lync/Tracing/Lync-UccApi-0.UccApilog', 'Lync/Tracing/one.log'])
    expect(manifest.folders).toEqual([
      `Lync/${USER}/History Spooler`,
      'Lync/sip_eve@contoso.example/History Spooler',
    ])
    expect(fileNamed(manifest.files, '2.hist')?.bytes).toBe(1)
    expect(manifest.unread).toEqual([])
  })

  it('is listed where it leads around in a circle, nowhere, or to a device', async () => {
    symlinkSync('..', join(tracing, 'up'))
    symlinkSync('self', join(tracing, 'self'))
    symlinkSync('nowhere', join(tracing, 'gone'))
    symlinkSync('/dev/zero', join(tracing, 'endless.log'))
    symlinkSync('Lync-UccApi-0.UccApilog', join(tracing, '0.log'))
    symlinkSync('.', join(root, SPOOL, 'again'))
    const { manifest, names } = await follow({ withMessages: true })
    expect(names).toEqual([
      'Lync/Tracing/Lync-UccApi-0.UccApilog',
      `Lync/${USER}/History Spooler/00000001.hist`,
    ])
    const read = (path: string, target: string) => ({
      path: `Lync/${path}`,
      reason: `a link to ${target}, which is read already`,
    })
    expect(manifest.unread).toEqual([
      { path: 'Lync/Tracing/gone', reason: 'a link to nowhere, which does not exist' },
      { path: 'Lync/Tracing/self', reason: 'a link to self, which leads around in a circle' },
      read('Tracing/0.log', 'Lync-UccApi-0.UccApilog'),
      { path: 'Lync/Tracing/endless.log', reason: 'neither a file nor a folder' },
      read(`${USER}/History Spooler/again`, '.'),
    ])
  })

  it('is read once, however many links lead to its target', async () => {
    const elsewhere = temporaryFolder('elsewhere')
    for (let at = 0; at < 7; at += 1) {
      mkdirSync(join(elsewhere, String(at)))
      writeFileSync(join(elsewhere, String(at), 'a.log'), 'a')
      symlinkSync(`../${at + 1}`, join(elsewhere, String(at), 'left'))
      symlinkSync(`../${at + 1}`, join(elsewhere, String(at), 'right'))
    }
    symlinkSync(join(elsewhere, '0'), join(tracing, 'in'))
    expect((await follow()).names).toHaveLength(1 + 7)
  })

  it('shows no name in a redacted bundle', async () => {
    symlinkSync('/home/kim@contoso.example/secret', join(tracing, 'link.log'))
    const redaction = new RedactedCopies(new TokenGenerator())
    const { manifest } = await collectFolder(root, { redaction })
    expect(JSON.stringify(manifest)).not.toContain('kim@contoso')
    expect(manifest.unread?.[0]?.reason).toContain('a link to ')
  })
})

describe('a hostile folder', () => {
  it('leads nowhere else by its links, and blocks nothing by its pipes', async () => {
    const elsewhere = temporaryFolder('elsewhere')
    writeFileSync(join(elsewhere, 'secret.txt'), 'not evidence')
    symlinkSync(join(elsewhere, 'secret.txt'), join(tracing, 'link.log'))
    symlinkSync(elsewhere, join(tracing, 'folder'))
    symlinkSync(elsewhere, join(root, 'sip_eve@contoso.example'))
    symlinkSync('/dev/zero', join(root, SPOOL, 'endless.hist'))
    execFileSync('mkfifo', [join(tracing, 'pipe.log')])
    const { path, manifest } = await collectFolder(root, { withMessages: true })
    const text = [...(await unpackBundle(path)).values()].join('\n')
    expect(text).not.toContain('not evidence')
    const link = (target: string) =>
      `a link to ${target}, which is not followed: pass --follow-links`
    const secret = join(elsewhere, 'secret.txt')
    expect(manifest.unread).toEqual([
      { path: 'Lync/Tracing/folder', reason: link(elsewhere) },
      { path: 'Lync/Tracing/link.log', reason: link(secret) },
      { path: 'Lync/Tracing/pipe.log', reason: 'neither a file nor a folder' },
      { path: 'Lync/sip_eve@contoso.example', reason: link(elsewhere) },
      { path: `Lync/${USER}/History Spooler/endless.hist`, reason: link('/dev/zero') },
    ])
  })

  it('cannot swap a file for a link after it was listed', async () => {
    const elsewhere = temporaryFolder('elsewhere')
    writeFileSync(join(elsewhere, 'secret.txt'), 'not evidence')
    const files = withFault({
      open(path) {
        rmSync(String(path))
        symlinkSync(join(elsewhere, 'secret.txt'), String(path))
        return localFiles.open(path)
      },
    })
    const { path, manifest } = await collectFolder(root, { files })
    expect([...(await unpackBundle(path)).values()].join('\n')).not.toContain('not evidence')
    expect(manifest.unread?.map(({ reason }) => reason)).toEqual(['a link, which is not followed'])
  })

  it('gives every name its own entry, whatever is in it', async () => {
    const names = [
      'a\\b.log',
      'a%5Cb.log',
      'C:d.log',
      'c\u0007\u202e.log',
      `${'x'.repeat(250)}.log`,
    ]
    for (const name of names) writeFileSync(join(tracing, name), `in ${name}`)
    const raw = Buffer.concat([
      Buffer.from(`${tracing}/caf`),
      Buffer.from([0xe9]),
      Buffer.from('.log'),
    ])
    writeFileSync(raw, 'in Latin-1')
    const { path, manifest } = await collectFolder(root)
    const contents = await unpackBundle(path)
    expect(contents.size).toBe(8)
    const latin = fileNamed(manifest.files, 'caf%E9.log')
    expect(latin).toMatchObject({ bytes: 10, nameBytes: '636166e92e6c6f67' })
    expect(String(contents.get('Lync/Tracing/caf%E9.log'))).toBe('in Latin-1')
    expect(manifest.unread).toEqual([])
    expect((await verifyBundle(path)).problems).toEqual([])
  })

  it('with a million files stays bounded, and what is left out is counted', async () => {
    const stats = statSync(join(root, SPOOL, '00000001.hist'))
    const files = withFault({
      *list(folder) {
        if (!isNamed(folder, 'History Spooler')) yield* localFiles.list(folder)
        else
          for (let number = 0; number < 1_000_000; number += 1)
            yield { name: `${String(number).padStart(8, '0')}.hist`, kind: 'file' }
      },
      stat: (path) => (isNamed(path, '.hist') ? stats : localFiles.stat(path)),
    })
    const { path, manifest } = await collectFolder(root, { files })
    const spool = `Lync/${USER}/History Spooler`
    expect(manifest.partialFolders).toEqual([spool])
    expect(manifest.files.length).toBeGreaterThan(90_000)
    const listed = manifest.files.length - 1
    const more = (1_000_000 - listed).toLocaleString('en')
    expect(manifest.unread).toEqual([
      { path: spool, reason: `${more} more files, beyond the limit of a collection` },
    ])
    // A manifest of more than 32 MiB would not be read.
    expect((await unpackBundle(path)).get('spoolscope-manifest.json')?.length).toBeLessThan(
      32 << 20,
    )
  })
})

describe('a redacted bundle', () => {
  const redaction = () => new RedactedCopies(new TokenGenerator())

  it('has no name in logs, paths, settings and manifest, and one token for each', async () => {
    writeFileSync(join(tracing, 'b.log'), 'again kim@contoso.example\n')
    const registry = Buffer.from(
      'HKEY_CURRENT_USER\\Software\r\n    Uri    REG_SZ    kim@contoso.example\r\n',
    )
    const { path, manifest } = await collectFolder(root, {
      redaction: redaction(),
      texts: [{ name: 'registry.txt', content: registry }],
    })
    const contents = await unpackBundle(path)
    const all = [...contents].flatMap(([name, bytes]) => [name, String(bytes)]).join('\n')
    expect(all).not.toMatch(/kim|contoso|PC-0142/i)
    const token = /again (\S+)/.exec(String(contents.get('Lync/Tracing/b.log')))?.[1]
    expect(manifest.folders).toEqual([`Lync/sip_${token}/History Spooler`])
    expect(fileNamed(manifest.files, '.hist')).toMatchObject({
      bytes: 9,
      written: '2016-09-20T06:29:00.000Z',
    })
    expect(manifest.redacted).toBe(true)
    expect((await verifyBundle(path)).problems).toEqual([])
  })

  it('leaves out what is not text, and says so', async () => {
    writeFileSync(join(tracing, 'trace.etl'), Buffer.alloc(5000))
    const { path, manifest } = await collectFolder(root, { redaction: redaction() })
    expect([...(await unpackBundle(path)).keys()]).not.toContain('Lync/Tracing/trace.etl')
    expect(manifest.unread?.[0]?.reason).toContain('it is not text')
    expect(fileNamed(manifest.files, 'trace.etl')?.bytes).toBe(5000)
  })
})
