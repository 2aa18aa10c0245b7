import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EtlInfo } from '../../src/model/etl-info.ts'
import { buffer, etlFile, ORIGIN } from '../support/etl/etl-builder.ts'
import { utf16 } from '../support/etl/etl-bytes.ts'
import { eventHeader, fullEvent, SOME_GUID, traceMessage } from '../support/etl/etl-events.ts'
import { etlInfoSchemaErrors } from '../support/etl/etl-info-schema.ts'
import { corpus, requires } from '../support/requires.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const { skip, title } = requires('corpus')
const folder = temporaryFolder('etl')
const [path, damaged, text] = ['trace.etl', 'damaged.etl', 'notes.etl'].map((name) =>
  joinPath(folder, name),
) as [string, string, string]
const OTHER = '01e9b841-7d67-315a-7b92-23b2033356de'

/** Header fields of an event that is `ticks` units of 100 ns after the start. */
const at = (ticks: number) => ({ time: ORIGIN + BigInt(ticks), pid: 0x1a2b4, tid: 7 })
const note = (words: string) => utf16(`${words}\0`)

beforeAll(() => {
  const trace = etlFile(
    [
      buffer(
        [
          eventHeader({
            ...at(30),
            flags: 4,
            level: 2,
            data: note('late \u001b[31mred\u0007 \u202eline\nbreak'),
          }),
        ],
        {
          sequence: 2,
          cpu: 1,
        },
      ),
      buffer(
        [
          eventHeader({ ...at(10), flags: 4, level: 4, data: note('signed in') }),
          traceMessage({ ...at(20), guid: OTHER, number: 14, data: new Uint8Array(4) }),
          fullEvent({ ...at(40), guid: 'b3e675d7-2554-4f18-830b-2762732560de', opcode: 36 }),
        ],
        { sequence: 1 },
      ),
    ],
    {
      loggerName: 'Lync-\u001b]0;owned\u0007',
      logFileName: 'C:\\Tracing\\Lync-0.etl',
      eventsLost: 3,
    },
  )
  writeFileSync(path, trace)
  writeFileSync(damaged, trace.subarray(0, 2 * 0x2000 + 0x100))
  writeFileSync(text, 'no trace at all')
})
afterAll(() => rmSync(folder, { recursive: true }))

const etl = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['dist/cli.js', 'etl', ...args], {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  })
const lines = (...args: readonly string[]) =>
  etl('print', path, ...args)
    .stdout.split('\n')
    .slice(0, -1)
// Control characters, except line feeds.
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/

const PRIVATE_TEXT = 'what Kim said to Alex'
const MESSAGE = [
  'MESSAGE sip:alex@contoso.example SIP/2.0',
  'From: <sip:kim@contoso.example>;tag=1',
  'Call-ID: 7@192.0.2.1',
  'Authorization: NTLM TlRMTVNTUAADAAAAGAAYAH==',
  'Content-Type: text/plain; charset=UTF-8',
  'Content-Length: 21',
  '',
  PRIVATE_TEXT,
].join('\r\n')

describe('etl print of private content', () => {
  const secret = joinPath(folder, 'secret.etl')
  const asText = eventHeader({ ...at(10), flags: 4, level: 4, data: note(MESSAGE) })
  const opaque = traceMessage({ ...at(20), guid: OTHER, number: 14, data: note(MESSAGE) })
  const ansi = traceMessage({
    ...at(30),
    guid: OTHER,
    number: 14,
    data: new TextEncoder().encode(`${MESSAGE}\0`),
  })
  const soap = eventHeader({
    ...at(40),
    flags: 4,
    level: 4,
    data: note(`<t:Subject>x</t:Subject><t:Body BodyType="Text">${PRIVATE_TEXT}</t:Body>`),
  })

  it.each(['text', 'ndjson'])('removes message text and credentials, as %s', (format) => {
    writeFileSync(secret, etlFile([buffer([asText, opaque, ansi, soap], { sequence: 1 })]))
    const { stdout } = etl('print', secret, '--format', format)
    expect(stdout.split('sip:alex@contoso.example').length).toBeGreaterThan(3)
    expect(stdout).not.toContain(PRIVATE_TEXT)
    expect(stdout).not.toContain('TlRMTVNTUAAD')
  })

  it.each(['text', 'ndjson'])('shows of binary data only its size, as %s', (format) => {
    const sample = 'samples/evidence/binary-traces/message-in-binary-field.etl'
    const { stdout } = etl('print', sample, '--all', '--format', format)
    expect(stdout).toContain('[266 bytes]')
    for (const secret of ['PRIVATE BODY', 'TOPSECRETTOKEN']) {
      const bytes = Buffer.from(secret)
      // Base64 at any offset: the middle of the text does not depend on its neighbors.
      const base64 = [0, 1, 2].map((offset) =>
        Buffer.concat([Buffer.alloc(offset), bytes])
          .toString('base64')
          .slice(4, -4),
      )
      for (const form of [secret, bytes.toString('hex'), bytes.join(','), ...base64])
        expect(stdout.toLowerCase()).not.toContain(form.toLowerCase())
    }
  })
})

