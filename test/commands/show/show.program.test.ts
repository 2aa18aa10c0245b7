import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../../src/model/report.ts'
import { folderEntries } from '../../support/archives/folder-entries.ts'
import { createTar } from '../../support/archives/tar.ts'
import { createZip } from '../../support/archives/zip.ts'
import { showSchemaProblems } from '../../support/schemas/report-schema.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const CASE = 'samples/whole/stuck-on-premises'
const LOG = 'Lync/Tracing/Lync-UccApi-0.UccApilog'
const folder = temporaryFolder()
const program = resolve('dist/cli.js')

function run(args: readonly string[], cwd?: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    env: { ...process.env, COLUMNS: '100' },
    cwd,
  })
  return { status, stdout, stderr }
}

const show = (...args: readonly string[]) => run(['show', ...args])
const saved = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}
const shown = (stdout: string) => ({ status: 0, stdout, stderr: '' })
const LIST = ['Identity        : Global', 'EnableOfflineIm : False', 'Anchor          : x']

describe('show', () => {
  it('prints the cited line, marked, with those around it', () => {
    expect(show(`${CASE}:registry.reg:10`, '-C', '1')).toEqual(
      shown(
        'registry.reg:10  registry-export\n' +
          '   9  "VersionToReport"="16.0.6741.2056"\n' +
          '> 10  "CDNBaseUrl"="http://officecdn.microsoft.com/pr/7ffbc6bf-bc32-4f92-8982-f9dd17fd3114"\n' +
          '  11  "Platform"="x86"\n',
      ),
    )
  })

  it('prints several citations in the order in which they were given', () => {
    const { stdout, status } = show(
      '-C0',
      `${CASE}:registry.reg:4`,
      `${CASE}:${LOG}:3`,
      `${CASE}/registry.reg:1`,
    )
    expect(status).toBe(0)
    expect(stdout.split('\n').filter((line) => line.startsWith('>'))).toEqual([
      '> 4  "EnableTracing"=dword:00000001',
      '> 3  09/20/2016|08:02:00.000 1A2C:2B3C INFO  :: REGISTER sip:contoso.example SIP/2.0',
      '> 1  Windows Registry Editor Version 5.00',
    ])
  })

  it('prints the beginning of a file that is cited without a line', () => {
    const { stdout } = show(`${CASE}:registry.reg`, '-C', '1')
    expect(stdout.split('\n').slice(1, 4)).toEqual([
      '  1  Windows Registry Editor Version 5.00',
      '  2',
      '  3  [HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Lync]',
    ])
  })

  it('prints JSON for other programs', () => {
    const { stdout } = show(`${CASE}:registry.reg:10`, '--context', '1', '--format', 'json')
    const result = JSON.parse(stdout)
    expect(showSchemaProblems(result)).toEqual([])
    expect(result.citations).toMatchObject([
      {
        citation: `${CASE}:registry.reg:10`,
        path: 'registry.reg',
        format: 'registry-export',
        lines: [
          { line: 9, cited: false },
          { line: 10, cited: true },
          { line: 11, cited: false },
        ],
      },
    ])
  })

  it('finds a path as any format of a report writes it', () => {
    const odd = join(folder, 'odd')
    saved('odd/a b/weird:name:3.txt', LIST.join('\n'))
    saved('odd/a b/\u001b[31m.txt', LIST.join('\n'))
    for (const path of [
      'a b/weird:name:3.txt:2',
      'a%20b/weird%3Aname%3A3.txt:2',
      'a b\\weird:name:3.txt:2',
      './a b/weird:name:3.txt:2',
      'a b/\\u{1b}[31m.txt:2',
      'odd/a b/weird:name:3.txt:2:1',
    ])
      expect(show(`${odd}:${path}`, '-C', '0').stdout, path).toContain(
        '> 2  EnableOfflineIm : False',
      )
    expect(show(`${odd}:a b/weird:name:3.txt`, '-C', '0').stdout).toContain('1  Identity')
    const windows = run(['show', 'C:\\Cases\\x:a b\\x.txt:2', '-C', '0'], folder)
    expect(windows.stderr).toContain('No such case: C:\\Cases\\x:a b\\x.txt:2')
  })

  it('takes a single file as the case', () => {
    const path = saved('single.txt', LIST.join('\n'))
    for (const citation of [`${path}:2`, `${path}:${path}:2`])
      expect(show(citation, '-C', '0').stdout).toContain('> 2  EnableOfflineIm : False')
    expect(run(['show', 'single.txt:2', '-C', '0'], folder).stdout).toContain('single.txt:2')
  })

  it('reads archives, also inside archives', () => {
    const zip = createZip(folderEntries(CASE))
    const line = '> 3  09/20/2016|08:02:00.000 1A2C:2B3C INFO  :: REGISTER'
    const inner = saved('PC.zip', zip)
    const outer = saved('outer.zip', createZip([{ name: 'PC.zip', content: zip }]))
    const tar = saved('PC.tar.gz', gzipSync(createTar(folderEntries(CASE))))
    const gz = saved('one.UccApilog.gz', gzipSync(readFileSync(join(CASE, LOG))))
    for (const citation of [
      `${inner}:${LOG}:3`,
      `${inner}/${LOG}:3`,
      `${inner}:${inner}/${LOG}:3`,
      `${outer}/PC.zip/${LOG}:3`,
      `${outer}:PC.zip/${LOG}:3`,
      `${tar}:${LOG}:3`,
      `${gz}:3`,
    ])
      expect(show(citation, '-C', '0').stdout, citation).toContain(line)
    expect(show(`${inner}:${LOG}:3`, '--max-ratio', '1', '--max-entry-bytes', '10').status).toBe(2)
  })

  it('decodes the encodings that analyze reads', () => {
    const text = LIST.join('\r\n').replace('Global', 'Köln')
    const utf16le = Buffer.from(`\ufeff${text}`, 'utf16le')
    const line = '1  Identity        : Köln'
    for (const [name, bytes, ...options] of [
      ['utf8.txt', Buffer.from(text)],
      ['bom.txt', Buffer.from(`\ufeff${text}`)],
      ['utf16.txt', utf16le],
      ['utf16be.txt', Buffer.from(utf16le).swap16()],
      ['cr.txt', Buffer.from(text.replaceAll('\r\n', '\r'))],
      ['ansi.txt', iconv.encode(text, 'windows-1252')],
      ['850.txt', iconv.encode(text, 'cp850'), '--code-page', '850'],
    ] as const) {
      const { stdout } = show(`${saved(name, bytes)}:2`, '-C', '1', ...options)
      expect(stdout, name).toContain(line)
      expect(stdout, name).toContain('> 2  EnableOfflineIm : False\n')
    }
  })

  it('counts the lines of a carried text as the report does', () => {
    const mail = ['On Tue kim wrote:', ...LIST.map((line) => `> ${line}`)].join('\r\n')
    expect(show(`${saved('mail.txt', mail)}:3`, '-C', '0').stdout).toContain(
      '> 3  EnableOfflineIm : False',
    )
    const { cases } = JSON.parse(
      run(['analyze', 'samples/evidence/documents/docx', '--format', 'json']).stdout,
    ) as Report
    const [cited] = cases[0]?.citedLines ?? []
    const { stdout } = show(
      `samples/evidence/documents/docx:${cited?.path}:${cited?.line}`,
      '-C',
      '0',
    )
    expect(stdout.replace(/ {2,}/g, ' ')).toContain(`> ${cited?.line} ${cited?.text}`)
  })

  it('prints nothing that a terminal would obey', () => {
    const path = saved(
      'escape.txt',
      `${LIST.join('\n')}\nevil : \u001b]0;x\u0007\u202e\u0000\tend\n`,
    )
    const { stdout } = show(`${path}:4`, '-C', '0')
    expect(stdout).toMatch(/> 4 {2}evil : .*\\u\{202e\}\\u\{0\} {4}end\n$/)
    expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
    expect(show(`${path}:4`, '-C', '0', '--format', 'json').stdout).toContain('\\u202e')
  })

  it('never opens a spooled message', () => {
    saved('spool/sip_kim@contoso.example/History Spooler/1.hist', 'the plan for zanzibar')
    const { status, stdout } = show(
      `${join(folder, 'spool')}:sip_kim@contoso.example/History Spooler/1.hist`,
    )
    expect(status).toBe(0)
    expect(stdout).toBe(
      'sip_kim@contoso.example/History Spooler/1.hist  history-spooler\n' +
        'A message that waits in the spool. Its content is never read.\n',
    )
  })

  it('says what is wrong with a citation, and prints the others', () => {
    saved('errors/a.txt', LIST.join('\n'))
    saved('errors/b.bin', new Uint8Array([1, 0, 2, 0, 255, 254, 0, 10, 0, 13]))
    saved('errors/empty.txt', '')
    const place = join(folder, 'errors')
    const { status, stdout, stderr } = show(
      `${place}:a.txt:9`,
      `${place}:b.txt:1`,
      `${place}:b.bin:1`,
      `${place}:empty.txt:1`,
      `${place}:a.txt@5`,
      `${place}:1`,
      `${place}:--as-of`,
      join(folder, 'gone:x:1'),
      `${place}:a.txt:2`,
    )
    expect(status).toBe(2)
    expect(stdout).toContain('> 2  EnableOfflineIm : False')
    for (const text of [
      'a.txt has no line 9: it has 3 lines.',
      'has no file b.txt. Did you mean a.txt?',
      'b.bin is a binary file of no known format.',
      'empty.txt is empty.',
      'a.txt has lines: cite one as <path>:<line>.',
      'has 3 files. Name one of them: spoolscope show ',
      '--as-of is an option that analyze was given, not a file.',
      'No such case: ',
    ])
      expect(stderr).toContain(text)
    expect(show()).toMatchObject({ status: 2, stdout: '' })
    expect(show(`${place}:a.txt:1`, '-C', '-1').stderr).toContain(
      '--context takes a number from 0 to 1000',
    )
  })
})

