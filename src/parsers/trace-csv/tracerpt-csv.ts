import { defined } from '../../model/defined.ts'
import type { ParseContext, Parser, ParseSession } from '../../model/parser.ts'
import { type RecordWindow, readPrefixedRecords } from '../shared/record-window.ts'
import { levelOfNumber } from '../shared/trace-level.ts'
import { containsSipMessage, emitRecord } from '../sip/embedded-sip.ts'
import { FIXED_FIELD_COUNT, splitFields } from './tracerpt-fields.ts'
import { parseFileTime, parseRoundedClock, RowLayout, TracerptRow } from './tracerpt-row.ts'

const FIRST_NAMES = ['event name', 'type', 'event id', 'version', 'channel', 'level']
/** A spreadsheet may put `sep=;` first. */
const MAX_LINES_TO_HEADER = 3
const UNKNOWN_ID = 0xffffffff
/** Of the fields of TRACE_LOGFILE_HEADER in the first row's user data. */
const HEADER_FIELDS = { eventsLost: 11, startTime: 17, buffersLost: 19 } as const

/**
 * What `tracerpt -of CSV` writes: twenty blank-padded columns, then as many user data fields as the
 * event has. Most rows are only looked at for their time; the csv library reads those that are
 * asked for.
 */
export const tracerptCsv: Parser = {
  format: 'tracerpt-csv',
  title: 'tracerpt CSV',
  isLog: true,
  isOpenEnded: true,
  recognise: ({ text }) =>
    text.split('\n', MAX_LINES_TO_HEADER).some((line) => findDelimiter(line) !== undefined)
      ? {}
      : undefined,
  open(context) {
    let rows: ParseSession | undefined
    let lines = 0
    return {
      read(bytes, from, to, final) {
        const view = Buffer.from(bytes.buffer, bytes.byteOffset, to)
        let at = from
        while (!rows) {
          const newline = view.indexOf(10, at)
          if (newline < 0 && !final) return at
          const end = newline < 0 ? to : newline
          const delimiter = findDelimiter(context.decode(bytes, at, end))
          lines += 1
          at = Math.min(end + 1, to)
          if (delimiter !== undefined || lines >= MAX_LINES_TO_HEADER || newline < 0)
            rows = readRows(context, delimiter ?? ',', lines + 1)
        }
        return rows.read(bytes, at, to, final)
      },
    }
  },
}

/** The delimiter of a header row, or undefined when it is none. */
function findDelimiter(line: string): string | undefined {
  if (!/clock-time/i.test(line)) return undefined
  return [',', ';', '\t'].find((delimiter) => {
    const names = line
      .split(delimiter, 40)
      .map((name) => name.replaceAll('"', '').trim().toLowerCase())
    return FIRST_NAMES.every((name, index) => names[index] === name) && names.includes('clock-time')
  })
}