describe('etl info', () => {
  it('reports session, times, losses and providers, with times to 100 ns', () => {
    const { status, stdout, stderr } = etl('info', path, '--format', 'json')
    expect([status, stderr]).toEqual([0, ''])
    const { files, totals }: EtlInfo = JSON.parse(stdout)
    expect(totals).toEqual({ files: 1, bytes: 3 * 0x2000, events: 5, damage: 0 })
    expect(files[0]?.sessions).toMatchObject([
      {
        header: {
          logFileName: 'C:\\Tracing\\Lync-0.etl',
          build: 19_045,
          startTime: '2024-01-17T21:20:00.0000000Z',
          mode: { names: ['sequential'] },
        },
        events: 5,
        from: '2024-01-17T21:20:00.0000000Z',
        to: '2024-01-17T21:20:00.0000040Z',
        lost: { events: 3, buffers: 0 },
        byHeader: { 'system 64': 1, 'event 64': 2, 'trace-message 64': 1, 'full 64': 1 },
        byLevel: { 2: 1, 4: 1 },
        client: {
          found: true,
          signs: [expect.stringContaining('session “Lync-'), 'log file “C:\\Tracing\\Lync-0.etl”'],
        },
      },
    ])
    const providers = files[0]?.sessions[0]?.providers ?? []
    expect(
      providers.map(({ guid, kind, events, decoded }) => [guid, kind, events, decoded]),
    ).toContainEqual([SOME_GUID, 'event', 2, 1])
    expect(
      providers.map(({ guid, kind, events, decoded }) => [guid, kind, events, decoded]),
    ).toContainEqual([OTHER, 'message', 1, 0])
  })

  it('shows the same as a table, without control sequences', () => {
    const { stdout } = etl('info', path)
    expect(stdout).not.toMatch(UNSAFE)
    for (const words of [
      'Windows 10.0 build 19045',
      '3 events',
      'Skype for Business',
      SOME_GUID,
      'WPP messages of one source file',
      'error: 1',
    ])
      expect(stdout).toContain(words)
  })

  it('lists damage with its offset for each file, and a total', () => {
    const { status, stdout } = etl('info', path, damaged, '--format', 'json')
    const { files, totals }: EtlInfo = JSON.parse(stdout)
    expect([status, totals.files, totals.damage]).toEqual([0, 2, 1])
    expect(files[1]?.damage).toMatchObject([{ offset: 0x4000, kind: 'cut' }])
    expect(etl('info', damaged).stdout).toMatch(/16,384 +the file ends inside a buffer/)
  })

  it('prints JSON that fits the published schema, for whole, damaged and foreign files', () => {
    const real = skip ? [] : readdirSync(`${corpus()}/etl`).map((name) => `${corpus()}/etl/${name}`)
    const { stdout } = etl('info', path, damaged, text, ...real, '--format', 'json')
    expect(etlInfoSchemaErrors(JSON.parse(stdout))).toEqual([])
  })

  it('reports a file that is not a trace, and fails when none is', () => {
    expect(etl('info', text)).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('Not a binary event trace'),
    })
    expect(etl('info', text, path).status).toBe(0)
  })
})

