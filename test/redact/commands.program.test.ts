import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BatchLine } from '../../src/model/batch-line.ts'
import type { Report } from '../../src/model/report.ts'
import { reportFormats } from '../../src/reports/report-formats.ts'
import { fileLines, sampleBundles } from '../support/bundles.ts'
import { reportSchemaProblems } from '../support/schemas/report-schema.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { findLeaks } from './find-leaks.ts'
import { planted } from './planted.ts'

const CLI = resolve('dist/cli.js')
const STUCK = resolve('samples/whole/stuck-on-premises')
const MAIL_DIFFERS = resolve('samples/whole/mail-domain-differs')
const folder = temporaryFolder()
const { files, secrets } = planted()
const [name = ''] = secrets.filter(({ kind }) => kind === 'user').map(({ text }) => text)
const bundle = join(folder, `${name}-PC.collected`)
for (const [path, bytes] of files) {
  mkdirSync(dirname(join(bundle, path)), { recursive: true })
  writeFileSync(join(bundle, path), bytes)
}
writeFileSync(join(folder, 'key'), 'a secret that is long enough\n')
writeFileSync(join(folder, 'other-key'), 'another secret that is long enough\n')

const run = (args: readonly string[], input: string | Buffer = '') => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: folder,
    input,
    maxBuffer: 1 << 28,
  })
  return { status, stdout, text: stdout.toString('utf8'), stderr: stderr.toString('utf8') }
}
const reportOf = (...args: readonly string[]) =>
  JSON.parse(run(['analyze', ...args, '--format', 'json']).text) as Report

