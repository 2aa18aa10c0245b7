import { defined } from '../../model/defined.ts'
import type { ParseContext, Parser } from '../../model/parser.ts'
import { headLines } from '../shared/head-lines.ts'
import { readWholeText } from '../shared/read-whole-text.ts'
import { KNOWN_ROWS, knownRowSeparator, mayBeKnownRow, startsKnownRow } from './row-names.ts'
import { rowNames, type Separator, splitRow, toPlainRow } from './split-row.ts'

const MIN_KNOWN_ROWS = 2
/** Column headings: they are not a row. */
const HEADING = new Set(['name', 'value', 'status'])
/** |---|:--:| · -------- */
const RULE = /^(?=.*--)[\s|:-]*$/

interface Row {
  readonly name: string
  readonly value: string
  readonly status?: string
}

/**
 * Text copied from the Configuration Information window of the client: rows of name, value and
 * status. In one line each, or as a word processor copies a table: each cell in a line.
 */
export const configurationInformation: Parser = {
  format: 'configuration-information',
  title: 'Configuration Information of the client',
  isLog: false,
  recognise: (head) => (findLayout(headLines(head)) === undefined ? undefined : {}),
  open: (context) =>
    readWholeText(context, (text) => {
      const lines = text.split('\n').map(toPlainRow)
      const layout = findLayout(lines)
      if (layout === 'cells') readCells(lines, context)
      else readRows(lines, layout, context)
    }),
}

/** Text between the fields of a value, where that is not the separator of the row. */
const JOINED_BY: Partial<Record<Separator, string>> = { blanks: '  ', ':': ';' }

/** EWS Information;EWS not deployed;EWS not deployed; */
const COPIED_STATUS_ROW = /^ *(?:EWS|MAPI) Information;[^;]*;[^;].*; *\r?$/i

/**
 * How the rows are written: the separator that is in front of most known row names, or `cells` when
 * the names are alone in their lines. Undefined when there are fewer than two rows, unless the only
 * one is a status row as the Copy button writes it.
 */
function findLayout(lines: readonly string[]): Separator | 'cells' | undefined {
  const namesByLayout = new Map<Separator | 'cells', Set<string>>()
  const add = (layout: Separator | 'cells', name: string) => {
    const names = namesByLayout.get(layout) ?? new Set()
    namesByLayout.set(layout, names.add(name))
  }
  for (const raw of lines) {
    if (!mayBeKnownRow(raw)) continue
    const line = toPlainRow(raw)
    const name = line.trim().toLowerCase()
    if (KNOWN_ROWS.has(name)) add('cells', name)
    for (const [separator, rowName] of rowNames(line))
      if (KNOWN_ROWS.has(rowName)) {
        add(separator, rowName)
        break
      }
  }
  const [best] = [...namesByLayout].sort(([, left], [, right]) => right.size - left.size)
  if (best && best[1].size >= MIN_KNOWN_ROWS) return best[0]
  return best?.[0] === ';' && lines.some((line) => COPIED_STATUS_ROW.test(line)) ? ';' : undefined
}

function readRows(
  lines: readonly string[],
  layout: Separator | undefined,
  context: ParseContext,
): void {
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? ''
    if (isIgnored(line)) continue
    const continuation = layout === ';' ? findContinuation(lines, index) : 0
    const whole = lines.slice(index, index + 1 + continuation).join(' ')
    const row = parseRow(whole, layout)
    if (row) emitRow(row, index + 1, context)
    else context.tally.addUnreadLine(index + 1)
    index += continuation
  }
}

/** A mail wraps a long row at a blank, into this many lines at most. */
const MAX_WRAPPED_LINES = 8

/**
 * How many lines continue a row that a mail wrapped. A row ends at `;`, so a line that does not is
 * continued until one does, if no row begins between them.
 */
function findContinuation(lines: readonly string[], index: number): number {
  const first = lines[index] ?? ''
  if (!startsKnownRow(first) || first.endsWith(';')) return 0
  for (let count = 1; count <= MAX_WRAPPED_LINES; count += 1) {
    const line = lines[index + count] ?? ''
    if (line === '' || startsKnownRow(line)) return 0
    if (line.endsWith(';')) return count
  }
  return 0
}

function isIgnored(line: string): boolean {
  if (line.trim() === '' || RULE.test(line) || /^`{3,}/.test(line)) return true
  const cells = line.toLowerCase().split(/[;\t,|]|\s{2,}/)
  return cells.every((cell) => cell.trim() === '' || HEADING.has(cell.trim().replace(/"/g, '')))
}

/**
 * Splits a line at the separator in front of which a known name is, otherwise at that of the other
 * rows. A status in an unknown language is kept as it is. `--` means no value.
 */
function parseRow(line: string, layout: Separator | undefined): Row | undefined {
  const known = knownRowSeparator(line)
  const separator = known ?? layout
  if (separator === undefined) return undefined
  const [name = '', ...rest] = splitRow(line, separator)
  if (name === '' || rest.length === 0) return undefined
  while (rest.length > 1 && rest.at(-1) === '') rest.pop()
  // EWS Internal URL;https://mail.contoso.example/a;b;--
  const status = rest.length > 1 ? rest.pop() : undefined
  return toRow(name, rest.join(JOINED_BY[separator] ?? separator), status)
}

const toRow = (name: string, value: string, status: string | undefined): Row => ({
  name,
  value: value === '--' ? '' : value,
  ...defined({ status: status === undefined || status === '--' ? undefined : status }),
})

/** Cells of a row that follow its name. */
const CELLS_PER_ROW = 2

/**
 * Reads a table with each cell in a line. Blank cells are blank lines, so a row ends where the next
 * known name is. More cells than a row has belong to a row whose name is not known.
 */
function readCells(lines: readonly string[], context: ParseContext): void {
  let row: { readonly name: string; readonly line: number; readonly cells: string[] } | undefined
  const end = () => {
    if (!row) return
    const [value = '', status] = row.cells
    emitRow(toRow(row.name, value, status), row.line, context)
  }
  for (const [index, line] of lines.entries()) {
    const text = line.trim()
    if (KNOWN_ROWS.has(text.toLowerCase())) {
      end()
      row = { name: text, line: index + 1, cells: [] }
    } else if (text === '' || HEADING.has(text.toLowerCase())) continue
    else if (row && row.cells.length < CELLS_PER_ROW && !endsRow(row.cells)) row.cells.push(text)
    else context.tally.addUnreadLine(index + 1)
  }
  end()
}

/** Whether the status is already there: `--` is last. */
const endsRow = (cells: readonly string[]): boolean => cells.at(-1) === '--'

function emitRow(row: Row, line: number, { path, tally, emit }: ParseContext): void {
  tally.records += 1
  emit({ kind: 'configuration-row', ...row, source: { path, line } })
}
