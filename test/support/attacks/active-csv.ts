import { parse } from 'csv-parse/sync'

const FORMULA = /^[\s"']*[=+\-@\uff1d\uff0b\uff0d\uff20]/

/** Cells that a spreadsheet would take for a formula, whichever mark it parts fields at. */
export function findActiveCsv(text: string): string[] {
  const rows = parse(text, { record_delimiter: '\r\n' }) as string[][]
  const rest = text.replaceAll('\r\n', '')
  return [
    ...(/[\r\n]/.test(rest) ? ['a line ends where no row ends'] : []),
    ...rows.flat().filter(isFormula),
    // As a spreadsheet of another language opens it.
    ...text.split(/[;|\t,\r\n]/).filter(isFormula),
  ]
}

/** An apostrophe in front makes text of it. */
const isFormula = (cell: string): boolean => FORMULA.test(cell) && !/^[\s"]*'/.test(cell)
