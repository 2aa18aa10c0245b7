export interface Columns {
  readonly delimiter: string
  /** Position of each column by its name in lower case. */
  readonly positions: ReadonlyMap<string, number>
  /** A row has at least as many fields as are needed for these columns. */
  readonly count: number
}

const DELIMITERS = [',', ';', '\t']
/** Present in every version of the log. Other logs of Exchange have no SOAP action. */
const REQUIRED = ['datetime', 'useragent', 'soapaction', 'httpstatus']
/** Also needed where the log has them. */
const USED = ['authenticateduser', 'errorcode', 'impersonateduser', 'serverhostname']

/** Parses `DateTime,RequestId,…` or `#Fields: DateTime,RequestId,…`. Undefined for other lines. */
export function parseColumns(line: string): Columns | undefined {
  if (!/SoapAction/i.test(line)) return undefined
  const text = line.replace(/^"?#Fields:\s*/i, '').trim()
  for (const delimiter of DELIMITERS) {
    const names = splitFields(text, delimiter).map((name) => name.trim().toLowerCase())
    const positions = new Map(names.map((name, index) => [name, index]))
    if (!REQUIRED.every((name) => positions.has(name))) continue
    const used = [...REQUIRED, ...USED].map((name) => positions.get(name) ?? 0)
    return { delimiter, positions, count: Math.max(...used) + 1 }
  }
  return undefined
}

/** The fields of a row of CSV, without their quotes. */
export function splitFields(text: string, delimiter: string): string[] {
  if (!text.includes('"')) return text.split(delimiter)
  const fields: string[] = []
  let field = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string
    if (character === '"') {
      if (isQuoted && text[at + 1] === '"') {
        field += '"'
        at += 1
      } else isQuoted = !isQuoted
    } else if (character === delimiter && !isQuoted) {
      fields.push(field)
      field = ''
    } else field += character
  }
  return [...fields, field]
}
