import { parse } from 'csv-parse/sync'

const FORMULA = /^[\s"']*[=+\-@\uff1d\uff0b\uff0d\uff20]/

/** Returns cells that a spreadsheet would evaluate, whichever character it splits fields at. */
export function findActiveCsv(text: string): string[] {
  const rows = parse(text, { record_delimiter: '\r\n' }) as string[][]
  const formulas = [
    ...rows.flat().filter(isFormula),
    // In other languages, spreadsheets split fields at other characters.
    ...text.split(/[;|\t,\r\n]/).filter(isFormula),
  ]
  const hasStrayLineEnd = /[\r\n]/.test(text.replaceAll('\r\n', ''))
  return hasStrayLineEnd ? ['a line ends inside a row', ...formulas] : formulas
}

/** An apostrophe at the start makes a cell a text. */
const isFormula = (cell: string): boolean => FORMULA.test(cell) && !/^[\s"]*'/.test(cell)
