import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { analyzeCase } from '../../src/analysis/analyze-case.ts'
import { findFiles } from '../../src/inputs/find-files.ts'
import type { CaseReport } from '../../src/model/report.ts'
import { rules } from '../../src/rules/index.ts'
import { buffer, etlFile, ORIGIN } from '../support/etl/etl-builder.ts'
import { eventHeader, systemEvent } from '../support/etl/etl-events.ts'
import { EtlBytes, providerTraits, traceLoggingSchema } from '../support/etl/etl-payload.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const INCIDENT = Date.UTC(2024, 0, 17, 21, 20, 5)
const PROVIDER = '7f3c2b1a-9d4e-4c60-8a51-2e5b6d7c8f90'
const bytes = () => new EtlBytes()
const WHOLE_TRACE = { endTime: 133_500_000_600_000_000n }

/** Ten events, one a second, of a TraceLogging provider, after other events. */
function traceLogging(
  provider: string,
  { pid = 22, others = [] as readonly Uint8Array[], title = 'SynthSession' } = {},
): Uint8Array {
  const events = Array.from({ length: 10 }, (_, second) =>
    eventHeader({
      time: ORIGIN + BigInt(second) * 10_000_000n,
      pid,
      tid: 11,
      guid: PROVIDER,
      level: 4,
      items: [
        [11, traceLoggingSchema('Scan', bytes().narrow('m').u8(2))],
        [12, providerTraits(provider)],
      ],
      data: bytes().narrow(`scan ${second} done`).build(),
    }),
  )
  return etlFile([buffer([...others, ...events], { sequence: 1 })], {
    ...WHOLE_TRACE,
    loggerName: title,
  })
}

/** The event of the kernel that says which image a process runs. */
const processEvent = (pid: number, image: string): Uint8Array =>
  systemEvent({
    time: ORIGIN,
    version: 2,
    opcode: 3,
    data: bytes().u64(7).u32(pid, 4, 1, 0).u32(0).narrow(image).wide('').build(),
  })

const seconds = Array.from({ length: 10 }, (_, second) => String(second).padStart(2, '0'))

const tracefmt = (provider: string) =>
  seconds
    .map((second) => `[0]0016.000B::2024/01/17-21:20:${second}.000000000 [${provider}]scan done\n`)
    .join('')

const CSV_HEADER =
  '  Event Name,       Type,     Event ID,    Version,    Channel,      Level,     Opcode,       Task,            Keyword,        PID,        TID,     Processor Number,  Instance ID,   Parent Instance ID,                              Activity ID,                      Related Activity ID,           Clock-Time, Kernel(ms),   User(ms), User Data\n'
const tracerpt = (provider: string) =>
  CSV_HEADER +
  seconds
    .map((_, second) => {
      const clock = 133_500_000_000_000_000n + BigInt(second) * 10_000_000n
      return `${provider}, Info, 0, 0, 0, 4, 0, 0, 0x0, 0x16, 0xB, 0, , , {00000000-0000-0000-0000-000000000000}, , ${clock}, 0, 0, "scan done"\n`
    })
    .join('')

const eventXml = (provider: string) =>
  `<Events>${seconds
    .map(
      (second) =>
        `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="${provider}"/><EventID>1</EventID><Level>4</Level><TimeCreated SystemTime="2024-01-17T21:20:${second}.000000000Z"/><Execution ProcessID="22" ThreadID="11"/></System><EventData><Data>scan done</Data></EventData></Event>\n`,
    )
    .join('')}</Events>`

const winevent = (provider: string) =>
  `"Message","Id","ProviderName","TimeCreated"\n${seconds
    .map((second) => `"scan done","1","${provider}","2024-01-17 21:20:${second}"\n`)
    .join('')}`

const cls = (component: string) =>
  seconds
    .map(
      (second) =>
        `TL_INFO(TF_COMPONENT) [0]0584.0A44::01/17/2024-21:20:${second}.000.0000773E (${component},CTask::Run:task.cpp(7)) scan done\n`,
    )
    .join('')

let cases = 0
/** The report of a case with this file only, and an incident in the middle of its records. */
async function analyze(name: string, content: string | Uint8Array): Promise<CaseReport> {
  cases += 1
  const path = join(folder, String(cases))
  mkdirSync(join(path, name, '..'), { recursive: true })
  writeFileSync(join(path, name), content)
  return analyzeFolder(path)
}

const analyzeFolder = (path: string): Promise<CaseReport> =>
  analyzeCase({
    id: 'case',
    found: findFiles([path]),
    rules,
    thresholds: new Map(),
    givenObservations: [{ kind: 'incident', at: INCIDENT, source: { path: '--incident' } }],
    codePage: 'windows-1252',
    stdin: Readable.from([]),
  })

const statusOf = ({ verdicts }: CaseReport, rule: string) =>
  verdicts.find((verdict) => verdict.rule === rule)?.status

/** What a case says of the times and the decoding of its only log. */
const proofOf = (report: CaseReport) => ({
  program: report.inputs[0]?.program,
  coverage: statusOf(report, 'log-does-not-cover-incident'),
  decoded: statusOf(report, 'trace-not-decoded'),
  asOf: report.asOf?.time,
})

