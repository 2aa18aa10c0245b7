import type { Mutable } from '../../model/defined.ts'
import type { ParseContext, Parser, ParseSession } from '../../model/parser.ts'
import type { TraceEvent } from '../../model/trace-event.ts'
import { RecordSkipper } from '../shared/record-skipper.ts'
import { type RecordWindow, readPrefixedRecords } from '../shared/record-window.ts'
import { levelOfNumber } from '../shared/trace-level.ts'
import { containsSipMessage, emitRecord, noteProgram } from '../sip/embedded-sip.ts'
import { FIXED_FIELD_COUNT, splitFields, splitUserData } from './tracerpt-fields.ts'
import {
  FILETIME_CLOCK,
  LEVEL_FIELD,
  PID_FIELD,
  type PlainFields,
  parseFileTime,
  parseRoundedClock,
  RowLayout,
  TracerptRow,
} from './tracerpt-row.ts'

const FIRST_NAMES = ['event name', 'type', 'event id', 'version', 'channel', 'level']
/** A spreadsheet may add `sep=;` before the header. */
const MAX_LINES_TO_HEADER = 3
const UNKNOWN_ID = 0xffffffff
/**
 * Numbers of the TRACE_LOGFILE_HEADER fields in the user data of the first row. The name of the log
 * file follows that of the session.
 */
const HEADER_FIELDS = { eventsLost: 11, startTime: 17, buffersLost: 19, sessionName: 20 } as const

/**
 * CSV from `tracerpt -of CSV`: twenty blank-padded columns, then the user data of the event. Most
 * rows are only read for their time. Only wanted rows are split into fields.
 */
export const tracerptCsv: Parser = {
  format: 'tracerpt-csv',
  title: 'tracerpt CSV',
  isLog: true,
  isOpenEnded: true,
  formatLiterals: ['SIP/2.0'],
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

/** The delimiter of a header row. Undefined when the line is not a header row. */
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
  const { tally, scanner } = context
  const skipper = new RecordSkipper(context, 'tracerpt-csv', FILETIME_CLOCK)
  const setScannerLayout = () => {
    if (layout.isKnown) scanner?.setRowLayout(delimiter.charCodeAt(0), layout.delimiterOffsets)
  }
  // The next row is matched before this one is read. Both are kept, so that each is matched once.
  const layout = new RowLayout()
  let row = new TracerptRow(delimiter, layout)
  let nextRow = new TracerptRow(delimiter, layout)
  let isFirst = true
  let sessionStart: number | undefined
  const handleRecord = (window: RecordWindow, start: number, end: number) => {
    const { bytes, view } = window
    if (isFirst) setScannerLayout()
    if (nextRow.start === start) [row, nextRow] = [nextRow, row]
    else if (row.start !== start) row.match(bytes, start, end)
    const { at, ticks } =
      row.kind === 'filetime' ? row.readFileTime(bytes) : { at: Number.NaN, ticks: 0 }
    if (row.kind === 'filetime') {
      tally.addRecord(at)
      skipper.learnDate(bytes, row.clockFrom, at)
    } else tally.records += 1
    if (row.kind === 'rounded') tally.addNote(ROUNDED_NOTE)
    if (row.kind === 'raw') tally.addNote(RAW_NOTE)
    if (isUndecoded(view, row, end)) tally.undecoded += 1
    const message = findMessage(bytes, row.dataAt, end)
    const isHeader = isFirst && view.toString('latin1', row.nameFrom, row.nameEnd) === 'EventTrace'
    isFirst = false
    if (tally.program.mayShowProgram(tally.records)) {
      tally.program.addName('provider', view.toString('latin1', row.nameFrom, row.nameEnd))
      noteProgram(context, context.decode(bytes, row.dataAt, end).replaceAll('""', '"'))
    }
    const isWanted = window.isWanted(start, message, end)
    if (!isWanted && !isHeader) return
    const line = window.lines.lineAt(start)
    const plain = row.readPlainFields(view)
    const split = plain ? undefined : splitFields(context.decode(bytes, start, end), delimiter)
    const data = (
      split?.slice(FIXED_FIELD_COUNT) ??
      splitUserData(context.decode(bytes, row.dataAt, end), delimiter)
    ).map((field) => field.trim())
    if (isHeader) sessionStart = noteSession(context, data)
    if (!isWanted) return
    // Quotes in SIP headers are part of the message, so the user data is not split into fields.
    const raw = window.mayContainSip(start, end)
      ? context.decode(bytes, row.dataAt, end).replaceAll('\r\n', '\n').trim()
      : ''
    const sipText = containsSipMessage(raw) ? raw.replaceAll('""', '"') : undefined
    // Rows without a clock all get the start of the session, so that only their order is kept.
    const approximateTime =
      row.kind === 'rounded' ? parseRoundedClock(bytes, row.clockFrom, row.clockEnd) : sessionStart
    emitRow(context, {
      fields: plain ?? toPlainFields(split ?? []),
      message: sipText ?? data.join(', '),
      at: row.kind === 'filetime' ? at : (approximateTime ?? 0),
      ticks,
      line,
    })
  }
  const matchPrefix = (bytes: Uint8Array, at: number, to: number): number => {
    if (nextRow.start >= 0) [row, nextRow] = [nextRow, row]
    return nextRow.match(bytes, at, to) ? nextRow.dataAt : -1
  }
  const rows = readPrefixedRecords(
    context,
    { firstCharacter: '', skipper, matchPrefix, handleRecord },
    firstLine,
  )
  return {
    read(bytes, from, to, final) {
      // Another input may have used the scanner meanwhile.
      setScannerLayout()
      // The positions belong to the bytes of the previous call.
      row.start = -1
      nextRow.start = -1
      return rows.read(bytes, from, to, final)
    },
  }
}