describe('spoolscope analyze --redact', () => {
  it.each(Object.keys(reportFormats))('leaves none of 400 secrets in %s', (format) => {
    const plain = run(['analyze', bundle, '--format', format])
    const redacted = run(['analyze', bundle, '--format', format, '--redact'])
    expect(findLeaks(plain.stdout, secrets).length).toBeGreaterThan(0)
    expect(findLeaks(redacted.stdout, secrets)).toEqual([])
    expect(redacted.stdout.length).toBeGreaterThan(500)
    expect(redacted.status).toBe(plain.status)
  })

  it('leaves no secrets in the output of render for an unredacted report', () => {
    const kept = join(folder, 'kept.json')
    run(['analyze', bundle, '--format', 'json', '--output', kept])
    expect(
      findLeaks(run(['render', kept, '--format', 'csv']).stdout, secrets).length,
    ).toBeGreaterThan(0)
    for (const format of Object.keys(reportFormats))
      expect(
        findLeaks(run(['render', kept, '--format', format, '--redact']).stdout, secrets),
      ).toEqual([])
  })

  it('never shows message text or credentials, redacted or not', () => {
    const hidden = secrets.filter(({ kind }) => ['said', 'body', 'ticket'].includes(kind))
    expect(hidden.length).toBeGreaterThan(60)
    for (const format of Object.keys(reportFormats))
      expect(findLeaks(run(['analyze', bundle, '--format', format]).stdout, hidden)).toEqual([])
  })

  it('states that it is redacted, what was replaced, and what is not covered', () => {
    const report = reportOf(STUCK, '--redact')
    expect(report.cases[0]?.redaction).toEqual({
      replaced: { call: 1, case: 1, domain: 1, host: 1, user: 2 },
      timesShifted: false,
      notCovered: expect.arrayContaining([expect.stringContaining('free text')]),
    })
    expect(reportSchemaProblems(report)).toEqual([])
    expect(run(['analyze', STUCK, '--redact']).text).toContain(
      'Redacted: 6 names replaced by tokens',
    )
    expect(run(['analyze', STUCK, '--redact', '--full']).text).toContain(
      'Names replaced by tokens: 6 tokens (',
    )
    expect(reportOf(STUCK).cases[0]).not.toHaveProperty('redaction')
  })

  it('keeps verdicts, builds, counts, times, and which names are equal', () => {
    const [plain, redacted] = [reportOf(STUCK).cases[0], reportOf(STUCK, '--redact').cases[0]]
    expect(
      redacted?.verdicts.map(({ rule, status, findings }) => [rule, status, findings.length]),
    ).toEqual(plain?.verdicts.map(({ rule, status, findings }) => [rule, status, findings.length]))
    expect(redacted?.facts.clientBuild).toEqual(plain?.facts.clientBuild)
    expect(redacted?.facts.users?.text).toBe(
      'user-1@domain-1 (mail user-1@domain-1, from WindowsEmailAddress in Get-CsUser)',
    )
    expect(redacted?.facts.mailboxLocation?.text).toContain(
      'on-premises for user-1@domain-1 (host-1.domain-1,',
    )
    expect(redacted?.inputs.map(({ path }) => path)).toContain(
      'Lync/sip_user-1@domain-1/History Spooler',
    )
    expect(redacted?.headline).toBe(
      plain?.headline.replaceAll('kim@contoso.example', 'user-1@domain-1'),
    )
    expect(redacted?.id).toBe('case-1')
  })

  it('shows that two domains differ', () => {
    const [redacted] = reportOf(MAIL_DIFFERS, '--redact').cases
    const [flagged] = redacted?.verdicts.filter(({ status }) => status === 'flagged') ?? []
    expect(flagged?.rule).toBe('mail-domain-differs-from-sip-domain')
    expect(JSON.stringify(flagged)).toMatch(/domain-1.*domain-2/)
  })

  it('does not change the texts of rules', () => {
    const [plain, redacted] = [reportOf(STUCK).cases[0], reportOf(STUCK, '--redact').cases[0]]
    for (const key of ['remedy', 'missing', 'title'] as const)
      expect(redacted?.verdicts.map((verdict) => verdict[key])).toEqual(
        plain?.verdicts.map((verdict) => verdict[key]),
      )
  })

  it('makes the same tokens in every run with the same key, and different ones with another', () => {
    const user = (key: string, path = STUCK) =>
      reportOf(path, '--redact', '--redact-key', key).cases[0]?.facts.users?.value
    expect(user('key')).toMatch(/^user-k[a-z2-7]{12}@domain-k[a-z2-7]{12}$/)
    expect(user('key')).toBe(user('key', resolve('samples/whole/ews-unavailable')))
    expect(user('other-key')).not.toBe(user('key'))
  })

  it('shifts all times by the same amount with --redact-shift', () => {
    const [plain, shifted] = [
      reportOf(STUCK).cases[0],
      reportOf(STUCK, '--redact', '--redact-shift').cases[0],
    ]
    const by = Date.parse(shifted?.asOf?.time ?? '') - Date.parse(plain?.asOf?.time ?? '')
    expect(by).toBeLessThan(-29 * 86_400_000)
    for (const [index, input] of (plain?.inputs ?? []).entries())
      if (input.from !== undefined)
        expect(Date.parse(shifted?.inputs[index]?.from ?? '') - Date.parse(input.from)).toBe(by)
    const [day] = plain?.asOf?.time.split('T') ?? []
    expect(JSON.stringify(shifted)).not.toContain(day)
    expect(shifted?.redaction?.timesShifted).toBe(true)
  })

  it.each([
    [['--redact-map', 'x.map'], /--redact-map says how to redact: it needs --redact/],
    [
      ['--redact', '--redact-key', 'no-such-file'],
      /Cannot read the key no-such-file.*openssl rand/,
    ],
    [['--redact', '--redact-map', join(STUCK, 'registry.reg')], /would write over evidence/],
    [
      ['--redact', '--redact-map', 'key'],
      /key is not the map of a redaction, and is not written over/,
    ],
  ])('refuses %j with what to do', (options, message) => {
    const { status, stderr } = run(['analyze', STUCK, ...options])
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
  })
})