describe('show of a binary trace', () => {
  const trace = 'samples/formats/etl-binary/client-wpp.etl'

  it('decodes the cited record with what is in the case', () => {
    const place = join(folder, 'etl')
    mkdirSync(join(place, 'Tracing'), { recursive: true })
    cpSync(trace, join(place, 'Tracing/client.etl'))
    cpSync('samples/tmf', join(place, 'tmf'), { recursive: true })
    const { cases } = JSON.parse(
      run(['analyze', place, '--format', 'json', '--fail-on', 'never']).stdout,
    ) as Report
    const cited = cases[0]?.citedLines?.filter(({ offset }) => offset !== undefined) ?? []
    expect(cited.length).toBeGreaterThan(3)
    const all = run(['etl', 'print', trace, '--tmf', 'samples/tmf']).stdout.split('\n')
    const { stdout } = show(
      '-C',
      '0',
      ...cited.map(({ path, offset }) => `${place}:${path}@${offset}`),
    )
    const records = stdout.split('\n').filter((line) => line.startsWith('>'))
    expect(records).toHaveLength(cited.length)
    for (const [index, { text }] of cited.entries()) {
      const record = (records[index] ?? '').replace(/^> +\d+ {2}/, '')
      expect(all).toContain(record)
      expect(record.replace(/ {2,}/g, ' ')).toContain(text.replace(/…$/, ''))
    }
    const zip = saved('etl.zip', createZip(folderEntries(place)))
    expect(show(`${zip}:Tracing/client.etl:2`, '-C', '1').stdout.split('\n').slice(1, 4)).toEqual(
      show(`${place}:Tracing/client.etl#2`, '-C', '1').stdout.split('\n').slice(1, 4),
    )
  })

  it('says how many records there are', () => {
    expect(show(`${trace}:99999`).stderr).toMatch(/has no record 99999: it has \d+ records\.\n$/)
    expect(show(`${trace}@7`).stderr).toContain('has no record at offset 7: ')
  })

  it('shows no binary data, which may be message text', () => {
    const { stdout } = show('samples/evidence/binary-traces/message-in-binary-field.etl:1')
    expect(stdout).toContain('"Fragment":"[266 bytes]"')
  })
})