const ROUNDED_NOTE =
  'Clock-Time was rounded by a spreadsheet (1.33E+17): ' +
  'its times are approximate and prove no coverage. Use the file that tracerpt wrote'
const RAW_NOTE =
  'Clock-Time is a raw counter (tracerpt -rts): ' +
  'rows are in order, but have no time of day. Export without -rts'

const toPlainFields = (fields: readonly string[]): PlainFields => ({
  provider: fields[0] ?? '',
  level: Number(fields[LEVEL_FIELD]),
  pid: Number(fields[PID_FIELD]),
  tid: Number(fields[PID_FIELD + 1]),
})

interface Row {
  readonly fields: PlainFields
  readonly message: string
  readonly at: number
  readonly ticks: number
  readonly line: number
}

function emitRow(context: ParseContext, { fields, message, at, ticks, line }: Row): void {
  const level = levelOfNumber(fields.level)
  const { provider, pid, tid } = fields
  const event = { at } as Mutable<TraceEvent>
  if (ticks > 0) event.ticks = ticks
  if (Number.isInteger(pid) && pid !== UNKNOWN_ID) event.pid = pid
  if (Number.isInteger(tid) && tid !== UNKNOWN_ID) event.tid = tid
  if (level !== undefined) event.level = level
  event.provider = provider
  event.message = message
  emitRecord(context, { kind: 'trace', at, event, source: { path: context.path, line } })
}

/**
 * Notes the losses that the first row reports. Returns the start of the session in milliseconds
 * UTC.
 */
function noteSession({ tally }: ParseContext, data: readonly string[]): number | undefined {
  for (const [kind, field] of [
    ['Events', HEADER_FIELDS.eventsLost],
    ['Buffers', HEADER_FIELDS.buffersLost],
  ] as const) {
    const lost = Number(data[field])
    if (lost > 0) tally.addNote(`${kind} lost while tracing: ${lost}`)
  }
  for (const title of data.slice(HEADER_FIELDS.sessionName)) tally.program.addTitle(title)
  return parseFileTime(data[HEADER_FIELDS.startTime])
}

/** Position after the blanks and the quote before the first user data field. */
function findMessage(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && (bytes[at] === 32 || bytes[at] === 34)) at += 1
  return at
}

/** {ce1dbfb4-137e-4da6-87b0-3f59aa102cbc} */
const BARE_GUID = /^(?:\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?|unknown)$/i

/** A row without user data and with a GUID instead of a name: tracerpt had no schema for it. */
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
