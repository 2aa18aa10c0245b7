import type { Cmdlet } from '../../model/observation.ts'
import type { Tally } from '../../model/tally.ts'
import { parseBooleanWord } from './boolean-words.ts'
import type { ShownObject } from './powershell-output.ts'
import { spellProperty } from './property-names.ts'

const SWITCHES = ['enableofflineim', 'enableimautoarchiving', 'disablesavingim']
const COUNTS = ['itemsinfolder', 'itemsinfolderandsubfolders']

/** 1204 · 1.204 · 1,204 · 1 204 · 1’204 · 1,20,400 */
const GROUPED = /^\d{1,3}(?:([.,'’ \u00a0\u202f])\d{2,3})*$/
/** 1204.0 · 1204,00: a spreadsheet or script made a fraction of a count. */
const WITHOUT_FRACTION = /^(\d{1,12})[.,]0{1,2}$/

/** A count with the digit grouping of any culture. Undefined for other text. */
function parseCount(text: string): number | undefined {
  const plain = text.trim()
  if (/^\d{1,12}$/.test(plain)) return Number(plain)
  const whole = WITHOUT_FRACTION.exec(plain)?.[1]
  if (whole !== undefined) return Number(whole)
  const separator = GROUPED.exec(plain)?.[1]
  if (separator === undefined || !/\d{3}$/.test(plain)) return undefined
  const groups = plain.split(separator)
  return groups.every((group) => /^\d{1,3}$/.test(group)) && plain.length <= 20
    ? Number(groups.join(''))
    : undefined
}

/** 6,0,9319,235: a spreadsheet or person of a culture with decimal commas typed it. */
const VERSION_WITH_COMMAS = /^\s*(\d{1,2}),(\d{1,2}),(\d{1,6}),(\d{1,6})\s*$/

/**
 * The properties of an object with switches as True or False and counts as plain numbers. A value
 * that is not understood is unknown: it is left out and reported.
 */
export function normalizeObject(
  { properties, line, lines }: ShownObject,
  cmdlet: Cmdlet,
  tally: Tally,
): ReadonlyMap<string, string> {
  const result = new Map(properties)
  const normalize = (name: string, value: string | undefined, expected: string) => {
    if (value !== undefined) result.set(name, value)
    else {
      result.delete(name)
      const reason = `“${properties.get(name)}” for ${spellProperty(name)} is not understood as ${expected}`
      tally.addDamage({ line: lines?.get(name) ?? line, reason })
    }
  }
  for (const [name, text] of properties) {
    // A blank means that the property is not set.
    if (text.trim() === '') continue
    const groups = VERSION_WITH_COMMAS.exec(text)?.slice(1)
    if (name === 'version' && groups) result.set(name, groups.join('.'))
    if (SWITCHES.includes(name)) {
      const value = parseBooleanWord(text)
      normalize(name, value === undefined ? undefined : value ? 'True' : 'False', 'True or False')
    } else if (COUNTS.includes(name)) normalize(name, parseCount(text)?.toString(), 'a number')
  }
  if (cmdlet === 'Get-MailboxFolderStatistics') nameFolder(result)
  return result
}

/** Gives a column that reports of scripts call Folder the name that the cmdlet uses. */
function nameFolder(properties: Map<string, string>): void {
  const folder = properties.get('folder') ?? properties.get('foldername')
  if (folder !== undefined && !properties.has('folderpath') && !properties.has('name'))
    properties.set('folderpath', folder)
}
