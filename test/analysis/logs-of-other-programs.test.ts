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

/** Ten events, one a second, without a schema. */
const undecodable = ({ pid = 22, others = [] as readonly Uint8Array[], title = 'Session' } = {}) =>
  etlFile(
    [
      buffer(
        [
          ...others,
          ...seconds.map((_, second) =>
            eventHeader({
              time: ORIGIN + BigInt(second) * 10_000_000n,
              pid,
              tid: 11,
              guid: PROVIDER,
              id: 100,
              level: 4,
              data: bytes().u32(second, 0x7ff0_0000).build(),
            }),
          ),
        ],
        { sequence: 1 },
      ),
    ],
    { ...WHOLE_TRACE, loggerName: title },
  )

describe('a trace of which no record can be decoded', () => {
  const LISTED = [processEvent(22, 'lync.exe'), processEvent(33, 'updater.exe')]
  const clientTraces: readonly (readonly [string, string, Uint8Array])[] = [
    ['its file name', 'Lync-16.0.6965.5305-Office-x86ship-U.etl', undecodable()],
    ['its folder', 'Lync/Tracing/trace.etl', undecodable()],
    ['its session', 'trace.etl', undecodable({ title: 'Lync-16.0.6965.5305-Office-x86ship-U' })],
    ['its process', 'trace.etl', undecodable({ others: LISTED })],
  ]

  it.each(clientTraces)('is the client’s by %s, and covers no time', async (_, name, trace) => {
    const report = await analyze(name, trace)
    expect(report.inputs[0]).toMatchObject({ program: 'client', records: 10, undecoded: 10 })
    expect(report.inputs[0]?.notes.join('\n')).not.toContain('another program')
    expect(proofOf(report)).toMatchObject({ coverage: 'not-checked', decoded: 'not-checked' })
    expect(report.facts).not.toHaveProperty('logCoverage')
  })

  it.each([
    ['trace.etl', undecodable()],
    ['trace.etl', undecodable({ pid: 33, others: LISTED })],
    ['Lynch-trace.etl', undecodable()],
  ])('is of an unknown program as %s without them', async (name, trace) => {
    const report = await analyze(name, trace)
    expect(proofOf(report)).toEqual({ program: 'unknown', ...NOTHING })
  })
})

