import { describe, expect, it } from 'vitest'
import { EtlReader } from '../../../src/parsers/etl/etl-reader.ts'
import { buffer, etlFile, headerBuffer, ORIGIN } from '../../support/etl/etl-builder.ts'
import { join, write } from '../../support/etl/etl-bytes.ts'
import { eventHeader } from '../../support/etl/etl-events.ts'
import { readEtlEvents } from '../../support/etl/read-etl-events.ts'

/** Builds `count` events with ids from `first` on. */
const events = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) =>
    eventHeader({ id: first + index, time: ORIGIN + BigInt(first + index) }),
  )
const part = (sequence: number, more = {}) =>
  buffer(events(sequence * 10, 5), { sequence, ...more })
const idsOf = (bytes: Uint8Array) =>
  readEtlEvents(bytes)
    .events.slice(1)
    .map(({ id }) => id)
const five = (sequence: number) => [0, 1, 2, 3, 4].map((index) => sequence * 10 + index)

describe('the buffers of a trace', () => {
  it('give the same events in any chunks', () => {
    const file = join(
      etlFile([part(1), part(2, { compressed: true }), part(3, { bytes: 0x333 })], {
        compression: 3,
      }),
      new Uint8Array(9_000),
    )
    const whole = readEtlEvents(file)
    expect(whole.damageTexts).toEqual([])
    for (const piece of [1, 7, 100, 4_096, 10_000]) {
      const ids: number[] = []
      const reader = new EtlReader({
        onSession() {},
        onBuffer(_, cursor) {
          while (cursor.next()) ids.push(cursor.event.id)
        },
        onDamage: (damage) => expect(damage).toBeUndefined(),
      })
      for (let from = 0, to = 0; to < file.length; ) {
        to = Math.min(file.length, to + piece)
        from = reader.read(file, from, to, to === file.length)
      }
      expect(ids).toEqual(whole.events.map(({ id }) => id))
      expect(reader.unusedBytes).toBe(9_000)
    }
  })

  it('end at Offset, which is after SavedOffset in the header buffer of a merged trace', () => {
    const header = headerBuffer({}, events(1, 2))
    write(header, [4, 4, 0x100])
    expect(idsOf(header)).toEqual([1, 2])
    write(header, [4, 4, 0])
    expect(idsOf(header)).toEqual([1, 2])
  })

  it('end at SavedOffset or at filler when Offset is implausible', () => {
    expect(idsOf(etlFile([part(1, { offset: 0 })]))).toEqual(five(1))
    const neither = part(1, { offset: 0xffff_ff00 })
    write(neither, [4, 4, 0])
    expect(idsOf(etlFile([neither, part(2)]))).toEqual([...five(1), ...five(2)])
  })

  it('can differ in size, and have odd sizes', () => {
    const sizes = [0x2000, 0x4542, 0x1ed4, 0x1e4f, 0x321]
    const file = etlFile(sizes.map((bytes, index) => part(index + 1, { bytes })))
    expect(readEtlEvents(file).damageTexts).toEqual([])
    expect(idsOf(file)).toEqual(sizes.flatMap((_, index) => five(index + 1)))
  })

  it('give the processor by its index, or by its number in old traces', () => {
    const old = part(1, { flags: 0, cpu: 0x0805 })
    expect(
      readEtlEvents(etlFile([old, part(2, { cpu: 0x105 })]))
        .events.slice(1)
        .map(({ cpu }) => cpu),
    ).toEqual([...Array(5).fill(5), ...Array(5).fill(0x105)])
  })

  it('are decompressed, and give their offset to their events', () => {
    const file = etlFile([part(1, { compressed: true })], { compression: 3 })
    expect(readEtlEvents(file)).toMatchObject({ damageTexts: [], sessions: [{ compression: 3 }] })
    expect(
      readEtlEvents(file)
        .events.slice(1)
        .map(({ id, offset }) => [id, offset]),
    ).toEqual(five(1).map((id) => [id, 0x2000]))
  })

  it.each([
    [2, 'LZNT1 compression of a buffer is not supported'],
    [4, 'XPRESS Huffman compression of a buffer is not supported'],
    [9, 'the compression of a buffer is unknown'],
  ])('with compression %i are reported as unsupported', (compression, words) => {
    const { damageTexts, events } = readEtlEvents(
      etlFile([part(1, { compressed: true }), part(2)], { compression }),
    )
    expect(damageTexts).toEqual([expect.stringMatching(`^8192: .*${words}`)])
    expect(events.slice(1).map(({ id }) => id)).toEqual(five(2))
  })

  it('of concatenated files belong to separate sessions', () => {
    const first = etlFile([part(1), part(2)], { loggerName: 'One' })
    const second = etlFile([part(1)], { loggerName: 'Two', startTime: 133_600_000_000_000_000n })
    const { sessions, events, damageTexts } = readEtlEvents(join(first, second, first))
    expect(damageTexts).toEqual([])
    expect(sessions.map(({ header, offset }) => [header?.loggerName, offset])).toEqual([
      ['One', 0],
      ['Two', first.length],
      ['One', first.length + second.length],
    ])
    expect(events.map(({ at }) => new Date(at).getUTCDate())).toEqual([
      ...Array(11).fill(17),
      ...Array(6).fill(12),
      ...Array(11).fill(17),
    ])
  })

  it('state whether events or buffers were lost before them', () => {
    const lost: (readonly [boolean, boolean])[] = []
    const reader = new EtlReader({
      onSession() {},
      onBuffer: ({ header }) => lost.push([header.eventsLost, header.buffersLost]),
      onDamage() {},
    })
    const file = etlFile([part(1, { flags: 2 }), part(2, { flags: 4 })])
    reader.read(file, 0, file.length, true)
    expect(lost).toEqual([
      [false, false],
      [true, false],
      [false, true],
    ])
  })
})

it('the header of a session gives its names, machine and times', () => {
  const file = etlFile([], {
    loggerName: 'Lync',
    logFileName: 'C:\\Tracing\\Lync-0.etl',
    pointerBytes: 4,
    eventsLost: 3,
    buffersLost: 2,
    endTime: 0n,
  })
  expect(readEtlEvents(file).sessions[0]?.header).toMatchObject({
    loggerName: 'Lync',
    logFileName: 'C:\\Tracing\\Lync-0.etl',
    pointerBytes: 4,
    eventsLost: 3,
    buffersLost: 2,
    endTime: undefined,
    version: '10.0.1.5',
    build: 19_045,
    cpus: 2,
    cpuMegahertz: 2_400,
    zoneName: '@tzres.dll,-212',
    perfFrequency: 10_000_000,
    clockType: 1,
    startTime: { at: Date.UTC(2024, 0, 17, 21, 20), ticks: 0 },
    bootTime: { at: Date.UTC(2024, 0, 17, 20, 20), ticks: 0 },
  })
})
