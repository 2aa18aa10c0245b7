import { describe, expect, it } from 'vitest'
import type { DateOrder } from '../../src/model/parser.ts'
import { inferDateOrder, parseCultureTime } from '../../src/parsers/shared/culture-time.ts'

const iso = (text: string, order: DateOrder) => {
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
    ['Fr, 04. 07. 2025  07:46', 'mdy', '2025-07-04T07:46:00'],
    ['2024/11/12 周二 10:36', 'mdy', '2024-11-12T10:36:00'],
    ['mar. 12/11/2024 10:36', 'mdy', '2024-11-12T10:36:00'],
    ['wt., 12-lis-2024 10:36', 'dmy', '2024-11-12T10:36:00'],
    ['12 ноя 2024 10:36', 'mdy', '2024-11-12T10:36:00'],
    ['24/jun./2022  02:31 p.?m.', 'mdy', '2022-06-24T14:31:00'],
    ['Nov 12, 2024 10:36 PM', 'dmy', '2024-11-12T22:36:00'],
    ['2024年11月12日 午後0:08', 'mdy', '2024-11-12T12:08:00'],
    ['12.11.2024 15 h 55', 'dmy', '2024-11-12T15:55:00'],
    ['12/11/2567 10:36', 'dmy', '2024-11-12T10:36:00'],
    ['٢٠٢٤/١١/١٢ 10:36 م', 'dmy', '2024-11-12T22:36:00'],
    ['2024-24-12 10:36', 'ydm', '2024-12-24T10:36:00'],
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
    '9/7/2023 2:23 ??',
    '12-lis-2024 10:36',
    '12.11.2024 Sa 12:36',
    '10/05/46 10:00',
    '令和6/11/12 10:36',
    '12 xyz 2024 10:36',
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
    expect(inferDateOrder(['Tue 11/12/2024 10:36'])).toEqual({ order: 'mdy', ambiguous: false })
    expect(inferDateOrder(['2024-05-12 10:36', '2024-24-12 10:36'])).toEqual({
      order: 'ydm',
      ambiguous: false,
    })
    expect(inferDateOrder(['25/12/24 10:36'])).toEqual({
      ambiguous: true,
      possible: ['dmy', 'ymd'],
    })
    expect(inferDateOrder(['no date', ''])).toEqual({ ambiguous: false })
  })
})