describe('a redaction map', () => {
  it('is readable only by its owner, and restores all names', () => {
    run([
      'analyze',
      STUCK,
      '--format',
      'json',
      '--redact',
      '--redact-map',
      'private.map',
      '--output',
      'redacted.json',
    ])
    if (process.platform !== 'win32')
      expect(statSync(join(folder, 'private.map')).mode & 0o777).toBe(0o600)
    const { text, stderr } = run(['unredact', 'redacted.json', '--redact-map', 'private.map'])
    const { redaction: _, ...restored } = (JSON.parse(text) as Report).cases[0] ?? {}
    expect(restored).toEqual(reportOf(STUCK).cases[0])
    expect(stderr).toMatch(/^\d+ names restored\n$/)
  })

  it('is extended by a second run: known names keep their tokens, and new ones get new tokens', () => {
    run(['analyze', MAIL_DIFFERS, '--redact', '--redact-map', 'several.map'])
    const before = readFileSync(join(folder, 'several.map'), 'utf8')
    run(['analyze', STUCK, '--redact', '--redact-map', 'several.map'])
    const after = readFileSync(join(folder, 'several.map'), 'utf8')
    expect(after.startsWith(before)).toBe(true)
    const entries = after
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line) as [string, string])
    expect(new Set(entries.map(([token]) => token)).size).toBe(entries.length)
    expect(new Set(entries.map(([, original]) => original)).size).toBe(entries.length)
  })

  it('is refused with another key', () => {
    run(['analyze', STUCK, '--redact', '--redact-key', 'key', '--redact-map', 'keyed.map'])
    const { status, stderr } = run([
      'analyze',
      STUCK,
      '--redact',
      '--redact-key',
      'other-key',
      '--redact-map',
      'keyed.map',
    ])
    expect(status).toBe(2)
    expect(stderr).toContain('keyed.map is the map of another key')
  })

  it('restores large files, and never user-1 inside user-12', () => {
    writeFileSync(
      join(folder, 'answer.txt'),
      'user-1, user-12 and xuser-1; sip_user-1@domain-1.\n'.repeat(50_000),
    )
    writeFileSync(
      join(folder, 'small.map'),
      [
        '{"spoolscope":"redaction-map","version":1,"key":null,"shift":0}',
        '["user-1","kim","kim"]',
        '["domain-1","contoso.example","contoso.example"]',
        '',
      ].join('\n'),
    )
    const { text, stderr } = run(['unredact', 'answer.txt', '--redact-map', 'small.map'])
    expect(text).toBe('kim, user-12 and xuser-1; sip_kim@contoso.example.\n'.repeat(50_000))
    expect(stderr).toContain('150,000 names restored; 50,000 tokens not in this map left')
  })

  it('escapes names restored in JSON and markup', () => {
    writeFileSync(
      join(folder, 'quote.map'),
      [
        '{"spoolscope":"redaction-map","version":1,"key":null,"shift":0}',
        '["name-1","A \\"B\\" <c>","x"]',
        '',
      ].join('\n'),
    )
    expect(
      JSON.parse(run(['unredact', '-', '--redact-map', 'quote.map'], '{"a":"name-1"}').text),
    ).toEqual({ a: 'A "B" <c>' })
    expect(run(['unredact', '-', '--redact-map', 'quote.map'], '<p>name-1</p>').text).toBe(
      '<p>A &quot;B&quot; &lt;c&gt;</p>',
    )
  })
})

