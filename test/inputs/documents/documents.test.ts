import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readArchive } from '../../support/archives/read-archive.ts'
import { createZip } from '../../support/archives/zip.ts'

const TYPES = { name: '[Content_Types].xml', content: '<Types/>' }
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

const paragraphs = (...texts: readonly string[]) =>
  texts.map((text) => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`).join('')
const docx = (body: string, ...more: readonly { name: string; content: string }[]) =>
  createZip([
    TYPES,
    {
      name: 'word/document.xml',
      content: `<w:document ${W}><w:body>${body}</w:body></w:document>`,
    },
    ...more,
  ])
const xlsx = (sheet: string, strings = '') =>
  createZip([
    TYPES,
    { name: 'xl/sharedStrings.xml', content: `<sst>${strings}</sst>` },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
    },
  ])

const verdict = ({ report }: Awaited<ReturnType<typeof readArchive>>): string | undefined =>
  report.verdicts.find(({ rule }) => rule === 'offline-im-disabled')?.status
const read = (bytes: Uint8Array | string, name: string) =>
  readArchive(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, { name })

describe('the text of a document', () => {
  it.each<readonly [string, string, Uint8Array | string]>([
    [
      'a Word document',
      'a.docx',
      docx(paragraphs('Identity        : Global', 'EnableOfflineIm : False')),
    ],
    [
      'a Word document whose lines are breaks, in runs',
      'a.docx',
      docx(
        '<w:p><w:r><w:t>Identity : Global</w:t></w:r><w:r><w:br/></w:r>' +
          '<w:r><w:t xml:space="preserve">EnableOffline</w:t></w:r><w:r><w:t>Im : False</w:t></w:r></w:p>',
      ),
    ],
    [
      'a Word document with tabs',
      'a.docx',
      docx(
        '<w:p><w:r><w:t>Identity</w:t><w:tab/><w:t>: Global</w:t></w:r></w:p>' +
          '<w:p><w:r><w:t>EnableOfflineIm</w:t><w:tab/><w:t>: False</w:t></w:r></w:p>',
      ),
    ],
    [
      'an Excel workbook',
      'a.xlsx',
      xlsx(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>' +
          '<row r="2"><c r="A2" t="inlineStr"><is><t>Global</t></is></c><c r="B2" t="b"><v>0</v></c></row>',
        '<si><t>Identity</t></si><si><r><t>EnableOffline</t></r><r><t>Im</t></r></si>',
      ),
    ],
    [
      'a page',
      'a.html',
      '<html><head><title>x : y</title></head><body><pre>Identity : Global<br>EnableOfflineIm : False</pre>',
    ],
    [
      'a mail of Outlook, saved as a page',
      'a.htm',
      '<html><style>p {margin: 0}</style><body><p class=MsoNormal>Identity&nbsp;&nbsp; :\r\n Global<o:p></o:p></p>' +
        '<p class=MsoNormal>EnableOfflineIm&nbsp;: <b>False</b></p></body></html>',
    ],
    [
      'a page with lines in a block',
      'a.html',
      '<div><pre>\nIdentity        : Global\nEnableOfflineIm : False\n</pre></div>',
    ],
    [
      'an RTF document',
      'a.rtf',
      '{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Consolas;}}\\f0 Identity        : Global\\par EnableOfflineIm : False\\par }',
    ],
    [
      'an RTF document with escapes',
      'a.rtf',
      '{\\rtf1\\ansi\\ansicpg1252{\\*\\generator Wordpad;}\\pard Identity\\~\\~: Global\\line\r\n' +
        "\\b Enable\\b0 OfflineIm\\'a0: \\u70?alse\\par}",
    ],
  ])('%s is read', async (_, name, bytes) => {
    const result = await read(bytes, name)
    expect(verdict(result), result.statusOf(name)).toBe('flagged')
  })

  it('keeps the number of its lines', async () => {
    const page = '<html>\n<body>\n<pre>\nIdentity : Global\nEnableOfflineIm : False\n</pre>'
    const { observations } = await read(page, 'a.html')
    expect(observations.find(({ kind }) => kind === 'cmdlet-output')?.source.line).toBe(4)
  })

  it('is read whole or not at all', async () => {
    const cut = docx(paragraphs('Identity : Global', 'EnableOfflineIm : True').slice(0, -20))
    const result = await read(cut, 'a.docx')
    expect(verdict(result)).toBe('not-checked')
    expect(result.statusOf('a.docx')).toMatch(/^not-recognised; a document that cannot be read/)
  })

  it('says how many pictures are in it', async () => {
    const media = { name: 'word/media/image1.png', content: 'x' }
    const text = paragraphs('Identity : Global', 'EnableOfflineIm : False')
    const result = await read(docx(text, media), 'a.docx')
    expect(result.statusOf('a.docx')).toContain('1 picture in it cannot be read')
  })

  it('without evidence is named', async () => {
    const result = await read(docx(paragraphs('Hello')), 'a.docx')
    expect(result.statusOf('a.docx')).toMatch(/^not-recognised; a Word document: its text/)
  })
})

describe('a file that is not read', () => {
  it.each<readonly [string, string, Uint8Array, RegExp]>([
    ['a picture', 'a.png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), /a picture/],
    ['a photo', 'a.jpg', Buffer.of(0xff, 0xd8, 0xff, 0xe0, 0, 16), /a picture/],
    ['a PDF', 'a.pdf', Buffer.from('%PDF-1.7\n'), /a PDF document: .*text file/],
    ['an event log', 'a.evtx', Buffer.from('ElfFile\0\0\0'), /wevtutil qe/],
    ['a mail of Outlook', 'a.msg', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), /\(\.msg\): save/],
    ['an old document', 'a.doc', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), /\(\.doc\): save/],
    ['an old document of any name', 'a', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), /old Office/],
    [
      'a signature',
      'smime.p7s',
      Buffer.from('3080' + '06092a864886f70d010702a080', 'hex'),
      /\.p7m\): open the mail/,
    ],
    ['winmail.dat', 'winmail.dat', Buffer.from('789f3e220000', 'hex'), /winmail\.dat/],
  ])('%s is named with the step that helps', async (_, name, bytes, words) => {
    const result = await read(bytes, name)
    expect(result.statusOf(name)).toMatch(words)
    expect(result.report.verdicts.filter(({ status }) => status !== 'not-checked')).toEqual([])
  })
})

const MAIL_HEADER = 'From: kim@contoso.example\r\nSubject: output\r\nMIME-Version: 1.0\r\n'
const LIST = 'Identity : Global\r\nEnableOfflineIm : False\r\n'
const nested = (boundary: string, ...parts: readonly string[]) =>
  `${MAIL_HEADER}Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n` +
  `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`
const multipart = (...parts: readonly string[]) => nested('outer', ...parts)
const attached = (name: string, bytes: Uint8Array, type = 'application/octet-stream') =>
  `Content-Type: ${type}; name="${name}"\r\nContent-Transfer-Encoding: base64\r\n` +
  `Content-Disposition: attachment; filename="${name}"\r\n\r\n${Buffer.from(bytes).toString('base64')}`

describe('a mail', () => {
  it.each<readonly [string, string, string]>([
    ['its text', `${MAIL_HEADER}Content-Type: text/plain\r\n\r\n${LIST}`, 'body.txt'],
    [
      'its text in another character set',
      `${MAIL_HEADER}Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nIdentity=C2=A0: Global\r\nEnableOfflineIm =\r\n: False\r\n`,
      'body.txt',
    ],
    [
      'its page',
      `${MAIL_HEADER}Content-Type: text/html\r\n\r\n<p>Identity : Global</p><p>EnableOfflineIm : False</p>`,
      'body.html',
    ],
    [
      'an attachment',
      multipart('Content-Type: text/plain\r\n\r\nsee below', attached('im.txt', Buffer.from(LIST))),
      'im.txt',
    ],
    [
      'an attachment in UTF-16',
      multipart(attached('im.txt', Buffer.from(`\ufeff${LIST}`, 'utf16le'), 'text/plain')),
      'im.txt',
    ],
    [
      'an archive that is attached',
      multipart(attached('im.zip', createZip([{ name: 'im.txt', content: LIST }]))),
      'im.zip/im.txt',
    ],
    [
      'a document that is attached',
      multipart(
        attached('im.docx', docx(paragraphs('Identity : Global', 'EnableOfflineIm : False'))),
      ),
      'im.docx',
    ],
    [
      'a mail that is attached',
      multipart(
        `Content-Type: message/rfc822\r\n\r\n${MAIL_HEADER}Content-Type: text/plain\r\n\r\n${LIST}`,
      ),
      'attachment-1.eml/body.txt',
    ],
  ])('shows %s', async (_, mail, path) => {
    const result = await read(mail, 'mail.eml')
    expect(result.statusOf(`mail.eml/${path}`)).toMatch(/^read/)
    expect(verdict(result)).toBe('flagged')
  })

  it('in an archive is taken apart', async () => {
    const mail = `${MAIL_HEADER}Content-Type: text/plain\r\n\r\n${LIST}`
    const result = await read(createZip([{ name: 'a.eml', content: mail }]), 'mails.zip')
    expect(verdict(result)).toBe('flagged')
  })

  it.each<readonly [string, Uint8Array, RegExp]>([
    ['screen.png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), /^not-recognised; a picture/],
    ['logs.7z', Buffer.from('377abcaf271c0004', 'hex'), /^unreadable; a 7-Zip archive/],
    ['smime.p7m', Buffer.from('308006092a864886f70d010703', 'hex'), /^not-recognised; a signature/],
    ['notes.docx', docx(paragraphs('Hello')), /^not-recognised; a Word document: its text/],
    ['data.bin', Buffer.of(1, 2, 3, 4), /^not-recognised/],
  ])('names %s, which is attached and not read', async (name, bytes, words) => {
    const part = attached('im.txt', Buffer.from(LIST))
    const result = await read(multipart(attached(name, bytes), part), 'mail.eml')
    expect(result.statusOf(`mail.eml/${name}`)).toMatch(words)
    expect(verdict(result)).toBe('flagged')
  })

  it('inside many mails ends at the limit for nesting', async () => {
    let mail = `${MAIL_HEADER}Content-Type: text/plain\r\n\r\n${LIST}`
    for (let depth = 0; depth < 4; depth += 1)
      mail = nested(`level-${depth}`, `Content-Type: message/rfc822\r\n\r\n${mail}`)
    const result = await read(mail, 'mail.eml')
    expect(verdict(result)).toBe('not-checked')
    expect(result.inputs.map(({ notes }) => notes.join()).join()).toContain('--max-nesting')
  })

  it('is not what a list or a log is', async () => {
    const list = await read(`Subject : x\r\n${LIST}`, 'a.txt')
    expect(list.inputs.map(({ path }) => path)).toEqual([expect.stringMatching(/a\.txt$/)])
  })
})

describe('a code page that a document states', () => {
  const RUSSIAN = ['Identity : Global', 'EnableOfflineIm : False', 'Description : Привет']
  const cp1251 = (text: string) => iconv.encode(text, 'windows-1251')
  const description = ({ observations }: Awaited<ReturnType<typeof read>>) =>
    observations.flatMap((observation) =>
      observation.kind === 'cmdlet-output' ? [observation.properties.get('description')] : [],
    )[0]
  const page = (charset: string) =>
    cp1251(`<html><head><meta charset="${charset}"></head><pre>${RUSSIAN.join('\n')}</pre>`)
  const rtf = (codePage: string, bytes: Buffer) => {
    const escaped = [...bytes].map((byte) => (byte < 128 ? String.fromCharCode(byte) : hex(byte)))
    const text = escaped.join('').replaceAll('\n', '\\par ')
    return Buffer.from(`{\\rtf1\\ansi\\ansicpg${codePage} ${text}}`)
  }
  const hex = (byte: number) => `\\'${byte.toString(16)}`
  const mail = (charset: string) =>
    Buffer.concat([
      Buffer.from(`${MAIL_HEADER}Content-Type: text/plain;\r\n charset="${charset}"\r\n\r\n`),
      cp1251(RUSSIAN.join('\r\n')),
    ])

  it.each<readonly [string, Uint8Array, string]>([
    ['a page', page('windows-1251'), 'a.html'],
    ['an RTF document', rtf('1251', cp1251(RUSSIAN.join('\n'))), 'a.rtf'],
    [
      'an RTF document of a console',
      rtf('866', iconv.encode(RUSSIAN.join('\n'), 'cp866')),
      'a.rtf',
    ],
    ['a mail', mail('windows-1251'), 'body.txt'],
  ])('is used: %s', async (_, bytes, name) => {
    const result = await read(bytes, name === 'body.txt' ? 'mail.eml' : name)
    expect(description(result)).toBe('Привет')
    expect(result.statusOf(name)).not.toMatch(/Not Unicode|not known/)
  })

  it.each<readonly [string, Uint8Array, string, string]>([
    ['a page', page('x-klingon'), 'a.html', 'Its character set x-klingon is not known'],
    ['an RTF document', rtf('4711', cp1251(RUSSIAN.join('\n'))), 'a.rtf', 'code page 4711 is not'],
    ['a mail', mail('x-klingon'), 'body.txt', 'the character set x-klingon is not known'],
  ])('is named where it is not known: %s', async (_, bytes, name, words) => {
    const result = await read(bytes, name === 'body.txt' ? 'mail.eml' : name)
    expect(result.statusOf(name)).toContain(words)
  })
})
