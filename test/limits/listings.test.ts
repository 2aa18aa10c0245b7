import { expect } from 'vitest'
import { parseCultureTime } from '../../src/parsers/shared/culture-time.ts'
import { dirListing } from '../../src/parsers/spool-listing/dir-listing.ts'
import { acceptsTest, limitTest } from '../support/limits/limit-test.ts'
import { readBytes } from '../support/read-bytes.ts'

acceptsTest('parsers/shared/culture-time.ts MAX_DATE_CHARACTERS', (length) => {
  const [date, time] = ['14 June 2016', '10:36']
  return parseCultureTime(date.padEnd(length - time.length) + time, 'dmy') !== undefined
})

/** The spooled items of a listing, and the reasons of its damage. */
function readListing(lines: readonly string[]) {
  const { observations, tally } = readBytes(dirListing, `${lines.join('\n')}\n`)
  return {
    items: observations.filter(({ kind }) => kind === 'spool-item').length,
    damage: tally.damage.map(({ reason }) => reason),
  }
}
const NOT_UNDERSTOOD = 'a row of the listing that is not understood'

limitTest('parsers/spool-listing/listing-reader.ts MAX_LINE_CHARACTERS', {
  at: (value) => expect(readRowOf(value)).toEqual({ items: 2, damage: [] }),
  beyond: (value) => expect(readRowOf(value + 1)).toEqual({ items: 1, damage: [NOT_UNDERSTOOD] }),
})

/** Reads what `ls -l` prints, with a row of this length. */
const readRowOf = (length: number) => {
  const row = '-rw-r--r-- 1 kim 197121 1200 2016-06-14 10:00:00.000000000 +0000 '
  return readListing([
    '/c/Users/kim/Lync/sip_kim@contoso.example/History Spooler:',
    'total 2',
    `${row}1.hist`,
    row.padEnd(length, 'x'),
  ])
}

limitTest('parsers/spool-listing/listing-reader.ts MAX_TREE_DEPTH', {
  at: (value) => expect(readTree(value)).toEqual({ items: 1, damage: [] }),
  beyond: (value) => expect(readTree(value + 1).damage).toContain(NOT_UNDERSTOOD),
})

/** Reads what `tree /f` prints, with a spooled item at this depth. */
function readTree(depth: number) {
  const indent = (count: number) => '    '.repeat(count)
  const folders = Array.from({ length: depth - 2 }, (_, at) => `${indent(at)}└───f`)
  return readListing([
    'C:\\LYNC',
    ...folders,
    `${indent(depth - 2)}└───sip_kim@contoso.example`,
    `${indent(depth - 1)}└───History Spooler`,
    `${indent(depth)}0001.hist`,
  ])
}
