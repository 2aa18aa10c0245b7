import { expect } from 'vitest'
import { EntryNames } from '../../src/share/entry-names.ts'
import { type ListedSpool, splitListings } from '../../src/share/spool-listing.ts'
import { limitTest } from '../support/limits/limit-test.ts'

limitTest('share/entry-names.ts MAX_NAME_LENGTH', {
  at: (value) => expect(new EntryNames().claim('x'.repeat(value))).toBe('x'.repeat(value)),
  beyond: (value) => expect(new EntryNames().claim('x'.repeat(value + 1))).toBe('x'.repeat(value)),
})

const spoolOf = (count: number): ListedSpool => ({
  path: 'History Spooler',
  files: Array.from({ length: count }, () => ({ path: 'History Spooler/a', bytes: 1 })),
})

limitTest('share/spool-listing.ts MAX_LISTED_FILES', {
  at: (value) => expect(splitListings([spoolOf(value - 1), spoolOf(1)])).toHaveLength(1),
  beyond: (value) => expect(splitListings([spoolOf(value), spoolOf(1)])).toHaveLength(2),
})
