import { defined, ownValue } from '../../model/defined.ts'
import type { TraceObservation } from '../../model/observation.ts'
import type { ParseContext, Parser, ParseSession, Recognition } from '../../model/parser.ts'
import type { TraceLevel } from '../../model/trace-event.ts'
import { inferDateOrder, parseCultureTime } from '../shared/culture-time.ts'
import { ETW_LEVELS, levelOfNumber } from '../shared/trace-level.ts'
import { emitRecord, hasWantedSip, noteProgram } from '../sip/embedded-sip.ts'
import { type CsvRow, readCsvRows } from './csv-rows.ts'

/** #TYPE System.Diagnostics.Eventing.Reader.EventLogRecord · #TYPE Selected.System.… */
const TYPE_LINE = /^#TYPE .*EventLog/
/** A quoted or bare date and time as a culture prints it: `"9/7/2023 2:23:28 PM"`. */
const TIME =
  /(?:^|[",;\t])(\d{1,4}[./-] ?\d{1,2}[./-] ?\d{1,4}\.?,? [^",;\t\r\n]{4,30})(?=[",;\t\r]|$)/gm
/**
 * `Get-WinEvent` lists the newest first, so rows are held until they are sorted.
 * Limit: rows of an exported event list that are sorted by time.
 * Beyond: the rows so far are passed on unsorted to what follows.
 */
const MAX_HELD_ROWS = 200_000

/**
 * CSV from `Get-WinEvent | Export-Csv`, with all columns or some, and any delimiter. TimeCreated is
 * in the local time and culture of the exporting machine. Rows are emitted oldest first.
 */
export const wineventCsv: Parser = {
  format: 'winevent-csv',
  title: 'Get-WinEvent CSV',
  isLog: true,
  recognise({ text, tail }): Recognition | undefined {
    const lines = text.split('\n', 2)
    if (!lines.some((line) => parseHeader(line) !== undefined)) return undefined
    const times = [...text.matchAll(TIME), ...tail.matchAll(TIME)].map((match) => match[1] ?? '')
    const { order, ambiguous } = inferDateOrder(times)
    const ambiguousDates = ambiguous ? ('mdy' as const) : undefined
    return { localTime: true, ...defined({ dateOrder: order, ambiguousDates }) }
  },
  open(context) {
    let rows: ParseSession | undefined
    return {
      read(bytes, from, to, final) {
        if (!rows) {
          const delimiter = findDelimiter(context, bytes, from, to, final)
          if (delimiter === undefined) return from
          rows = readRows(context, delimiter)
        }
        return rows.read(bytes, from, to, final)
      },
    }
  },
}

/** Columns by name, and their delimiter. Undefined when the line is not a header of events. */
function parseHeader(
  line: string,
): { readonly delimiter: string; readonly columns: ReadonlyMap<string, number> } | undefined {
  if (!/timecreated/i.test(line)) return undefined
  for (const delimiter of [',', ';', '\t']) {
    const names = line
      .split(delimiter, 60)
      .map((name) => name.replaceAll('"', '').trim().toLowerCase())
    const columns = new Map(names.map((name, index) => [name, index]))
    if (
      columns.has('timecreated') &&
      columns.has('message') &&
      (columns.has('id') || columns.has('providername'))
    )
      return { delimiter, columns }
  }
  return undefined
}

/** The delimiter of the header in the first two lines. Undefined before they have arrived. */
function findDelimiter(
  context: ParseContext,
  bytes: Uint8Array,
  from: number,
  to: number,
  final: boolean,
): string | undefined {
  let end = from
  for (let line = 0; line < 2; line += 1) {
    const newline = bytes.subarray(0, to).indexOf(10, end)
    if (newline < 0 && !final) return undefined
    const found = parseHeader(context.decode(bytes, end, newline < 0 ? to : newline))
    if (found || newline < 0) return found?.delimiter ?? ','
    end = newline + 1
  }
  return ','
}

function readRows(context: ParseContext, delimiter: string): ParseSession {
  const { tally, clock } = context
  const offset = clock.utcOffset * 60_000
  let columns: ReadonlyMap<string, number> | undefined
  let rowCount = 0
  let held: { readonly at: number; readonly observation?: TraceObservation }[] = []
  const release = () => {
    const newestFirst = (held[0]?.at ?? 0) > (held.at(-1)?.at ?? 0)
    for (const { at, observation } of (newestFirst ? held.reverse() : held).sort(
      (left, right) => left.at - right.at,
    )) {
      tally.addRecord(at)
      if (observation) emitRecord(context, observation)
    }
    held = []
  }
  const rows = readCsvRows(delimiter, (row) => {
    const field = (name: string) => readField(context, row, columns?.get(name))
    if (!columns) {
      const line = context.decode(row.bytes, row.start, row.end)
      columns = parseHeader(line)?.columns
      if (!columns && !TYPE_LINE.test(line))
        tally.addDamage({ line: row.line, reason: 'a row before the column names' })
      return
    }
    const local = parseCultureTime(field('timecreated'), clock.dateOrder)
    if (local === undefined)
      return tally.addDamage({ line: row.line, reason: 'a time that cannot be read' })
    const at = local - offset
    rowCount += 1
    if (tally.program.mayShowProgram(rowCount)) {
      tally.program.addName('provider', field('providername'))
      noteProgram(context, field('message'))
    }
    if (!isWanted(context, row, columns.get('message') ?? 0)) held.push({ at })
    else {
      const event = { at, ...readIdentity(field), message: field('message').trim() }
      const source = { path: context.path, line: row.line }
      held.push({ at, observation: { kind: 'trace', at, event, source } })
    }
    if (held.length >= MAX_HELD_ROWS) release()
  })
  return {
    read(bytes, from, to, final) {
      const at = rows.read(bytes, from, to, final)
      if (final) release()
      return at
    },
  }
}

function isWanted(
  { wanted }: ParseContext,
  { bytes, start, end, fields }: CsvRow,
  messageColumn: number,
): boolean {
  const field = fields[messageColumn * 2] ?? start
  const message = bytes[field] === 34 ? field + 1 : field
  const { trace, sip, any } = wanted
  const hasMarker = any.findNext(bytes, start, end) < end
  if (
    hasMarker &&
    (trace.findNext(bytes, start, end) < end || sip.findNext(bytes, start, end) < end)
  )
    return true
  return (
    trace.matchesStart(bytes, message, end) ||
    hasWantedSip(sip, Buffer.from(bytes.buffer, bytes.byteOffset, end), message, end)
  )
}

/** The provider, ids and level of an event. */
function readIdentity(field: (name: string) => string) {
  const level =
    levelOfNumber(Number(field('level'))) ?? levelOfDisplayName(field('leveldisplayname'))
  const provider = field('providername')
  return defined({
    pid: parseId(field('processid')),
    tid: parseId(field('threadid')),
    level,
    provider: provider === '' ? undefined : provider,
  })
}

const parseId = (text: string): number | undefined =>
  /^\d+$/.test(text) ? Number(text) : undefined

/** The level by its English name, for exports without its number. */
function levelOfDisplayName(level: string): TraceLevel | undefined {
  const names: Readonly<Record<string, TraceLevel>> = { critical: 'fatal', information: 'info' }
  const lower = level.toLowerCase()
  return ownValue(names, lower) ?? ETW_LEVELS.find((name) => name === lower)
}

function readField(
  { decode }: ParseContext,
  { bytes, fields }: CsvRow,
  column: number | undefined,
): string {
  const from = column === undefined ? undefined : fields[column * 2]
  const end = column === undefined ? undefined : fields[column * 2 + 1]
  if (from === undefined || end === undefined) return ''
  const text = decode(bytes, from, end).replaceAll('\r\n', '\n').trim()
  return text.startsWith('"') ? text.replace(/^"|"$/g, '').replaceAll('""', '"') : text
}
