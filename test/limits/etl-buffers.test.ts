import { expect } from 'vitest'
import { minutes } from '../../src/model/duration.ts'
import { CoveredTime } from '../../src/parsers/etl/covered-time.ts'
import { EtlReader } from '../../src/parsers/etl/etl-reader.ts'
import { buffer, etlFile, headerBuffer } from '../support/etl/etl-builder.ts'
import { eventHeader } from '../support/etl/etl-events.ts'
import { readEtlEvents } from '../support/etl/read-etl-events.ts'
import { limitTest } from '../support/limits/limit-test.ts'
import { NOON } from '../support/observations.ts'

limitTest('parsers/etl/buffers/buffer-header.ts MAX_BUFFER_BYTES', {
  at: (value) => expect(readBufferOf(value)).toEqual({ ids: [1, 2], damage: [] }),
  beyond(value) {
    const { ids, damage } = readBufferOf(value + 1)
    expect(ids).toEqual([2])
    expect(damage.join()).toContain('no buffer')
  },
})

/** The events of a trace whose first buffer has so many bytes, and its damage. */
function readBufferOf(bytes: number) {
  const parts = [
    buffer([eventHeader({ id: 1 })], { sequence: 1, bytes }),
    buffer([eventHeader({ id: 2 })], { sequence: 2 }),
  ]
  const { events, damageTexts } = readEtlEvents(etlFile(parts))
  return { ids: events.slice(1).map(({ id }) => id), damage: damageTexts }
}

limitTest('parsers/etl/covered-time.ts MAX_INTERVALS', {
  at(value) {
    expect(coveredIntervals(value, 1)).toBe(value)
    expect(coveredIntervals(value, 20)).toBe(value)
  },
  beyond(value) {
    // Intervals of two minutes hold two of these moments each.
    expect(coveredIntervals(value + 2, 1)).toBe(value / 2 + 1)
    expect(coveredIntervals(value + 1, 20)).toBe(value)
  },
})

/** The number of intervals that cover so many moments, each so many minutes after the one before. */
function coveredIntervals(count: number, distance: number): number {
  const covered = new CoveredTime()
  for (let at = 0; at < count; at += 1) covered.add(NOON + at * minutes(distance))
  return covered.sortedIntervals().length
}

// The parameter is tested: no test writes a million buffers.
limitTest('parsers/etl/etl-reader.ts MAX_KNOWN_BUFFERS', {
  at: () => expect(repeatAfter(5, 5)).toEqual({ ids: [1, 2, 3, 4], damage: ['repeated-buffer'] }),
  beyond: () => expect(repeatAfter(6, 5)).toEqual({ ids: [1, 2, 3, 4, 5, 5], damage: [] }),
})

/** The events of a trace of so many buffers whose last one is repeated, and its damage. */
function repeatAfter(count: number, maxKnownBuffers: number) {
  const buffers = Array.from({ length: count - 1 }, (_, at) =>
    buffer([eventHeader({ id: at + 1 })], { sequence: at + 1 }),
  )
  const ids: number[] = []
  const damage: string[] = []
  const reader = new EtlReader(
    {
      onSession() {},
      onBuffer(_, cursor) {
        while (cursor.next()) if (cursor.event.id > 0) ids.push(cursor.event.id)
      },
      onDamage: ({ kind }) => damage.push(kind),
    },
    maxKnownBuffers,
  )
  const bytes = etlFile([...buffers, ...buffers.slice(-1)], { buffersWritten: count })
  reader.read(bytes, 0, bytes.length, true)
  return { ids, damage }
}

limitTest('parsers/etl/log-file-header.ts MAX_NAME_CHARS', {
  at: (value) => expect(readNames(value)).toEqual({ length: value, logFile: 'lync.etl' }),
  beyond: (value) => expect(readNames(value + 1)).toEqual({ length: value, logFile: 'lync.etl' }),
})

/** The names in a trace whose session has a name of this length. */
function readNames(length: number) {
  const loggerName = 'x'.repeat(length)
  const { sessions } = readEtlEvents(headerBuffer({ loggerName, logFileName: 'lync.etl' }))
  const [session] = sessions
  return {
    length: session?.header?.loggerName.length,
    logFile: session?.header?.logFileName,
  }
}
