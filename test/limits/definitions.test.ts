import { expect, it } from 'vitest'
import { limitLikeConstants, limits } from '../support/limits/definitions.ts'
import { limitsWithoutSection } from '../support/limits/limits-page.ts'
import { notLimits } from '../support/limits/not-limits.ts'

it('every constant that is named like a limit is one, or is listed as none with a reason', () => {
  const found = limitLikeConstants().sort()
  const listed = Object.values(notLimits).flat().sort()
  expect(found.filter((id) => !listed.includes(id))).toEqual([])
  expect(listed.filter((id) => !found.includes(id))).toEqual([])
})

it('every limit has a value, and words of its own', () => {
  expect(limits.length).toBeGreaterThan(200)
  for (const { id, value, what, reason, beyond } of limits) {
    expect(Number.isFinite(value) && value > 0, id).toBe(true)
    expect(what, id).toMatch(/^[a-z`A-Z][^|]{3,100}$/)
    expect(reason, id).toMatch(/^[A-Z`.].*[.!)]$/)
    expect(beyond, id).toMatch(/^[^|]{5,120}$/)
  }
  expect(new Set(limits.map(({ id }) => id)).size).toBe(limits.length)
})

it('every limit is in a section of the page', () => {
  expect(limitsWithoutSection).toEqual([])
})