describe('a trace of the whole machine', () => {
  const others = [processEvent(22, 'lync.exe'), processEvent(33, 'updater.exe')]
  const by = async (pid: number, provider = 'Contoso.Part') =>
    (await analyze('machine.etl', traceLogging(provider, { pid, others }))).inputs[0]

  it('counts when the client is among the processes that wrote it', async () => {
    expect(await by(22)).toMatchObject({ program: 'client', programSign: 'process “lync.exe”' })
    expect(await by(33)).toMatchObject({ program: 'other' })
  })

  it.each(['Microsoft-Windows-TCPIP', 'Microsoft-Windows-DotNETRuntime', 'PerfView'])(
    'does not count by records of %s in the process of the client',
    async (provider) => {
      expect(await by(22, provider)).toMatchObject({ program: 'other' })
    },
  )
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

/** A log as the tools of Windows write it for another program. */
interface OtherLog {
  readonly name: string
  readonly content: string
  readonly format: string
  readonly note?: string
}

const HEADER_OF_TRACE = `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Guid="{68fdd900-4a3e-11d1-84f4-0000f80464e3}" /><EventID>0</EventID><TimeCreated SystemTime="2024-01-17T21:20:00.000000000Z" /><Execution ProcessID="4" ThreadID="8" /></System><EventData><Data Name="BufferSize">65536</Data><Data Name="SessionNameString">SESSION</Data><Data Name="LogFileNameString">FILE</Data></EventData><RenderingInfo Culture="en-US"><Opcode>Header</Opcode><EventName xmlns="http://schemas.microsoft.com/win/2004/08/events/trace">EventTrace</EventName></RenderingInfo></Event>\n`

/** XML from `tracerpt -of XML`, whose header names a trace session and its log file. */
const tracerptXml = (provider: string, session: string, file: string) =>
  eventXml(provider)
    .replace('<Events>', `<Events>\n${HEADER_OF_TRACE}`)
    .replace('SESSION', session)
    .replace('FILE', file)
    .replaceAll(
      '</EventData></Event>',
      '</EventData><RenderingInfo Culture="en-US"><Message>Installation started.</Message></RenderingInfo></Event>',
    )

/** Lines of tracefmt in which each provider writes in turn. */
const tracefmtOf = (...lines: readonly string[]) =>
  seconds
    .map(
      (second, index) =>
        `[${index % 4}]0004.00${second}::2024/01/17-21:20:${second}.123456700 ${lines[index % lines.length]}\r\n`,
    )
    .join('')

/** CSV from `Get-WinEvent … | Export-Csv`. */
const windowsEvents = (...providers: readonly string[]) =>
  '#TYPE System.Diagnostics.Eventing.Reader.EventLogRecord\r\n' +
  '"Message","Id","Version","Level","ProviderName","LogName","ProcessId","ThreadId","TimeCreated","LevelDisplayName"\r\n' +
  seconds
    .map(
      (second, index) =>
        `"Windows Update started\r\ndownloading an update.","44","1","4","${providers[index % providers.length]}","System","22","11","1/17/2024 9:20:${second} PM","Information"\r\n`,
    )
    .join('')

const UPDATE = 'Microsoft-Windows-WindowsUpdateClient'
const otherLogs: Readonly<Record<string, OtherLog>> = {
  'tracerpt XML of Windows Update': {
    name: 'dumpfile.xml',
    content: tracerptXml(UPDATE, 'WindowsUpdate_trace_log', 'C:\\Windows\\Logs\\wu.etl'),
    format: 'event-xml',
    note: UPDATE,
  },
  'tracerpt XML of a vendor’s program': {
    name: 'dumpfile.xml',
    content: tracerptXml('Contoso-Backup-Agent', 'ContosoBackup', 'D:\\logs\\agent.etl'),
    format: 'event-xml',
    note: 'Contoso-Backup-Agent',
  },
  'tracerpt XML of eBPF, in a file that is named after the client': {
    name: 'Lync-trace.xml',
    content: tracerptXml('EbpfForWindowsProvider', 'ebpf_diag', 'C:\\temp\\Lync-trace.etl'),
    format: 'event-xml',
    note: 'EbpfForWindowsProvider',
  },
  'text of a driver’s WPP messages': {
    name: 'FmtFile.txt',
    content: tracefmtOf(
      '[contosodrv]device_c42 EvtDevicePrepareHardware: entry',
      '[contosodrv]queue_c17 Request 0xFFFF8A0F completed with STATUS_SUCCESS',
    ),
    format: 'tracefmt-text',
    note: 'contosodrv',
  },
  'text of two drivers’ WPP messages': {
    name: 'FmtFile.txt',
    content: tracefmtOf(
      '[storport]Adapter reset',
      '[usbhub3]Port changed',
      '[usbhub3]Port changed again',
    ),
    format: 'tracefmt-text',
    note: 'storport, usbhub3',
  },
  'text of pktmon, in a file that is named after the client': {
    name: 'Lync-pktmon.txt',
    content: tracefmtOf(
      '[Microsoft-Windows-PktMon]PktGroupId 281474976710657, PktNumber 1, Appearance 1, Direction Tx, Type Ethernet, Component 9, Edge 1, Filter 1, OriginalSize 66, LoggedSize 66',
      '[Microsoft-Windows-PktMon]\t00-00-5E-00-53-01 > 00-00-5E-00-53-02, ethertype IPv4 (0x0800), length 66: 192.0.2.1.50312 > 192.0.2.7.443: Flags [S]',
    ),
    format: 'tracefmt-text',
    note: 'Microsoft-Windows-PktMon',
  },
  'Get-WinEvent CSV of Windows Update': {
    name: 'events.csv',
    content: windowsEvents(UPDATE),
    format: 'winevent-csv',
    note: UPDATE,
  },
  'Get-WinEvent CSV of the log System': {
    name: 'system.csv',
    content: windowsEvents('Service Control Manager', 'Microsoft-Windows-Kernel-General', 'disk'),
    format: 'winevent-csv',
    note: 'Service Control Manager, Microsoft-Windows-Kernel-General, disk',
  },
  'Get-WinEvent CSV in a file that is named after the client': {
    name: 'lync-events.csv',
    content: windowsEvents('Microsoft-Windows-CAPI2', 'Microsoft-Windows-WLAN-AutoConfig'),
    format: 'winevent-csv',
    note: 'Microsoft-Windows-CAPI2, Microsoft-Windows-WLAN-AutoConfig',
  },
}

describe.each(Object.entries(otherLogs))('%s', (_, { name, content, format, note }) => {
  it('proves nothing', async () => {
    const report = await analyze(name, content)
    expect(report.inputs[0]).toMatchObject({ format })
    expect(report.inputs[0]?.records).toBeGreaterThanOrEqual(10)
    expect(report.inputs[0]?.notes[0]).toBe(`Log of another program: ${note}`)
    expect(proofOf(report)).toEqual({ program: 'other', ...NOTHING })
    expect(report.verdicts.filter(({ status }) => status === 'flagged')).toEqual([])
  })
})

describe('a runbook that quotes lines of netsh', () => {
  it('proves nothing, and nothing is wrong with it', async () => {
    const report = await analyzeFolder('samples/evidence/netsh-runbook')
    expect(report.inputs[0]).toMatchObject({ path: 'notes.md', records: 5 })
    expect(report.inputs[0]?.notes[0]).toBe('Log of another program: nt, Microsoft-Windows-TCPIP')
    expect(proofOf(report)).toEqual({ program: 'other', ...NOTHING })
    expect(report.verdicts.filter(({ status }) => status === 'flagged')).toEqual([])
  })
})

const PERFVIEW_XML = `<Events>\n${seconds
  .map(
    (second) =>
      ` <Event MSec=  "${second}.1234" PID="22" PName="lync" TID="11" EventName="GC/Start" ProviderName="Microsoft-Windows-DotNETRuntime" Count="1"/>\n`,
  )
  .join('')}</Events>\n`
const XPERF_TEXT = `BeginHeader\n              P-Start,  TimeStamp,     Process Name ( PID),  ParentPID\nEndHeader\n${seconds
  .map((second) => `              P-Start,     1${second}000,         lync.exe (  22),       4\n`)
  .join('')}`
const UPDATE_LOG = seconds
  .map(
    (second) =>
      `2024/01/17 21:20:${second}.1234567 1234  5678  Agent           * START * Finding updates\n`,
  )
  .join('')

describe('a log in a format that the client’s tools do not write', () => {
  it.each([
    ['PerfViewData.xml', PERFVIEW_XML],
    ['Lync-xperf.txt', XPERF_TEXT],
    ['WindowsUpdate.log', UPDATE_LOG],
  ])('is not recognized: %s', async (name, content) => {
    const report = await analyze(name, content)
    expect(report.inputs[0]).toMatchObject({ status: 'not-recognised', records: 0 })
    expect(proofOf(report)).toEqual({ program: undefined, ...NOTHING })
  })
})
