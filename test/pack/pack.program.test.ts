import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { findLeaks } from '../redact/find-leaks.ts'
import { planted } from '../redact/planted.ts'
import { folderEntries } from '../support/archives/folder-entries.ts'
import { createZip } from '../support/archives/zip.ts'
import { unpackBundle } from '../support/collect.ts'
import { eventually } from '../support/eventually.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const CLI = resolve('dist/cli.js')
const STUCK = resolve('samples/whole/stuck-on-premises')
const folder = temporaryFolder('pack')
const { files, secrets } = planted()

const write = (path: string, content: string | Uint8Array): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content)
}
for (const [path, bytes] of files) write(`planted/${path}`, bytes)
cpSync(STUCK, join(folder, 'PC-0142'), { recursive: true })
cpSync('samples/formats/etl-binary/client-wpp.etl', join(folder, 'PC-0142/kim.etl'))
write('PC-0142/kim.cab', Buffer.from('MSCF of kim'))
write('PC-0142.zip', createZip(folderEntries(join(folder, 'PC-0142'))))
write('our.key', 'a secret that is long enough\n')

const spoolscope = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    maxBuffer: 1 << 28,
  })
  return { status, stdout, stderr: stderr.toString('utf8') }
}
const packFor = (audience: string, path: string, output: string, ...more: string[]) =>
  spoolscope('pack', '--for', audience, path, '--output', output, ...more)
const filesOf = (output: string) => unpackBundle(join(folder, output))
const reportIn = (contents: ReadonlyMap<string, Buffer>) =>
  JSON.parse(String(contents.get('report.json'))) as Report
const verdictsOf = ({ cases }: Report) =>
  cases.flatMap(({ verdicts }) => verdicts.map(({ rule, status }) => `${rule} ${status}`))
const analyzed = (path: string) =>
  JSON.parse(spoolscope('analyze', path, '--format', 'json').stdout.toString()) as Report

describe('a pack for a customer', () => {
  it('has the summary as text and as a page, and nothing else', async () => {
    const { status, stderr } = packFor('customer', 'PC-0142', 'customer.zip')
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: expect.stringContaining('Written to customer.zip'),
    })
    const contents = await filesOf('customer.zip')
    expect([...contents.keys()]).toEqual(['summary.txt', 'summary.html'])
    for (const content of contents.values()) {
      expect(String(content)).toContain('5 messages to people who were offline')
      expect(String(content)).not.toMatch(/Test-WebServicesConnectivity|ErrorServerBusy|192\.0\.2/)
    }
  })

  it('is refused for several cases at once', () => {
    write('two/a.reg', readFileSync(join(STUCK, 'registry.reg')))
    cpSync(STUCK, join(folder, 'two/PC-1'), { recursive: true })
    cpSync('samples/whole/exchange-online-retired', join(folder, 'two/PC-2'), { recursive: true })
    const { status, stderr } = packFor('customer', 'two', 'two.zip')
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('--one-case') })
    expect(packFor('customer', 'two', 'two.zip', '--one-case').status).toBe(0)
  })
})

describe('a pack for a vendor', () => {
  it.each(['planted', 'PC-0142', 'PC-0142.zip'])(
    'of %s has no name in any file, and the map is beside it',
    async (path) => {
      const name = `vendor-${path.replace('.', '-')}`
      const { status, stderr } = packFor('vendor', path, `${name}.zip`)
      expect({ status, stderr }).toEqual({
        status: 0,
        stderr: expect.stringContaining(`The real names are in ${name}.map`),
      })
      const contents = await filesOf(`${name}.zip`)
      const leaks = [...contents].flatMap(([entry, bytes]) => [
        ...findLeaks(Buffer.from(entry), secrets),
        ...findLeaks(bytes, secrets),
      ])
      expect(leaks).toEqual([])
      const all = [...contents].flatMap(([entry, bytes]) => [entry, String(bytes)]).join('\n')
      expect(all).not.toMatch(/kim|contoso|PC-0142/i)
      expect([...contents.keys()]).toEqual(
        expect.arrayContaining([
          'evidence/LEFT-OUT.txt',
          'evidence/spool-listing.json',
          'report.json',
          'report.html',
          'report.txt',
        ]),
      )
      if (process.platform !== 'win32')
        expect(statSync(join(folder, `${name}.map`)).mode & 0o777).toBe(0o600)
    },
  )

  it('has one token for a name in the report and in the evidence', async () => {
    packFor('vendor', 'PC-0142', 'tokens.zip')
    const contents = await filesOf('tokens.zip')
    const user = reportIn(contents).cases[0]?.facts.users?.value
    expect(user).toBe('user-1@domain-1')
    expect(contents.get('evidence/administrator/policies.txt')?.toString('utf16le')).toContain(
      String(user),
    )
    for (const { path } of reportIn(contents).cases[0]?.inputs ?? [])
      if (/\.(?:txt|csv|reg|UccApilog)$/.test(path))
        expect([...contents.keys()]).toContain(`evidence/${path}`)
  })

  it('says what analyze says of the case, and so does its evidence', async () => {
    packFor('vendor', STUCK, 'verdicts.zip')
    expect(verdictsOf(reportIn(await filesOf('verdicts.zip')))).toEqual(verdictsOf(analyzed(STUCK)))
    write('unpacked.zip', readFileSync(join(folder, 'verdicts.zip')))
    expect(verdictsOf(analyzed('unpacked.zip'))).toEqual(verdictsOf(analyzed(STUCK)))
  })

  it('is the same bytes twice with a key', () => {
    for (const name of ['same-1.zip', 'same-2.zip'])
      packFor('vendor', 'PC-0142', name, '--redact-key', 'our.key')
    expect(readFileSync(join(folder, 'same-1.zip'))).toEqual(
      readFileSync(join(folder, 'same-2.zip')),
    )
  })

  it('is named after the token of the case', () => {
    spoolscope('pack', '--for', 'vendor', 'PC-0142')
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(['case-1-for-vendor.zip', 'case-1-for-vendor.map']),
    )
  })
})

