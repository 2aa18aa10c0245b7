import { expect, it } from 'vitest'
import { momentText, spanText } from '../../src/model/moment.ts'

const at = Date.UTC(2016, 8, 20, 6, 2, 1, 999)

it('shows a moment to the second, in UTC', () => {
  expect(momentText(at)).toBe('2016-09-20 06:02:01 UTC')
  expect(momentText(Date.UTC(12_016, 0, 1))).toContain('-01-01 00:00:00 UTC')
})

it('shows the second day of a span only where it is another', () => {
  expect(spanText(at, at + 3_600_000)).toBe('2016-09-20 06:02:01 – 07:02:01 UTC')
  expect(spanText(at, at + 86_400_000)).toBe('2016-09-20 06:02:01 – 2016-09-21 06:02:01 UTC')
})