describe('cited lines of a report', () => {
  it('are in a table only with --full, with the command that shows more', () => {
    const { stdout } = run(['analyze', 'stuck-on-premises', '--full'], 'samples/whole')
    expect(stdout).toContain('      │ Lync-Client, Info, … "EWS request CreateItem to')
    const [, command = ''] = /^ {2}spoolscope (show \S+ -C 5)$/m.exec(stdout) ?? []
    expect(run(command.split(' '), 'samples/whole').stdout).toContain('ErrorServerBusy')
    expect(run(['analyze', CASE]).stdout).not.toContain('│ ')
  })

  it('are the same when a saved report is rendered', () => {
    const json = join(folder, 'r.json')
    run(['analyze', CASE, '--format', 'json', '--output', json])
    for (const format of [['--full'], ['--format', 'html'], ['--format', 'json']])
      expect(run(['render', json, ...format]).stdout).toBe(run(['analyze', CASE, ...format]).stdout)
    expect(run(['render', json, '--format', 'html']).stdout).toContain('<code class="cited">')
  })

  it('are left out where the evidence cannot be read again', () => {
    const text = readFileSync(join(CASE, LOG))
    const { stdout, status } = spawnSync(
      process.execPath,
      [program, 'analyze', '-', '--format', 'json', '--fail-on', 'never'],
      { input: text, encoding: 'utf8' },
    )
    expect(status).toBe(0)
    expect((JSON.parse(stdout) as Report).cases[0]?.citedLines).toEqual([])
  })

  it('have no names in a redacted report', () => {
    const { stdout } = run(['analyze', CASE, '--redact', '--format', 'json'])
    const { cases } = JSON.parse(stdout) as Report
    expect(cases[0]?.citedLines?.length).toBeGreaterThan(5)
    expect(JSON.stringify(cases[0]?.citedLines)).not.toMatch(/kim|contoso/)
    expect(run(['analyze', CASE, '--redact', '--full']).stdout).not.toContain('spoolscope show')
  })
})

