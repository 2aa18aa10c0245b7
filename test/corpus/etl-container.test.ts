import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { toExactIsoTime } from '../../src/model/moment.ts'
import { EtlReader } from '../../src/parsers/etl/etl-reader.ts'
import { extendedItems } from '../../src/parsers/etl/extended-items.ts'
import { EtlCensus } from '../../src/parsers/etl/info/etl-census.ts'
import { etlFileInfo } from '../../src/parsers/etl/info/etl-file-info.ts'
import { readEtlEvents } from '../support/etl/read-etl-events.ts'
import { corpus, requires } from '../support/requires.ts'

const { skip, title } = requires('corpus')
const etl = (name: string, folder = 'etl') =>
  new Uint8Array(readFileSync(`${corpus()}/${folder}/${name}.etl`))
const json = (name: string) => JSON.parse(readFileSync(`${corpus()}/expected/${name}.json`, 'utf8'))
const names = skip ? [] : readdirSync(`${corpus()}/etl`).map((name) => name.replace(/\.etl$/, ''))
const HEADERS: Readonly<Record<string, string>> = {
  SYSTEM: 'system',
  COMPACT: 'compact',
  PERFINFO: 'perf-info',
  FULL_HEADER: 'full',
  EVENT_HEADER: 'event',
}

/** Event groups by their names in the expectations. */
const GROUPS: readonly (string | undefined)[] = Object.assign([], {
  0: 'HEADER',
  1: 'IO',
  2: 'MEMORY',
  3: 'PROCESS',
  4: 'FILE',
  5: 'THREAD',
  6: 'TCPIP',
  8: 'UDPIP',
  9: 'REGISTRY',
  11: 'CONFIG',
  14: 'POOL',
  15: 'PERFINFO',
  16: 'HEAP',
  17: 'OBJECT',
  18: 'POWER',
  19: 'MODBOUND',
  20: 'IMAGE',
  21: 'DPC',
  22: 'CC',
  23: 'CRITSEC',
  24: 'STACKWALK',
})

function countedInfo(bytes: Uint8Array) {
  const census = new EtlCensus()
  const reader = new EtlReader(census)
  reader.read(bytes, 0, bytes.length, true)
  return etlFileInfo(
    { path: 'trace.etl', bytes: bytes.length, unusedBytes: reader.unusedBytes, census },
    [],
  )
}

describe.skipIf(skip)(`real binary traces${title}`, () => {
  it('are complete', () => expect(names).toHaveLength(28))

  it.each(names)('%s: header, counts and times match other readers', (name) => {
    const wanted = json(name)
    const info = countedInfo(etl(name))
    expect({
      damaged: info.damaged,
      sessions: info.sessions.length,
      unused: info.unusedBytes,
    }).toEqual({
      damaged: 0,
      sessions: 1,
      unused: 0,
    })
    const [session] = info.sessions
    const { header } = wanted
    expect(session?.header).toMatchObject({
      loggerName: header.loggerName,
      logFileName: header.logFileName,
      version: header.version,
      build: header.build,
      cpus: header.cpus,
      cpuMegahertz: header.cpuMHz,
      pointerBits: header.pointerSize * 8,
      bufferBytes: header.bufferSize,
      clock: { kind: 'performance counter', frequency: header.perfFreq },
      zone: { name: header.tzStandard, biasMinutes: header.tzBias },
      bootTime: header.bootTimeIso,
      startTime: header.startTimeIso,
      endTime: header.endTimeIso,
      mode: { value: header.logFileMode },
      startBuffers: header.startBuffers,
      maximumFileSize: header.maxFileSizeMB,
      timerResolution: header.timerResolution,
    })
    expect(session).toMatchObject({
      buffers: { stated: header.buffersWritten, found: wanted.buffers },
      lost: { events: header.eventsLost, buffers: header.buffersLost },
      compression: header.compressionFormat === 3 ? 'XPRESS' : 'none',
      events: wanted.totalEvents,
      untimed: 0,
      from: wanted.firstTs,
      to: wanted.lastTs,
      byLevel: wanted.levels,
    })
    expect(session?.byHeader).toEqual(
      Object.fromEntries(
        Object.entries(wanted.byHeaderType).map(([key, count]) => [
          key.replace(/^(\D+)(\d+)$/, (_, kind, bits) => `${HEADERS[kind]} ${bits}`),
          count,
        ]),
      ),
    )
    expect(
      Object.fromEntries(session?.providers.map(({ guid, events }) => [guid, events]) ?? []),
    ).toEqual(wanted.byProvider)
    for (const [guid, name] of Object.entries(wanted.providerNamesFromTraits))
      expect(session?.providers.find((provider) => provider.guid === guid)?.name).toBe(name)
  })

  it.each(names)('%s: every id, type and version of every provider is counted', (name) => {
    const wanted = json(name)
    const ids: Record<string, number> = {}
    const kernel: Record<string, number> = {}
    const items: Record<string, number> = {}
    const count = (counts: Record<string, number>, key: string) => {
      counts[key] = (counts[key] ?? 0) + 1
    }
    for (const {
      header,
      guid,
      id,
      version,
      opcode,
      schema,
      bytes,
      items: stretch,
      group,
    } of readEtlEvents(etl(name)).events) {
      if (stretch)
        for (const { kind } of extendedItems(bytes, stretch.from, stretch.to))
          count(items, `${kind}`)
      if (guid === '') count(kernel, `${GROUPS[group] ?? group}/${opcode} v${version}`)
      else if (header === 'full') count(ids, `${guid}/type${opcode} v${version} (classic)`)
      else if (!schema) count(ids, `${guid}/${id} v${version}`)
    }
    expect(ids).toEqual(wanted.eventIds)
    expect(items).toEqual(wanted.extTypes)
    expect(kernel).toEqual(wanted.kernelEvents)
  })
})