describe('a pack for a colleague', () => {
  it('has the report and all evidence as it is, but no message', async () => {
    const { status, stderr } = packFor('colleague', 'PC-0142', 'colleague.zip')
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: expect.stringContaining('5 spooled files only by name, size and time'),
    })
    const contents = await filesOf('colleague.zip')
    for (const { name, content } of folderEntries(join(folder, 'PC-0142')))
      if (name.includes('History Spooler'))
        expect([...contents.keys()]).not.toContain(`evidence/${name}`)
      else expect(contents.get(`evidence/${name}`), name).toEqual(content)
    expect(verdictsOf(reportIn(contents))).toEqual(verdictsOf(analyzed('PC-0142')))
    expect(String(contents.get('report.html'))).toContain('<!DOCTYPE html>')
  })

  it('can be verified: a change of any file is noticed', async () => {
    const { stderr } = packFor('colleague', 'PC-0142.zip', 'proof.zip')
    const [, fingerprint = ''] = /Fingerprint (\w{64})/.exec(stderr) ?? []
    const good = spoolscope('verify', 'proof.zip', '--fingerprint', fingerprint)
    expect({ ...good, stdout: String(good.stdout) }).toEqual({
      status: 0,
      stderr: '',
      stdout: expect.stringContaining('Unchanged: all'),
    })
    const contents = await filesOf('proof.zip')
    contents.set('report.json', Buffer.from('{}'))
    write('forged.zip', createZip([...contents].map(([name, content]) => ({ name, content }))))
    const bad = spoolscope('verify', 'forged.zip')
    expect(bad.status).toBe(1)
    expect(String(bad.stdout)).toMatch(/report\.json: .*\n.*Changed since it was packed/s)
  })

  it('is analyzed as the case is', () => {
    packFor('colleague', 'PC-0142', 'again.zip')
    expect(verdictsOf(analyzed('again.zip'))).toEqual(verdictsOf(analyzed('PC-0142')))
  })

  it('is the same bytes twice', () => {
    for (const name of ['twice-1.zip', 'twice-2.zip']) packFor('colleague', 'PC-0142', name)
    expect(readFileSync(join(folder, 'twice-1.zip'))).toEqual(
      readFileSync(join(folder, 'twice-2.zip')),
    )
  })

  it('is named after the case', () => {
    spoolscope('pack', '--for', 'colleague', './PC-0142.zip')
    expect(readdirSync(folder)).toContain('PC-0142-for-colleague.zip')
  })
})

describe('packing is refused', () => {
  write('taken.zip', 'x')
  write('empty/nothing.bin', Buffer.alloc(100))

  it.each([
    [['PC-0142'], /needs who gets the pack: --for customer, vendor or colleague/],
    [['--for', 'vendor'], /takes a case/],
    [['--for', 'vender', 'PC-0142'], /customer, vendor/],
    [['--for', 'colleague', 'PC-0142', '--redact-key', 'our.key'], /needs --for vendor/],
    [['--for', 'colleague', 'PC-0142', '-o', 'taken.zip'], /taken\.zip already exists/],
    [['--for', 'vendor', 'PC-0142.zip', '-o', 'PC-0142.zip'], /would write over evidence/],
    [['--for', 'vendor', 'no-such'], /No such file or folder/],
    [['--for', 'customer', 'empty', '-o', 'new.zip'], /Nothing readable was found/],
  ])('for %j', (args, message) => {
    const before = readdirSync(folder)
    const { status, stderr } = spoolscope('pack', ...args)
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(message) })
    expect(readdirSync(folder)).toEqual(before)
  })
})

describe.skipIf(process.platform === 'win32')('an interrupted pack', () => {
  const line = '06/14/2016|10:11:12.123 1A2C:9F4 INFO  :: to sip:kim@contoso.example\r\n'
  write('large/Lync-UccApi-0.UccApilog', line.repeat(400_000))

  it('leaves nothing, and no map', async () => {
    const before = readdirSync(folder)
    const args = ['pack', '--for', 'vendor', 'large', '--output', 'cut.zip']
    const child = spawn(process.execPath, [CLI, ...args], { cwd: folder, stdio: 'ignore' })
    const ended = new Promise((done) => child.once('exit', done))
    await eventually(
      () => readdirSync(folder).some((name) => name.endsWith('.tmp')),
      'the unfinished pack',
      () => readdirSync(folder).join('\n'),
    )
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    expect(readdirSync(folder)).toEqual(before)
  })
})