describe('etl print', () => {
  it('prints events by time in tracefmt format, one per line', () => {
    const prefix = (cpu: number, time: string) =>
      `[${cpu}]1A2B4.0007::2024/01/17-21:20:00.000${time} `
    expect(lines()).toEqual([
      `${prefix(0, '001000')}[Unknown]signed in`,
      `${prefix(0, '002000')}[Unknown]Unknown( 14): GUID=${OTHER} ` +
        '(No Format Information found).Status:1168',
      `${prefix(1, '003000')}[Unknown]late \\u{1b}[31mred\\u{7} \\u{202e}line\\u{a}break`,
    ])
    expect(lines('--utc-offset', '-07:00')[0]).toContain('::2024/01/17-14:20:00.000001000 ')
    expect(lines('--all')).toHaveLength(5)
  })

  it('prints one JSON object per event, without invisible characters', () => {
    const printed = lines('--format', 'ndjson')
    for (const line of printed) expect(line).not.toMatch(UNSAFE)
    expect(printed.map((line) => JSON.parse(line))).toMatchObject([
      {
        time: '2024-01-17T21:20:00.0000010Z',
        cpu: 0,
        pid: 0x1a2b4,
        tid: 7,
        guid: SOME_GUID,
        level: 4,
        by: 'string',
        message: 'signed in',
      },
      { guid: OTHER, id: 14, header: 'trace-message' },
      { cpu: 1, level: 2, message: 'late \u001b[31mred\u0007 \u202eline\nbreak', offset: 0x2048 },
    ])
  })

  it.each([
    [['--level', 'error'], ['late']],
    [
      ['--level', '4'],
      ['signed', 'late'],
    ],
    [['--provider', `{${OTHER.toUpperCase()}}`], ['Unknown( 14)']],
    [
      ['--grep', 'SIGNED|\\( 14\\)'],
      ['signed', 'Unknown( 14)'],
    ],
    [['--from', '2024-01-17T21:20:01Z'], []],
    [['--to', '2024-01-17T21:19:00Z'], []],
    [
      ['--from', '2024-01-17T21:20Z', '--to', '2024-01-17T21:20:00.001Z'],
      ['signed', 'Unknown( 14)', 'late'],
    ],
  ])('%j prints the selected events', (args, words) => {
    const printed = lines(...args)
    expect(printed).toEqual(words.map((word) => expect.stringContaining(word)))
  })

  it('writes to the given file, but never over a trace', () => {
    const output = joinPath(folder, 'out.txt')
    expect(etl('print', path, '--output', output)).toMatchObject({ status: 0, stdout: '' })
    expect(readFileSync(output, 'utf8').split('\n')).toHaveLength(4)
    expect(etl('print', path, '--output', folder).stderr).toContain(
      'Choose another place with --output',
    )
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
    for (const part of ['info', 'print'])
      expect(etl(part, path, '--output', path).stderr).toContain('would write over evidence')
  })

  it('reports damaged files and other files on stderr', () => {
    expect(etl('print', damaged, text).stderr).toMatch(
      /damaged\.etl is damaged in 1 place.*\n.*notes\.etl is not a binary trace/,
    )
    expect(etl('print', text).status).toBe(2)
  })

  it.skipIf(skip)(`prints a real trace exactly as Windows does${title}`, () => {
    const { stdout } = etl('print', `${corpus()}/etl/sonde__test.etl`, '--utc-offset', '-07:00')
    const theirs = readFileSync(
      `${corpus()}/text/sonde__sonde_netsh_or_tracefmt_utf16le.txt`,
      'utf16le',
    )
    expect(stdout.split('\n')).toEqual(theirs.replace('\ufeff', '').split('\r\n'))
    expect(stdout.split('\n')).toHaveLength(22)
  })
})

it.each([
  [[], 'etl takes a subcommand'],
  [['inof', 'x.etl'], 'Did you mean info?'],
  [['info'], 'Which trace? Name the file'],
  [['info', 'samples'], 'is a folder'],
  [['print', 'nowhere.etl'], 'No such file'],
  [['print', '-', '--to', '2016'], '--to takes a time'],
  [['print', 'README.md', '--level', 'loud'], '--level takes a number from 1 to 5'],
  [['print', 'README.md', '--grep', '('], '--grep takes a regular expression'],
  [['print', 'README.md', '--from', '2024-01-17T12:00'], 'a time with its zone'],
])('etl %j says the fix', (args, words) => {
  const { status, stderr } = etl(...args)
  expect([status, stderr]).toEqual([2, expect.stringContaining(words)])
})