describe.skipIf(skip)(`synthetic binary traces${title}`, () => {
  const read = (name: string) => readEtlEvents(etl(name, 'etl-synthetic'))
  const expected = skip ? {} : json('etl-synthetic')

  it.each(['synth_clock1_qpc_3mhz', 'synth_clock2_systemtime', 'synth_clock3_cpucycle'])(
    '%s: event i is i seconds after the start',
    (name) => {
      const { events } = read(name)
      expect(events.slice(1).map(toExactIsoTime)).toEqual(
        [0, 1, 2, 3, 4].map((second) => `2024-01-17T21:20:0${second}.0000000Z`),
      )
      expect(events).toHaveLength(expected[name].totalEvents)
    },
  )

  it('damage is reported, and undamaged parts are read', () => {
    const derived = read('derived__krabsetw_powershell_cut100001')
    expect(derived.damageTexts[0]).toBe(
      '98304: the file ends inside a buffer: 6495 bytes are missing',
    )
    const whole = readEtlEvents(etl('krabsetw__powershell')).events
    const before = whole.filter(({ offset, from, to }) => offset + to - from + 80 <= 100_001)
    expect(derived.events.length).toBeGreaterThanOrEqual(before.length)
    expect(derived.events).toEqual(whole.slice(0, derived.events.length))
    expect(read('synth_truncated').damageTexts).toEqual([
      expect.stringMatching('^8192: the file ends inside a buffer'),
    ])
    expect(read('synth_badbufsize')).toMatchObject({
      damageTexts: [expect.stringMatching('^8192: a buffer has an impossible size')],
    })
    expect(read('synth_badbufsize').events).toHaveLength(21)
    expect(read('synth_badeventsize').damageTexts).toEqual([
      expect.stringMatching('^8424: an event extends past the end of its buffer'),
    ])
    expect(read('synth_badeventsize').events).toHaveLength(13)
  })

  it('an unclosed session with trailing zeros is read completely', () => {
    const [session] = countedInfo(etl('synth_unclosed_zero_tail', 'etl-synthetic')).sessions
    const { totalEvents, eventsLost, buffersLost } = expected.synth_unclosed_zero_tail
    expect(session).toMatchObject({
      events: totalEvents,
      lost: { events: eventsLost, buffers: buffersLost },
    })
    expect(session?.header).not.toHaveProperty('endTime')
  })

  it('WPP messages have sequence, GUID, number, process and thread as written', () => {
    const { messages } = expected.synth_wpp
    const events = read('synth_wpp').events.filter(({ header }) => header === 'trace-message')
    const expectedEvents = messages.map(({ guid, msg, pid, tid }: Record<string, unknown>) => ({
      guid,
      id: msg,
      ...(pid === undefined ? {} : { pid }),
      ...(tid === undefined ? {} : { tid }),
    }))
    expect(events).toMatchObject(expectedEvents)
  })

  it('strings, 32-bit headers and extended items are distinguished', () => {
    const { events } = read('synth_stringonly_ext')
    const { totalEvents, stringOnly, header32, extTypes } = expected.synth_stringonly_ext
    expect(events).toHaveLength(totalEvents)
    expect(
      events.filter(({ header, pointerBytes }) => header === 'event' && pointerBytes === 4),
    ).toHaveLength(header32)
    const texts = events.filter((event) => event.stringOnly)
    expect(
      texts.map(({ bytes, from, to }) =>
        Buffer.from(bytes.subarray(from, to)).toString('utf16le').replace(/\0.*/, ''),
      ),
    ).toEqual(stringOnly)
    const kinds = events.flatMap(({ bytes, items }) =>
      items ? [...extendedItems(bytes, items.from, items.to)].map(({ kind }) => kind) : [],
    )
    expect(kinds).toEqual(extTypes)
  })
})
