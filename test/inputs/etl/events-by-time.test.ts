import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { EtlFile } from '../../../src/inputs/etl/etl-file.ts'
import { eventsByTime } from '../../../src/inputs/etl/events-by-time.ts'
import type { EtlEvent } from '../../../src/parsers/etl/etl-event.ts'
import { EtlIndex } from '../../../src/parsers/etl/etl-index.ts'
import { EtlReader } from '../../../src/parsers/etl/etl-reader.ts'
import { copyEvent } from '../../../src/parsers/etl/reusable-event.ts'
import { buffer, etlFile, ORIGIN } from '../../support/etl/etl-builder.ts'
import { join } from '../../support/etl/etl-bytes.ts'
import { eventHeader, traceMessage } from '../../support/etl/etl-events.ts'
import { readEtlEvents } from '../../support/etl/read-etl-events.ts'
import { random } from '../../support/random.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const folder = temporaryFolder('etl')
afterAll(() => rmSync(folder, { recursive: true }))

/** All events of a trace by time, read from a file in no more than that memory. */
function sorted(bytes: Uint8Array, memory?: number): readonly EtlEvent[] {
  const path = joinPath(folder, 'trace.etl')
  writeFileSync(path, bytes)
  const file = new EtlFile(path)
  try {
    const index = new EtlIndex()
    file.readAll(new EtlReader(index))
    return [...copies(eventsByTime(file, index.buffers, memory))]
  } finally {
    file.close()
  }
}

function* copies(events: Iterable<EtlEvent>): Generator<EtlEvent> {
  for (const event of events) yield copyEvent(event)
}

const at = (time: number, id: number, bytes = 0) =>
  eventHeader({ time: ORIGIN + BigInt(time), id, data: new Uint8Array(bytes).fill(id) })

describe('events by time', () => {
  it('of buffers that overlap lie in order, and no event is lost or changed, however little memory there is', () => {
    const next = random(7)
    const buffers = Array.from({ length: 60 }, (_, sequence) => {
      let time = Math.floor(next() * 5_000)
      const events = Array.from({ length: 40 }, (_, index) => {
        time += Math.floor(next() * 100)
        return at(time, sequence * 40 + index, Math.floor(next() ** 6 * 6_000))
      })
      return buffer(events, {
        sequence: sequence + 1,
        bytes: 0x20000,
        compressed: sequence % 3 === 0,
      })
    })
    const bytes = etlFile(buffers.reverse(), { compression: 3, bufferBytes: 0x20000 })
    const wanted = readEtlEvents(bytes).events.toSorted(
      (left, right) => left.at - right.at || left.ticks - right.ticks,
    )
    const plenty = sorted(bytes)
    /** All of an event that counts, in short. */
    const brief = ({ id, at: time, ticks, offset, cpu, bytes: data }: EtlEvent) =>
      `${[id, time, ticks, offset, cpu, data.length].join()} ${createHash('sha1').update(data).digest('hex')}`
    const byTime = ({ at: time, ticks }: EtlEvent) => [time, ticks]
    expect(plenty.map(byTime)).toEqual(wanted.map(byTime))
    expect(plenty.map(brief).sort()).toEqual(wanted.map(brief).sort())
    for (const memory of [1, 100_000])
      expect(sorted(bytes, memory).map(brief)).toEqual(plenty.map(brief))
  })

  it('of the same time lie by sequence of their buffers, then by place', () => {
    const bytes = etlFile([
      buffer([at(5, 21), at(5, 22)], { sequence: 2 }),
      buffer([at(5, 11), at(5, 12), at(6, 13)], { sequence: 1 }),
    ])
    expect(
      sorted(bytes)
        .slice(1)
        .map(({ id }) => id),
    ).toEqual([11, 12, 21, 22, 13])
  })

  it('of a buffer that is itself out of order are sorted too', () => {
    const bytes = etlFile(
      [
        buffer([at(30, 3), at(10, 1), at(50, 5), at(50, 6)], { sequence: 1 }),
        buffer([at(40, 4), at(20, 2), at(45, 45)], { sequence: 2, compressed: true }),
      ],
      { compression: 3 },
    )
    expect(
      sorted(bytes)
        .slice(1)
        .map(({ id }) => id),
    ).toEqual([1, 2, 3, 4, 45, 5, 6])
    expect(sorted(bytes, 1)).toEqual(sorted(bytes))
  })

  it('without a time of their own stay behind the event before them, where a slice ends between them too', () => {
    const untimed = (number: number) =>
      traceMessage({ options: 2, number, data: new Uint8Array(400) })
    const bytes = etlFile([
      buffer([at(10, 1), untimed(2), untimed(3), untimed(4), at(30, 5)], { sequence: 1 }),
      buffer([at(20, 6), untimed(7)], { sequence: 2 }),
    ])
    for (const memory of [1, 1 << 20])
      expect(
        sorted(bytes, memory)
          .slice(1)
          .map(({ id }) => id),
      ).toEqual([1, 2, 3, 4, 6, 7, 5])
  })

  it('of damaged buffers are those that could be read', () => {
    const bytes = etlFile([
      buffer([at(10, 1), at(20, 2), at(30, 3)], { sequence: 1 }),
      buffer([at(15, 4)], { sequence: 2 }),
    ])
    bytes[0x2000 + 0x48 + 2 * 80] = 3
    expect(
      sorted(bytes)
        .slice(1)
        .map(({ id }) => id),
    ).toEqual([1, 4, 2])
  })

  it('of several sessions lie on one line of time', () => {
    const one = etlFile([buffer([at(10, 1), at(30, 3)], { sequence: 1 })])
    const other = etlFile([buffer([at(20, 2), at(30, 4)], { sequence: 1 })])
    expect(
      sorted(join(one, other))
        .filter(({ header }) => header === 'event')
        .map(({ id }) => id),
    ).toEqual([1, 2, 3, 4])
  })
})
