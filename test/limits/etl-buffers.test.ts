import { expect } from 'vitest'
import { minutes } from '../../src/model/duration.ts'
import { CoveredTime } from '../../src/parsers/etl/covered-time.ts'
import { buffer, etlFile } from '../support/etl/etl-builder.ts'
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
