import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createZip } from '../support/archives/zip.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { memoryInput, redactFound, redactPaths } from './redacted-copy.ts'

const CLIENT = '06/14/2016|10:11:12.123 1A2C:9F4 INFO  :: '
const LINE = `${CLIENT}sent to sip:kimakers@contoso.example\r\n`

/** A folder with these files. */
function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder('case')
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

describe('a redacted copy', () => {
  it('has the structure of the case, with names replaced in the names of folders too', async () => {
    const { files } = await redactPaths(
      folderWith({
        'Users/Kim Akers/a.log': LINE,
        'kimakers/b.log': 'again kimakers\r\n',
        'logs/c.log': 'nobody\r\n',
        'empty.log': '',
      }),
    )
    expect([...files].map(([name, bytes]) => [name, String(bytes)])).toEqual([
      ['Users/name-1/a.log', `${CLIENT}sent to sip:user-1@domain-1\r\n`],
      ['empty.log', ''],
      ['user-1/b.log', 'again user-1\r\n'],
      ['logs/c.log', 'nobody\r\n'],
    ])
  })

  it('has what is in archives inside, as folders', async () => {
    const inner = createZip([{ name: 'deep/a.log', content: LINE }])
    const { files, leftOut } = await redactPaths(
      folderWith({ 'b.log.gz': gzipSync(LINE), 'c.zip': inner, 'd.log': LINE }),
    )
    expect(leftOut.items).toEqual([])
    expect([...files.keys()]).toEqual(['b.log.gz/b.log', 'c.zip/deep/a.log', 'd.log'])
    for (const bytes of files.values()) expect(String(bytes)).toContain('user-1@domain-1')
  })

  it('has the text and the attachments of a mail, without its header', async () => {
    const mail = [
      'From: Kim Akers <kimakers@contoso.example>',
      'To: support@fabrikam.example',
      'Subject: it fails again',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'see the log of kimakers@contoso.example',
      '--b',
      'Content-Type: text/plain; name=a.log',
      'Content-Disposition: attachment; filename=a.log',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(LINE).toString('base64'),
      '--b--',
      '',
    ].join('\r\n')
    const { files } = await redactPaths(folderWith({ 'x.eml': mail }))
    expect([...files.keys()]).toEqual(['x.eml/a.log', 'x.eml/body.txt'])
    const all = [...files.values()].join('\n')
    expect(all).toContain('user-1@domain-1')
    expect(all).not.toMatch(/kim|contoso|fails again/i)
  })

  it('has the text of a document, if it is evidence', async () => {
    const page = `<!DOCTYPE html><html><body><pre>${LINE.repeat(5)}</pre></body></html>`
    const { files, leftOut } = await redactPaths(
      folderWith({ 'log.html': page, 'other.html': '<!DOCTYPE html><html>kim</html>' }),
    )
    expect(String(files.get('log.html.txt'))).toContain('sip:user-1@domain-1')
    expect([...files.keys()]).toEqual(['log.html.txt', 'LEFT-OUT.txt'])
    expect(leftOut.converted).toEqual([
      { path: 'log.html', reason: expect.stringContaining('Read from an HTML page') },
    ])
    expect(leftOut.items).toEqual([
      { path: 'other.html', reason: expect.stringContaining('no known format') },
    ])
  })

  it('has a quoted log without the quotes, which can break names', async () => {
    const quoted = LINE.repeat(30).replace(/^(?=.)/gm, '> ')
    const { files } = await redactFound(['.'], [memoryInput('mail.txt', Buffer.from(quoted))])
    const lines = String(files.get('mail.txt')).trimEnd().split('\n')
    expect(lines).toHaveLength(30)
    expect(new Set(lines)).toEqual(new Set([`${CLIENT}sent to sip:user-1@domain-1`]))
  })

  it('has all parts of a text of mixed encodings', async () => {
    const log = Buffer.from(LINE.repeat(8000))
    const end = Buffer.from('again kimakers@contoso.example\r\n'.repeat(20), 'utf16le')
    const { files, leftOut } = await redactPaths(folderWith({ 'a.log': Buffer.concat([log, end]) }))
    const text = String(files.get('a.log'))
    expect(text).toContain('again user-1@domain-1')
    expect(text.replaceAll('\0', '')).not.toMatch(/kim|contoso/)
    expect(leftOut.converted[0]?.reason).toContain('Partly UTF-16')
  })

  it('has the beginning of a damaged file, and lists its end', async () => {
    const lines = Array.from({ length: 5000 }, (_, at) => LINE.replace('12.123', `${at}`)).join('')
    const packed = gzipSync(lines)
    const damaged = packed.subarray(0, packed.length >> 1)
    const { files, leftOut } = await redactPaths(folderWith({ 'a.log.gz': damaged, 'b.log': LINE }))
    const text = String(files.get('a.log.gz/a.log'))
    expect(text.length).toBeGreaterThan(50_000)
    expect(text).not.toMatch(/kim|contoso/)
    expect(leftOut.items).toEqual([
      { path: 'a.log.gz/a.log', reason: expect.stringMatching(/^damaged: /) },
    ])
  })

  it('replaces the name of the case, if it looks like that of a machine', async () => {
    const folder = temporaryFolder('names')
    for (const name of ['KIOSK7X', 'Lync']) {
      mkdirSync(join(folder, name))
      writeFileSync(join(folder, name, 'a.log'), 'failed on KIOSK7X, Lync ended\r\n')
    }
    writeFileSync(join(folder, 'KIOSK7X', 'b.log'), 'Computer: KIOSK7X\r\n')
    const known = await redactPaths(join(folder, 'KIOSK7X'))
    expect([...known.files.values()].map(String)).toEqual([
      'failed on host-1, Lync ended\r\n',
      'Computer: host-1\r\n',
    ])
    rmSync(join(folder, 'KIOSK7X', 'b.log'))
    const textOf = async (name: string) =>
      String((await redactPaths(join(folder, name))).files.get('a.log'))
    expect(await textOf('KIOSK7X')).toBe('failed on case-1, Lync ended\r\n')
    expect(await textOf('Lync')).toBe('failed on KIOSK7X, Lync ended\r\n')
  })

  it('lists names of files without anything that a terminal acts on', async () => {
    const input = memoryInput('a\u001b[31m\u202e.etl', Buffer.alloc(3000))
    const { files } = await redactFound(['.'], [input, memoryInput('b.log', Buffer.from(LINE))])
    expect(String(files.get('LEFT-OUT.txt'))).toContain('a\\u{1b}[31m\\u{202e}.etl')
    expect([...files].flat().map(String).join()).not.toMatch(/[\u001b\u202e]/)
  })

  it('has no map of a redaction, however it is named', async () => {
    const map =
      '{"spoolscope":"redaction-map","version":1,"key":null,"shift":0}\n["user-1","kim","kim"]\n'
    const { files, leftOut } = await redactPaths(folderWith({ 'notes.txt': map, 'b.log': LINE }))
    expect([...files.keys()]).toEqual(['b.log', 'LEFT-OUT.txt'])
    expect(leftOut.items[0]?.reason).toContain('map of a redaction')
  })

  it('has only names, sizes and times of spooled files, also from a zip', async () => {
    const spool = 'Lync/sip_kimakers@contoso.example/History Spooler'
    const files = { [`${spool}/1.hist`]: 'a secret message', 'b.log': LINE }
    const zip = join(temporaryFolder('zip'), 'case.zip')
    writeFileSync(
      zip,
      createZip(Object.entries(files).map(([name, content]) => ({ name, content }))),
    )
    for (const path of [folderWith(files), zip]) {
      const copy = await redactPaths(path)
      expect([...copy.files.keys()]).toEqual(['b.log', 'spool-listing.json', 'LEFT-OUT.txt'])
      const listing = String(copy.files.get('spool-listing.json'))
      expect(listing).toMatch(
        /"path":"Lync\/sip_user-1@domain-1\/History Spooler\/1\.hist","bytes":16,"written":"/,
      )
      expect([...copy.files.values()].join('\n')).not.toMatch(/kim|contoso|secret/)
    }
  })

  it('is the same each time', async () => {
    const sample = 'samples/whole/two-users'
    expect((await redactPaths(sample)).files).toEqual((await redactPaths(sample)).files)
  })
})