function readRows(context: ParseContext, delimiter: string, firstLine: number): ParseSession {
  const { tally } = context
  // The next row is looked for before this one is read: both are kept, so that each is looked at
  // once.
  const layout = new RowLayout()
  let row = new TracerptRow(delimiter, layout)
  let ahead = new TracerptRow(delimiter, layout)
  let first = true
  let sessionStart: number | undefined
  const record = (window: RecordWindow, start: number, end: number) => {
    const { bytes, view } = window
    if (ahead.start === start) [row, ahead] = [ahead, row]
    else if (row.start !== start) row.match(bytes, start, end)
    const { at, ticks } =
      row.kind === 'filetime' ? row.readFileTime(bytes) : { at: Number.NaN, ticks: 0 }
    if (row.kind === 'filetime') tally.addRecord(at)
    else tally.records += 1
    if (row.kind === 'rounded') tally.addNote(ROUNDED_NOTE)
    if (row.kind === 'raw') tally.addNote(RAW_NOTE)
    if (isUndecoded(view, row, end)) tally.undecoded += 1
    const message = findMessage(bytes, row.dataAt, end)
    const isHeader = first && view.toString('latin1', row.nameFrom, row.nameEnd) === 'EventTrace'
    first = false
    const asked = window.isWanted(start, message, end)
    if (!asked && !isHeader) return
    const line = window.lines.lineAt(start)
    const fields = splitFields(context.decode(bytes, start, end), delimiter)
    const data = fields.slice(FIXED_FIELD_COUNT).map((field) => field.trim())
    if (isHeader) sessionStart = noteSession(context, data)
    if (!asked) return
    // The quotes in SIP headers are a string's own: where it holds a message, user data is taken
    // whole.
    const raw = window.mayContainSip(start, end)
      ? context.decode(bytes, row.dataAt, end).replaceAll('\r\n', '\n').trim()
      : ''
    const sipText = containsSipMessage(raw) ? raw.replaceAll('""', '"') : undefined
    // Without a clock the rows keep their order only: all have the session's start.
    const about =
      row.kind === 'rounded' ? parseRoundedClock(bytes, row.clockFrom, row.clockEnd) : sessionStart
    emitRow(context, {
      fields,
      message: sipText ?? data.join(', '),
      at: row.kind === 'filetime' ? at : (about ?? 0),
      ticks,
      line,
    })
  }
  const prefixAt = (bytes: Uint8Array, at: number, to: number): number => {
    if (ahead.start >= 0) [row, ahead] = [ahead, row]
    return ahead.match(bytes, at, to) ? ahead.dataAt : -1
  }
  const rows = readPrefixedRecords(
    context,
    { firstCharacter: '', matchPrefix: prefixAt, handleRecord: record },
    firstLine,
  )
  return {
    read(bytes, from, to, final) {
      // Places are those of the bytes lent before.
      row.start = -1
      ahead.start = -1
      return rows.read(bytes, from, to, final)
    },
  }
}

const ROUNDED_NOTE =
  'Clock-Time was rounded by a spreadsheet (1.33E+17): its times are about, and cover nothing. Use the file that tracerpt wrote'
const RAW_NOTE =
  'Clock-Time is a raw counter (tracerpt -rts): rows are in order, but have no time of day. Export without -rts'

interface Row {
  readonly fields: readonly string[]
  readonly message: string
  readonly at: number
  readonly ticks: number
  readonly line: number
}

function emitRow(context: ParseContext, { fields, message, at, ticks, line }: Row): void {
  const level = levelOfNumber(Number(fields[5]))
  const [pid, tid] = [Number(fields[9]), Number(fields[10])]
  const event = {
    at,
    ...defined({
      ticks: ticks > 0 ? ticks : undefined,
      pid: Number.isInteger(pid) && pid !== UNKNOWN_ID ? pid : undefined,
      tid: Number.isInteger(tid) && tid !== UNKNOWN_ID ? tid : undefined,
      level: level ? level : undefined,
    }),
    provider: fields[0] ?? '',
    message,
  }
  emitRecord(context, { kind: 'trace', at, event, source: { path: context.path, line } })
}

/** What the first row says of the session; returns its start, milliseconds UTC. */
function noteSession({ tally }: ParseContext, data: readonly string[]): number | undefined {
  for (const [what, field] of [
    ['Events', HEADER_FIELDS.eventsLost],
    ['Buffers', HEADER_FIELDS.buffersLost],
  ] as const) {
    const lost = Number(data[field])
    if (lost > 0) tally.addNote(`${what} lost while tracing: ${lost}`)
  }
  return parseFileTime(data[HEADER_FIELDS.startTime])
}

/** Behind the blanks and the quote in front of the first user data field. */
function findMessage(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && (bytes[at] === 32 || bytes[at] === 34)) at += 1
  return at
}

/** {ce1dbfb4-137e-4da6-87b0-3f59aa102cbc} */
const BARE_GUID = /^(?:\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?|unknown)$/i

/** No user data, and no name but a GUID: tracerpt had no schema for it. */
function isUndecoded(view: Buffer, row: TracerptRow, end: number): boolean {
  const length = row.nameEnd - row.nameFrom
  if (length !== 38 && length !== 36 && length !== 7) return false
  if (!BARE_GUID.test(view.toString('latin1', row.nameFrom, row.nameEnd))) return false
  return (
    view
      .toString('latin1', row.dataAt, Math.min(end, row.dataAt + 200))
      .trim()
      .replaceAll(/[,;"\s]/g, '') === ''
  )
}