describe('spoolscope batch --redact', () => {
  sampleBundles(join(folder, 'bundles'), 14)
  mkdirSync(join(folder, 'bundles', 'kim-broken'))

  it('redacts each line and bundle name, with equal tokens in the whole run', () => {
    run([
      'batch',
      'bundles',
      '--output',
      'r.ndjson',
      '--redact',
      '--redact-map',
      'batch.map',
      '--jobs',
      '2',
    ])
    const lines = fileLines(join(folder, 'r.ndjson')).map((line) => JSON.parse(line) as BatchLine)
    expect(lines).toHaveLength(15)
    // Tokens are random letters, which may spell a name.
    const written = readFileSync(join(folder, 'r.ndjson'), 'utf8')
    expect(written.replace(/\b[a-z]+-k[a-z0-9]{10,}/g, '')).not.toMatch(
      /kim|contoso|fabrikam|PC-00|bundles/i,
    )
    expect(
      lines.every(
        ({ bundle, report }) =>
          /^case-k/.test(bundle) && (report === undefined || report.id === bundle),
      ),
    ).toBe(true)
    const users = new Set(
      lines.flatMap(({ report }) =>
        report?.facts.users === undefined ? [] : [String(report.facts.users.value)],
      ),
    )
    expect(users.size).toBeLessThan(5)
    const { text } = run(['unredact', 'r.ndjson', '--redact-map', 'batch.map'])
    run(['batch', 'bundles', '--output', 'plain.ndjson'])
    const cases = (lines: readonly string[]) =>
      lines.map((line) => (JSON.parse(line) as BatchLine).report?.headline).sort()
    expect(cases(text.trim().split('\n'))).toEqual(cases(fileLines(join(folder, 'plain.ndjson'))))
  })

  it('resumes with the same key, but not with another key or without one', () => {
    const args = ['batch', 'bundles', '--output', 's.ndjson', '--redact', '--redact-key', 'key']
    run(args)
    const whole = fileLines(join(folder, 's.ndjson'))
    writeFileSync(join(folder, 's.ndjson'), `${whole.slice(0, 6).join('\n')}\n`)
    expect(run([...args, '--resume']).status).toBe(1)
    expect(fileLines(join(folder, 's.ndjson')).sort()).toEqual([...whole].sort())
    expect(
      run([
        'batch',
        'bundles',
        '--output',
        's.ndjson',
        '--redact',
        '--redact-key',
        'other-key',
        '--resume',
      ]).stderr,
    ).toContain('was made with other')
    expect(run(['batch', 'bundles', '--output', 's.ndjson', '--resume']).stderr).toContain(
      'was made with other',
    )
    expect(
      run(['batch', 'bundles', '--output', 's.ndjson', '--redact', '--resume']).stderr,
    ).toContain('needs --redact-key')
  })

  it('uses the same tokens in the shares of several machines', () => {
    const share = (index: number) =>
      run(['batch', 'bundles', '--shard', `${index}/2`, '--redact', '--redact-key', 'key']).text
    const both = `${share(1)}${share(2)}`.trim().split('\n').sort()
    expect(both).toEqual(fileLines(join(folder, 's.ndjson')).sort())
  })
})

describe('spoolscope redact', () => {
  const log = join(bundle, 'Lync/Tracing/Lync-UccApi-0.UccApilog')

  it('writes a log without secrets, and states on stderr what is not covered', () => {
    const { status, stderr } = run(['redact', log, 'out.log', '--redact-map', 'log.map'])
    expect({ status, left: findLeaks(readFileSync(join(folder, 'out.log')), secrets) }).toEqual({
      status: 0,
      left: [],
    })
    expect(stderr).toMatch(/replaced call 23,.*\nNot covered:/)
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('keeps the encoding of the log', () => {
    run(['redact', join(bundle, 'users.txt'), 'users.txt'])
    const bytes = readFileSync(join(folder, 'users.txt'))
    expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xfe]))
    expect(bytes.toString('utf16le')).toContain('SipAddress : sip:user-')
    expect(findLeaks(bytes, secrets)).toEqual([])
  })

  it('reads standard input and writes standard output', () => {
    const { text, stderr } = run(
      ['redact', '-', '-'],
      'From: <sip:kim@contoso.example>\r\nkim again\r\n',
    )
    expect(text).toBe('From: <sip:user-1@domain-1>\r\nuser-1 again\r\n')
    expect(stderr).toContain('Standard input is read once')
  })

  it.each([
    [[], /takes what to redact, and where to write it/],
    [['answer.txt'], /takes what to redact, and where to write it/],
    [['no-such', 'x'], /No such file or folder: no-such/],
    [['answer.txt', 'answer.txt'], /would be written over while it is read/],
    [['zero.etl', 'x'], /is not text, .* Export \.etl files to text/],
  ])('refuses %j and states the fix', (args, message) => {
    writeFileSync(join(folder, 'zero.etl'), Buffer.from('ab\0\0\0cd\0efgh'))
    const { status, stderr } = run(['redact', ...args])
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
    expect(existsSync(join(folder, 'x'))).toBe(false)
  })
})