const NOTHING = { coverage: 'not-checked', decoded: 'not-checked', asOf: undefined }
const EVERYTHING = { coverage: 'clear', decoded: 'clear', asOf: '2024-01-17T21:20:09.000Z' }

const formats: readonly (readonly [
  format: string,
  name: string,
  write: (provider: string) => string | Uint8Array,
])[] = [
  ['etl-binary', 'trace.etl', traceLogging],
  ['tracefmt-text', 'FmtFile.txt', tracefmt],
  ['tracerpt-csv', 'dumpfile.csv', tracerpt],
  ['event-xml', 'dumpfile.xml', eventXml],
  ['winevent-csv', 'events.csv', winevent],
  ['cls-text', 'cls.txt', cls],
]

describe.each(formats)('a log of the format %s', (format, name, write) => {
  it.each(['Contoso.Updater', 'Microsoft-Windows-TCPIP', 'PktMon'])(
    'proves nothing when %s wrote it',
    async (provider) => {
      const report = await analyze(name, write(provider))
      expect(proofOf(report)).toEqual({ program: 'other', ...NOTHING })
      expect(report.inputs[0]).toMatchObject({ format, records: 10 })
      expect(report.inputs[0]?.notes[0]).toBe(`Log of another program: ${provider}`)
      expect(report.facts).not.toHaveProperty('logCoverage')
    },
  )

  it.each(['Microsoft-Office-Lync', 'UccApi'])('counts when %s wrote it', async (provider) => {
    const report = await analyze(name, write(provider))
    expect(proofOf(report)).toEqual({ program: 'client', ...EVERYTHING })
    expect(report.inputs[0]?.programSign).toContain(provider)
  })

  it('counts when its folder says that it is the client’s', async () => {
    const report = await analyze(`Lync/Tracing/${name}`, write('Contoso.Part'))
    expect(proofOf(report)).toEqual({ program: 'client', ...EVERYTHING })
  })

  it('does not count in that folder when all of it is of Windows', async () => {
    const report = await analyze(`Lync/Tracing/${name}`, write('Microsoft-Windows-TCPIP'))
    expect(proofOf(report)).toEqual({ program: 'other', ...NOTHING })
  })
})

describe('a log of a server', () => {
  it('does not cover the times of the client', async () => {
    const report = await analyze('cls.txt', cls('SIPStack'))
    expect(proofOf(report)).toEqual({ program: 'server', ...NOTHING })
    expect(report.inputs[0]?.notes[0]).toMatch(/^Log of a server: /)
  })
})

describe('a log in which nothing names a program', () => {
  it('proves nothing', async () => {
    const report = await analyze('FmtFile.txt', tracefmt('Unknown'))
    expect(proofOf(report)).toEqual({ program: 'unknown', ...NOTHING })
  })

  it('counts when it contains a SIP message of the client', async () => {
    const packet =
      '[0]0016.000B::2024/01/17-21:20:09.000000000 [Unknown]Sending\n' +
      'INVITE sip:lee@contoso.example SIP/2.0\nFrom: <sip:kim@contoso.example>\nCSeq: 1 INVITE\n\n'
    const report = await analyze('FmtFile.txt', tracefmt('Unknown') + packet)
    expect(proofOf(report)).toEqual({ program: 'client', ...EVERYTHING })
    expect(report.inputs[0]?.programSign).toBe('SIP messages')
  })

  it('counts when its session has the name of the client', async () => {
    const report = await analyze(
      'trace.etl',
      traceLogging('Contoso.Part', { title: 'Lync-16.0.6741.2056-Office-x86ship-U' }),
    )
    expect(proofOf(report)).toEqual({ program: 'client', ...EVERYTHING })
  })
})

describe('a trace of the whole machine', () => {
  it('counts when the client is among the processes that wrote it', async () => {
    const others = [processEvent(22, 'lync.exe'), processEvent(33, 'updater.exe')]
    const by = async (pid: number) =>
      (await analyze('machine.etl', traceLogging('Contoso.Part', { pid, others }))).inputs[0]
    expect(await by(22)).toMatchObject({ program: 'client', programSign: 'process “lync.exe”' })
    expect(await by(33)).toMatchObject({ program: 'other' })
  })
})

describe('binary traces with the same answer of EWS', () => {
  const sample = async (name: string) => {
    cases += 1
    const path = join(folder, String(cases))
    mkdirSync(path)
    cpSync(`samples/evidence/binary-traces/${name}.etl`, join(path, 'trace.etl'))
    return analyzeFolder(path)
  }

  it('are flagged in a binary field as in an event that is not decoded', async () => {
    for (const name of ['busy-in-binary-field', 'busy-in-opaque-event'])
      expect(statusOf(await sample(name), 'ews-request-failing'), name).toBe('flagged')
  })

  it('leave everything open when the trace is of another program', async () => {
    expect(proofOf(await sample('foreign-program'))).toEqual({ program: 'other', ...NOTHING })
  })
})
