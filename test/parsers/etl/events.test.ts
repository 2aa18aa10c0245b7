import { describe, expect, it } from 'vitest'
import { extendedItems } from '../../../src/parsers/etl/extended-items.ts'
import { buffer, etlFile, ORIGIN, START } from '../../support/etl/etl-builder.ts'
import { utf16 } from '../../support/etl/etl-bytes.ts'
import {
  eventHeader,
  fullEvent,
  perfInfoEvent,
  SOME_GUID,
  systemEvent,
  traceMessage,
} from '../../support/etl/etl-events.ts'
import { readEtlEvents } from '../../support/etl/read-etl-events.ts'

const data = new Uint8Array([1, 2, 3, 4, 5])
const time = ORIGIN + 20_000n
const ids = { pid: 77, tid: 88, time }
const AT = Date.UTC(2024, 0, 17, 21, 20)

/** Reads the events of one buffer, without the header event. */
const read = (...events: readonly Uint8Array[]) =>
  readEtlEvents(etlFile([buffer(events, { cpu: 3 })])).events.slice(1)

describe('each kind of header', () => {
  it.each([true, false])('is read for the Windows kernel, with 8-byte pointers: %s', (wide) => {
    const pointerBytes = wide ? 8 : 4
    const [system, compact, plain, counted] = read(
      systemEvent({ group: 20, opcode: 10, version: 3, wide, data, ...ids }),
      systemEvent({ group: 5, opcode: 36, wide, data, ...ids }, true),
      perfInfoEvent({ wide, data, time }),
      perfInfoEvent({ wide, data, time }, 3, true),
    )
    const shared = { pointerBytes, cpu: 3, at: AT + 2, ticks: 0, guid: '', id: 0, level: 0 }
    expect(system).toMatchObject({
      ...shared,
      header: 'system',
      group: 20,
      opcode: 10,
      version: 3,
      pid: 77,
      tid: 88,
    })
    expect(compact).toMatchObject({
      ...shared,
      header: 'compact',
      group: 5,
      opcode: 36,
      pid: 77,
      tid: 88,
    })
    for (const perfInfo of [plain, counted])
      expect(perfInfo).toMatchObject({
        ...shared,
        header: 'perf-info',
        group: 15,
        opcode: 46,
        version: 2,
        pid: undefined,
      })
    for (const event of [system, compact, plain, counted]) expect(event?.bytes).toEqual(data)
  })

  it.each([true, false])('is read with a GUID, with 8-byte pointers: %s', (wide) => {
    const guid = '559e1292-fdb4-551e-6ee3-4e8c6d9da223'
    const [full, instance, event] = read(
      fullEvent({ guid, opcode: 32, level: 4, version: 5, wide, data, ...ids }),
      fullEvent({ guid, opcode: 33, wide, data, ...ids }, true),
      eventHeader({
        guid,
        wide,
        data,
        ...ids,
        id: 7_937,
        version: 1,
        channel: 16,
        level: 5,
        opcode: 20,
        task: 106,
        keyword: 0xa_0000_0001n,
      }),
    )
    const shared = {
      pointerBytes: wide ? 8 : 4,
      guid,
      pid: 77,
      tid: 88,
      at: AT + 2,
      bytes: data,
      group: 0,
    }
    expect(full).toMatchObject({
      ...shared,
      header: 'full',
      opcode: 32,
      level: 4,
      version: 5,
      id: 0,
    })
    expect(instance).toMatchObject({ ...shared, header: 'instance', opcode: 33 })
    expect(event).toMatchObject({
      ...shared,
      header: 'event',
      id: 7_937,
      version: 1,
      channel: 16,
      level: 5,
      opcode: 20,
      task: 106,
    })
    expect(event).toMatchObject({
      keywordHigh: 0xa,
      keywordLow: 1,
      stringOnly: false,
      schema: undefined,
      items: undefined,
    })
  })

  it('gives schema, traits and all extended items, and the payload after them', () => {
    const schema = new Uint8Array([9, 0, 1])
    const traits = new Uint8Array([6, 0, 65, 66, 67, 0])
    const related = new Uint8Array(16).fill(7)
    const [event] = read(
      eventHeader({
        data,
        items: [
          [1, related],
          [11, schema],
          [12, traits],
        ],
      }),
    )
    const { bytes, from, to, items } = event ?? {}
    expect(bytes?.subarray(from, to)).toEqual(data)
    expect(bytes?.subarray(event?.schema?.from, event?.schema?.to)).toEqual(schema)
    expect(bytes?.subarray(event?.traits?.from, event?.traits?.to)).toEqual(traits)
    const listed = bytes && items ? [...extendedItems(bytes, items.from, items.to)] : []
    expect(
      listed.map(({ kind, from: start, to: end }) => [kind, bytes?.slice(start, end)]),
    ).toEqual([
      [1, related],
      [11, schema],
      [12, traits],
    ])
  })

  it('marks an event that is a single text', () => {
    const [event] = read(eventHeader({ flags: 4, data: utf16('signed in\0') }))
    expect(event).toMatchObject({ stringOnly: true, bytes: utf16('signed in\0') })
  })
})

describe('WPP trace messages', () => {
  it('have the fields of their options, in that order', () => {
    const every = traceMessage({ options: 0x2b | 0x40, sequence: 9, number: 14, ...ids, data })
    const component = traceMessage({ options: 0x04 | 0x80, component: 5, number: 15, data })
    const bare = traceMessage({ options: 0, number: 16, data })
    const [first, second, third] = read(every, component, bare)
    expect(first).toMatchObject({
      header: 'trace-message',
      guid: SOME_GUID,
      id: 14,
      pid: 77,
      tid: 88,
      at: AT + 2,
      pointerBytes: 4,
      untimed: false,
    })
    expect(second).toMatchObject({ guid: '', id: 15, pid: undefined, pointerBytes: 8 })
    expect(third).toMatchObject({
      guid: '',
      id: 16,
      pid: undefined,
      tid: undefined,
      pointerBytes: 8,
    })
    for (const event of [first, second, third]) expect(event?.bytes).toEqual(data)
  })

  it('without a time get that of the previous event, or of their buffer', () => {
    const untimed = traceMessage({ options: 2, data })
    const timed = traceMessage({ ...ids, data })
    const file = etlFile([
      buffer([untimed, timed, untimed], { sequence: 1, time: ORIGIN + 70_000n }),
      buffer([untimed], { sequence: 2, time: START + 10_000n }),
      buffer([untimed], { sequence: 3 }),
    ])
    const events = readEtlEvents(file).events.slice(1)
    expect(events.map(({ at, untimed: none }) => [at - AT, none])).toEqual([
      [7, true],
      [2, false],
      [2, true],
      [1, true],
      [0, true],
    ])
  })
})

it('the event object is reused, and keeps nothing of the previous event', () => {
  const guid = '11111111-2222-3333-4444-555555555555'
  const [, kernel] = read(
    eventHeader({
      guid,
      level: 5,
      channel: 3,
      task: 4,
      keyword: 5n,
      flags: 4,
      id: 6,
      items: [
        [11, data],
        [12, data],
      ],
    }),
    perfInfoEvent({ time }),
  )
  expect(kernel).toMatchObject({
    guid: '',
    level: 0,
    channel: 0,
    task: 0,
    keywordLow: 0,
    stringOnly: false,
    id: 0,
    schema: undefined,
    traits: undefined,
  })
})
