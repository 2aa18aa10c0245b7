import { describe, expect, it } from 'vitest'
import { inferDateOrder, parseCultureTime } from '../../src/parsers/shared/culture-time.ts'

const iso = (text: string, order: 'mdy' | 'dmy' | 'ymd') => {
  const at = parseCultureTime(text, order)
  return at === undefined ? undefined : new Date(at).toISOString().slice(0, 19)
}

describe('times as Windows cultures print them', () => {
  it.each([
    ['9/7/2023 2:23:28 PM', 'mdy', '2023-09-07T14:23:28'],
    ['9/7/2023 12:23:28 AM', 'mdy', '2023-09-07T00:23:28'],
    ['9/7/2023 12:23:28\u202fPM', 'mdy', '2023-09-07T12:23:28'],
    ['07.09.2023 14:23:28', 'dmy', '2023-09-07T14:23:28'],
    ['07.09.2023 14:23:28', 'ymd', '2023-09-07T14:23:28'],
    ['2023-09-07 14:23:28', 'mdy', '2023-09-07T14:23:28'],
    ['07/09/2023 14:23:28', 'dmy', '2023-09-07T14:23:28'],
    ['7-9-2023 14:23', 'dmy', '2023-09-07T14:23:00'],
    ['06/14/2016  11:10 AM', 'mdy', '2016-06-14T11:10:00'],
    ['7.9.2023 14.23.28', 'dmy', '2023-09-07T14:23:28'],
    ['2023. 09. 07. 14:23:28', 'ymd', '2023-09-07T14:23:28'],
    ['2023-09-07 오후 2:23:28', 'ymd', '2023-09-07T14:23:28'],
    ['2023/9/7 上午 12:23:28', 'ymd', '2023-09-07T00:23:28'],
    ['7/9/2023 2:23:28 p. m.', 'dmy', '2023-09-07T14:23:28'],
    ['7/9/2023 2:23:28 μμ', 'dmy', '2023-09-07T14:23:28'],
    ['7.9.2023 г. 14:23:28 ч.', 'dmy', '2023-09-07T14:23:28'],
    ['\u200e9\u200e/\u200e7\u200e/\u200e2023 \u200e2:23:28 PM', 'mdy', '2023-09-07T14:23:28'],
    ['14.06.16 14:23', 'dmy', '2016-06-14T14:23:00'],
  ] as const)('%s in order %s is %s', (text, order, expected) => {
    expect(iso(text, order)).toBe(expected)
  })

  it.each([
    '',
    '31/02/2023 10:00',
    '14/06/2016 11:10',
    '9/7/2023 2:23 xx',
    '9/7/2023',
    '9/7/2023 25:00',
    '2023-09-07T14:23:28Z',
    '1/2/3',
  ])('refuses “%s” in US order', (text) => {
    expect(parseCultureTime(text, 'mdy')).toBeUndefined()
  })

  it('prove an order by dots, a leading year or a number above 12, or are ambiguous', () => {
    expect(inferDateOrder(['9/7/2023 2:23 PM', '9/13/2023 2:23 PM'])).toEqual({
      order: 'mdy',
      ambiguous: false,
    })
    expect(inferDateOrder(['9/7/2023 2:23', '13/9/2023 2:23'])).toEqual({
      order: 'dmy',
      ambiguous: false,
    })
    expect(inferDateOrder(['07.09.2023 14:23:28'])).toEqual({ order: 'dmy', ambiguous: false })
    expect(inferDateOrder(['2023-09-07 14:23:28'])).toEqual({ order: 'ymd', ambiguous: false })
    expect(inferDateOrder(['9/7/2023 2:23 PM'])).toEqual({
      ambiguous: true,
      possible: ['dmy', 'mdy'],
    })
    expect(inferDateOrder(['9/13/2023 2:23 PM', '13/9/2023 2:23 PM'])).toEqual({ ambiguous: true })
    expect(inferDateOrder(['no date', ''])).toEqual({ ambiguous: false })
  })
})
