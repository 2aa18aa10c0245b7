import { describe, expect, it } from 'vitest'
import { DEFAULT_ARCHIVE_LIMITS } from '../../src/inputs/archives/archive-limits.ts'
import { parseArchiveLimits } from '../../src/settings/archive-limits.ts'

describe('the limits for archives', () => {
  it('are the usual ones unless told', () => {
    expect(parseArchiveLimits({})).toEqual(DEFAULT_ARCHIVE_LIMITS)
  })

  it('are sizes with a unit and whole numbers', () => {
    const given = {
      'max-entry-bytes': ['500M'],
      'max-total-bytes': ['1.5 GB'],
      'max-ratio': ['100'],
      'max-nesting': ['0'],
    }
    expect(parseArchiveLimits(given)).toEqual({
      ...DEFAULT_ARCHIVE_LIMITS,
      entryBytes: 5e8,
      totalBytes: 1.5e9,
      ratio: 100,
      nesting: 0,
    })
  })

  it('are nothing else, and what they should be is said', () => {
    expect(() => parseArchiveLimits({ 'max-entry-bytes': ['large'] })).toThrow(
      '--max-entry-bytes takes a size in bytes, such as 500M or 4G',
    )
    expect(() => parseArchiveLimits({ 'max-entries': ['0'] })).toThrow(
      '--max-entries takes a whole number from 1 on, not “0”',
    )
  })
})
