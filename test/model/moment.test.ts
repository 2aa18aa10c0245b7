import { expect, it } from 'vitest'
import { formatMoment, formatTimeSpan, parseIsoTime } from '../../src/model/moment.ts'

const at = Date.UTC(2016, 8, 20, 6, 2, 1, 999)

it('formats a time to the second, in UTC', () => {
  expect(formatMoment(at)).toBe('2016-09-20 06:02:01 UTC')
  expect(formatMoment(Date.UTC(12_016, 0, 1))).toBe('9999-12-31 23:59:59 UTC')
})

it('formats the second date of a time span only if it differs', () => {
  expect(formatTimeSpan(at, at + 3_600_000)).toBe('2016-09-20 06:02:01 – 07:02:01 UTC')
  expect(formatTimeSpan(at, at + 86_400_000)).toBe('2016-09-20 06:02:01 – 2016-09-21 06:02:01 UTC')
})

it('parses a time with a zone, and refuses dates that do not exist', () => {
  expect(parseIsoTime('2016-02-29T23:30-01:00')).toBe(Date.UTC(2016, 2, 1, 0, 30))
  for (const text of [
    '2016-02-30T12:00Z',
    '2015-02-29T12:00Z',
    '2016-04-31T12:00Z',
    '2016-13-01T12:00Z',
    '2016-02-28T12:00',
  ])
    expect(parseIsoTime(text)).toBeUndefined()
})