describe('message text and credentials', () => {
  const TEXT = 'the plan for zanzibar'
  const SECRET = Buffer.from(TEXT).toString('base64')
  const CLIENT = '06/14/2016|10:11:12.123 1A2C:9F4 INFO  :: '
  const request = (method: string, body: string, type = 'text/plain') =>
    [
      `${method} sip:lee@contoso.example SIP/2.0`,
      'From: <sip:kim@contoso.example>;tag=1;epid=1',
      'To: <sip:lee@contoso.example>',
      'Call-ID: c0ffee',
      `CSeq: 3 ${method}`,
      `Authorization: Kerberos qop="auth",\r\n\tgssapi-data="${SECRET}",\r\n ${SECRET}`,
      `ms-text-format: text/plain; charset=UTF-8;ms-body=${SECRET}`,
      `Subject: ${TEXT}`,
      'User-Agent: UCCAPI/16.0.6741.5023 OC/16.0.6741.2056 (Skype for Business)',
      `Content-Type: ${type}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n')
  const texts = [
    request('MESSAGE', `hi\r\n\r\n${TEXT}\r\n${CLIENT}pasted ${TEXT}`),
    request(
      'INVITE',
      `--b\r\nContent-Type: text/plain\r\n\r\n${TEXT}\r\n--b--`,
      'multipart/alternative;boundary=b',
    ),
    `<t:Message><t:Subject>${TEXT}</t:Subject><t:Body BodyType="HTML">\r\n${TEXT}\r\n</t:Body></t:Message>`,
    `password="${TEXT}" Cookie: a=${SECRET}; Bearer ${SECRET}`,
  ]
  const title = (text: string) =>
    `Data Received - 192.0.2.20:443 (To Local Address: 192.0.2.10:51241) ${text.length} bytes`
  const xml = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const event = (text: string) =>
    `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Lync"/>` +
    `<TimeCreated SystemTime="2016-06-14T08:11:12.123Z"/></System><EventData><Data>${xml(text)}</Data></EventData></Event>`
  const csv = (text: string) => text.replaceAll('"', '""')
  const files: Readonly<Record<string, string>> = {
    'Lync-UccApi-0.UccApilog': texts
      .map(
        (text) =>
          `${CLIENT}${title(text)}:\r\n${CLIENT}${text}\r\n${CLIENT}End of ${title(text)}\r\n`,
      )
      .join(''),
    'tracefmt.txt': texts
      .map((text) => `[0]1A2C.09F4::06/14/2016-10:11:12.123 [Lync]${text}\r\n`)
      .join(''),
    'tracerpt.csv': `${readFileSync('samples/formats/tracerpt-csv/windows-10.csv', 'utf8').split('\n')[0]}\n${texts
      .map(
        (text) =>
          `   Contoso-Messaging,       Info,           12,          0,         16,          2,          0,          0, 0x8000000000000000, 0x00001A2C,      0x974,                    1,             ,                     ,   {00000000-0000-0000-0000-000000000000},                                         ,   131103678470000001,          0,          0, "${text}"\r\n`,
      )
      .join('')}`,
    'events.xml': `<Events>\r\n${texts.map(event).join('\r\n')}\r\n</Events>\r\n`,
    'winevent.csv': `"TimeCreated","Id","ProviderName","LevelDisplayName","Message"\r\n${texts
      .map((text) => `"6/14/2016 10:11:12 AM","1","Lync","Information","${csv(text)}"\r\n`)
      .join('')}`,
    'server.txt': `TL_INFO(TF_PROTOCOL) [pool\\fe1]0584.0A44::06/14/2016-11:11:02.005.0000774A (SIPStack,SIPAdminLog::ProtocolRecord::Flush:ProtocolRecord.cpp(265)) [2003888399] $$begin_record\r\nDirection: incoming\r\nPeer: 192.0.2.10:51241\r\nMessage-Type: request\r\nStart-Line: ${request('MESSAGE', `x\r\n${TEXT}`).replace('\r\n\r\n', '\r\nMessage-Body: ')}\r\n$$end_record\r\n`,
  }
  for (const [name, text] of Object.entries(files)) saved(`secrets/${name}`, text)
  const place = join(folder, 'secrets')
  const leaks = (text: string) => {
    const plain = text.toLowerCase()
    return ['zanzibar', SECRET.toLowerCase(), 'dghlihbs'].filter((word) => plain.includes(word))
  }

  it.each(Object.entries(files))('are in no line of %s that is shown', (name, text) => {
    const count = text.split('\n').length
    for (const format of ['text', 'json']) {
      const { stdout } = show(`${place}:${name}`, '-C', '1000', '--format', format)
      expect(stdout.split('\n').length).toBeGreaterThan(count)
      expect(leaks(stdout)).toEqual([])
      expect(stdout).toMatch(/\[removed\]|\[message text not shown\]/)
    }
    const each = Array.from({ length: count - 1 }, (_, index) => `${place}:${name}:${index + 1}`)
    const { status, stdout } = show('-C', '0', ...each)
    expect(status).toBe(0)
    expect(leaks(stdout)).toEqual([])
  })

  it.each([
    ['a text of no known format', 'chat.txt', `kim: ${TEXT}\r\nlee: ok\r\n`],
    ['a copy of a spooled message', 'copy.hist', `MIME-Version: 1.0\r\n\r\n{\\rtf1 ${TEXT}}\r\n`],
  ])('are not shown of %s', (_, name, text) => {
    const { status, stdout, stderr } = show(`${saved(`unknown/${name}`, text)}:1`)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain('is of no known format')
  })

  it('are in no report', () => {
    for (const format of ['table', 'json', 'html', 'markdown', 'csv', 'ndjson', 'sarif', 'junit']) {
      const { stdout } = run(['analyze', place, '--one-case', '--full', '--format', format])
      expect(stdout.length).toBeGreaterThan(100)
      expect(leaks(stdout), format).toEqual([])
    }
  })
})

describe('evidence that is gone', () => {
  it('has no lines, and fails nothing', async () => {
    const { addCitedLines } = await import('../../../src/excerpts/cited-lines.ts')
    const { findFiles } = await import('../../../src/inputs/find-files.ts')
    const path = saved('gone/registry.reg', readFileSync(join(CASE, 'registry.reg')))
    const found = findFiles([dirname(path)])
    const { cases } = JSON.parse(
      run(['analyze', dirname(path), '--format', 'json']).stdout,
    ) as Report
    const [report] = cases
    if (report === undefined) throw new Error('no case')
    const options = { codePage: 'windows-1252', stdin: process.stdin }
    expect((await addCitedLines(report, found, options)).citedLines).toEqual(report.citedLines)
    expect(report.citedLines?.length).toBeGreaterThan(0)
    rmSync(path)
    expect((await addCitedLines(report, found, options)).citedLines).toEqual([])
  })
})
