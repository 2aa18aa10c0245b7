import type { ShownRegistryValue } from './reg-query-reader.ts'

/** `    Hive: HKEY_CURRENT_USER\Software\Microsoft\Office\16.0`, in any language */
const HIVE =
  /^\s{0,8}\p{L}[^:\\]{1,30}:\s{1,2}(HKEY_(?:LOCAL_MACHINE|CURRENT_USER|USERS)(?:\\[^\t]{0,1000}?)?)(?<!\s)\s*$/iu
/** ----                           -------- */
const UNDERLINE = /^\s{0,8}(-{2,})(\s+)-{2,}\s*$/
/** TracingLevel    : OFF */
const VALUE = /^(\S.{0,255}?)(?<=\S)\s*:\s?(.*)$/s
const DEFAULT_NAME = /^\(.*\)$/

interface ItemLine {
  readonly text: string
  readonly line: number
}

/** The key above the items of `Get-Item` or `Get-ChildItem`. Undefined for any other line. */
export const parseHive = (line: string): string | undefined =>
  line.includes('HKEY_') ? HIVE.exec(line)?.[1] : undefined

/**
 * Parses the rows below the heading `Name  Property` that `Get-Item` prints for registry keys: the
 * name of a key, and beside it its values, one in each line. Undefined for another underline.
 */
export function parseRegistryItems(
  hive: string,
  underline: string,
  rows: readonly ItemLine[],
): ShownRegistryValue[] | undefined {
  const columns = UNDERLINE.exec(underline)
  if (!columns) return undefined
  const column = underline.lastIndexOf(' ', underline.trimEnd().length) + 1
  const values: ShownRegistryValue[] = []
  let key: string | undefined
  for (const { text, line } of rows) {
    const name = text.slice(0, column).trim()
    if (name !== '') key = `${hive}\\${name}`
    const match = VALUE.exec(text.slice(column).trim())
    if (key === undefined || !match) continue
    const [, valueName = '', data = ''] = match
    values.push({
      key,
      name: DEFAULT_NAME.test(valueName) ? '' : valueName,
      value: /^\d{1,15}$/.test(data) ? Number(data) : data,
      line,
    })
  }
  return values
}
