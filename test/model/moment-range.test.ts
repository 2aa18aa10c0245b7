import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  formatMoment,
  formatTimeSpan,
  isKnownTime,
  toExactIsoTime,
  toIsoTime,
} from '../../src/model/moment.ts'
import { EtlClock } from '../../src/parsers/etl/etl-clock.ts'

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,7}Z$/
const anyNumber = fc.oneof(fc.double(), fc.maxSafeInteger(), fc.constantFrom(8.64e15, -8.64e15))

it('writes any number as a time with a year of four digits', () => {
  fc.assert(
    fc.property(anyNumber, fc.nat(9999), (at, ticks) => {
      expect(toIsoTime(at, ticks)).toMatch(RFC_3339)
      expect(toExactIsoTime({ at, ticks })).toMatch(RFC_3339)
      expect(formatMoment(at)).toMatch(/^\d{4}-/)
      expect(formatTimeSpan(at, at)).toMatch(/^\d{4}-/)
    }),
  )
})

it('knows the first and the last time of such a year', () => {
  for (const year of ['0000-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z']) {
    const at = Date.parse(year)
    expect(isKnownTime(at)).toBe(true)
    expect(toIsoTime(at)).toBe(year)
  }
  expect(isKnownTime(Date.parse('9999-12-31T23:59:59.999Z') + 1)).toBe(false)
  expect(isKnownTime(Date.parse('0000-01-01T00:00:00.000Z') - 1)).toBe(false)
  expect(isKnownTime(Number.NaN)).toBe(false)
})

it('gives no time of a trace that it cannot write', () => {
  fc.assert(
    fc.property(fc.nat(0xffff_ffff), fc.nat(0xffff_ffff), (low, high) => {
      const clock = new EtlClock()
      if (clock.read(low, high)) expect(isKnownTime(clock.at)).toBe(true)
    }),
  )
})
