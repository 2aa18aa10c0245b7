import { type Generate, records } from './records.ts'
import { pick, type Random } from './seeded-random.ts'

const SPOOL =
  'C:\\Users\\kim\\AppData\\Local\\Microsoft\\Office\\16.0\\Lync\\sip_kim@contoso.example\\History Spooler'
/** Bytes of one listed item, including the line end. */
export const LISTED_ITEM = 57

/**
 * Generates a `dir` listing of a spool that is never emptied: `bytes` of items below the heading,
 * which states the time of the listing.
 */
export const spoolListing: Generate = ({ bytes, seed }) =>
  records({ bytes: HEADING.length + bytes, seed }, item, { first: HEADING })

function item(next: Random, index: number): string {
  const day = `06/${two(1 + (index % 13))}/2016`
  const time = `${two(1 + next(12))}:${two(next(60))} ${pick(['AM', 'PM'], next)}`
  return `${day}  ${time} ${String(1000 + next(9000)).padStart(17)} ${String(index).padStart(11, '0')}.hist\r\n`
}

const HEADING = `2016-06-14T14:00:00.0000000+02:00\r\nC:\\Users\\kim>dir /s /t:w "${SPOOL}"\r\n Volume in drive C is OSDisk\r\n Volume Serial Number is 1234-ABCD\r\n\r\n Directory of ${SPOOL}\r\n\r\n`
const two = (value: number): string => String(value).padStart(2, '0')
