import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import { describe, expect, it } from 'vitest'
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

/** Reads all events of a trace by time from a file, with at most `maxBytes` of memory. */
function readSorted(bytes: Uint8Array, maxBytes?: number): readonly EtlEvent[] {
  const path = joinPath(folder, 'trace.etl')
  writeFileSync(path, bytes)
  const file = new EtlFile(path)
  try {
    const index = new EtlIndex()
    file.readAll(new EtlReader(index))
    return [...copies(eventsByTime(file, index.buffers, maxBytes))]
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
  it('are complete and in order with overlapping buffers and little memory', () => {
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
    const expected = readEtlEvents(bytes).events.toSorted(
      (left, right) => left.at - right.at || left.ticks - right.ticks,
    )
    const all = readSorted(bytes)
    /** All fields of an event as a short text. */
    const digest = ({ id, at: time, ticks, offset, cpu, bytes: data }: EtlEvent) =>
      [
        id,
        time,
        ticks,
        offset,
        cpu,
        data.length,
        createHash('sha1').update(data).digest('hex'),
      ].join()
    const byTime = ({ at: time, ticks }: EtlEvent) => [time, ticks]
    expect(all.map(byTime)).toEqual(expected.map(byTime))
    expect(all.map(digest).sort()).toEqual(expected.map(digest).sort())
    for (const maxBytes of [1, 100_000])
      expect(readSorted(bytes, maxBytes).map(digest)).toEqual(all.map(digest))
  })

  it('have equal times ordered by the sequence of their buffers, then by place', () => {
    const bytes = etlFile([
      buffer([at(5, 21), at(5, 22)], { sequence: 2 }),
      buffer([at(5, 11), at(5, 12), at(6, 13)], { sequence: 1 }),
    ])
    expect(
      readSorted(bytes)
        .slice(1)
        .map(({ id }) => id),
    ).toEqual([11, 12, 21, 22, 13])
  })

  it('are sorted within a buffer that is out of order', () => {
    const bytes = etlFile(
      [
        buffer([at(30, 3), at(10, 1), at(50, 5), at(50, 6)], { sequence: 1 }),
        buffer([at(40, 4), at(20, 2), at(45, 45)], { sequence: 2, compressed: true }),
      ],
      { compression: 3 },
    )
    expect(
      readSorted(bytes)
        .slice(1)
        .map(({ id }) => id),
    ).toEqual([1, 2, 3, 4, 45, 5, 6])
    expect(readSorted(bytes, 1)).toEqual(readSorted(bytes))
  })

  it('without a time stay after the event before them, even at the end of a slice', () => {
    const untimed = (number: number) =>
      traceMessage({ options: 2, number, data: new Uint8Array(400) })
    const bytes = etlFile([
      buffer([at(10, 1), untimed(2), untimed(3), untimed(4), at(30, 5)], { sequence: 1 }),
      buffer([at(20, 6), untimed(7)], { sequence: 2 }),
    ])
    for (const maxBytes of [1, 1 << 20])
      expect(
        readSorted(bytes, maxBytes)
          .slice(1)
          .map(({ id }) => id),
      ).toEqual([1, 2, 3, 4, 6, 7, 5])
  })

  it('include the readable events of damaged buffers', () => {
    const bytes = etlFile([
      buffer([at(10, 1), at(20, 2), at(30, 3)], { sequence: 1 }),
      buffer([at(15, 4)], { sequence: 2 }),
    ])
    bytes[0x2000 + 0x48 + 2 * 80] = 3
    expect(
      readSorted(bytes)
        .slice(1)
        .map(({ id }) => id),
    ).toEqual([1, 4, 2])
  })

  it('of several sessions are merged', () => {
    const first = etlFile([buffer([at(10, 1), at(30, 3)], { sequence: 1 })])
    const second = etlFile([buffer([at(20, 2), at(30, 4)], { sequence: 1 })])
    expect(
      readSorted(join(first, second))
        .filter(({ header }) => header === 'event')
        .map(({ id }) => id),
    ).toEqual([1, 2, 3, 4])
  })
})
