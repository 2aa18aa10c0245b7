import { describe, expect, it } from 'vitest'
import { usualLimits } from '../../src/inputs/archives/limits.ts'
import { archiveLimits } from '../../src/settings/archive-limits.ts'

describe('the limits for archives', () => {
  it('are the usual ones unless told', () => {
    expect(archiveLimits({})).toEqual(usualLimits)
  })

  it('are sizes with a unit and whole numbers', () => {
    const given = {
      'max-entry-bytes': ['500M'],
      'max-total-bytes': ['1.5 GB'],
      'max-ratio': ['100'],
      'max-nesting': ['0'],
    }
    expect(archiveLimits(given)).toEqual({
      ...usualLimits,
      entryBytes: 5e8,
      totalBytes: 1.5e9,
      ratio: 100,
      nesting: 0,
    })
  })

  it('are nothing else, and what they should be is said', () => {
    expect(() => archiveLimits({ 'max-entry-bytes': ['large'] })).toThrow(
      '--max-entry-bytes takes a size in bytes, such as 500M or 4G',
    )
    expect(() => archiveLimits({ 'max-entries': ['0'] })).toThrow(
      '--max-entries takes a whole number from 1 on, not “0”',
    )
  })
})
