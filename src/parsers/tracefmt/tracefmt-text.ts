import { defined } from '../../model/defined.ts'
import type { Parser } from '../../model/parser.ts'
import { createMidnightCache } from '../shared/midnight-cache.ts'
import { RecordSkipper } from '../shared/record-skipper.ts'
import { type RecordWindow, readPrefixedRecords } from '../shared/record-window.ts'
import { emitRecord, noteProgram } from '../sip/embedded-sip.ts'
import { readTracefmtClock } from './tracefmt-clock.ts'
import {
  findTracefmtMessage,
  findTracefmtTime,
  looksLikeTracefmtPrefix,
  parseTracefmtProvider,
  TracefmtTime,
} from './tracefmt-prefix.ts'

/** Written when the process or thread is not known. */
const UNKNOWN_ID = 0xffffffff
const CLOSING_BRACKET = 0x5d
const LF = 10
/**
 * Unknown( 34): GUID=ce1dbfb4-137e-4da6-87b0-3f59aa102cbc (No Format Information found). The rest of
 * it may be in the next line when a mail wrapped the text.
 */
const UNDECODED = /^Unknown\(\s{0,8}(?:\d{1,6}\s?\):?\s{0,4}(?:GUID=|$)|$)/

/**
 * Text from tracefmt, `netsh trace convert` and `pktmon etl2txt`: `[cpu]PID.TID::date-time
 * [provider] message`, in local time. A line without a prefix continues the previous record.
 */
export const tracefmtText: Parser = {
  format: 'tracefmt-text',
  title: 'tracefmt, netsh or pktmon text',
  isLog: true,
  isOpenEnded: true,
  formatLiterals: ['SIP/2.0'],
  recognise: ({ text, tail }) => readTracefmtClock(text, tail),
  open(context) {
    const { tally, clock } = context
    const offset = clock.utcOffset * 60_000
    const time = new TracefmtTime(clock.dateOrder, createMidnightCache())
    const skipper = new RecordSkipper(context, 'tracefmt-text')
    return readPrefixedRecords(context, {
      skipper,
      firstCharacter: '[',
      matchPrefix: findTracefmtTime,
      isLookAlike: looksLikeTracefmtPrefix,
      findProse: findProseAfterRecord,
      handleRecord(window, start, end, timeAt) {
        const { bytes, view } = window
        time.read(bytes, timeAt, end)
        const { ticks } = time
        const at = time.at - offset
        if (Number.isNaN(at))
          return tally.addDamage({
            line: window.lines.lineAt(start),
            reason: 'a time that does not exist',
          })
        tally.addRecord(at)
        skipper.learnDate(bytes, timeAt, at)
        const messageAt = findTracefmtMessage(bytes, time.end, end)
        if (isUndecoded(view, messageAt, end)) tally.undecoded += 1
        if (tally.program.mayShowProgram(tally.records)) {
          const provider = parseTracefmtProvider(context.decode(bytes, time.end, messageAt))
          tally.program.addName('provider', provider)
          noteProgram(context, context.decode(bytes, messageAt, end))
        }
        if (!window.isWanted(start, messageAt, end)) return
        const [pid = UNKNOWN_ID, tid = UNKNOWN_ID] = context
          .decode(bytes, bytes.indexOf(CLOSING_BRACKET, start) + 1, timeAt - 2)
          .split('.')
          .map((id) => Number.parseInt(id, 16))
        const provider = parseTracefmtProvider(context.decode(bytes, time.end, messageAt))
        const event = {
          at,
          ...defined({
            ticks: ticks > 0 ? ticks : undefined,
            pid: pid === UNKNOWN_ID ? undefined : pid,
            tid: tid === UNKNOWN_ID ? undefined : tid,
            provider: provider === '' || provider === 'Unknown' ? undefined : provider,
          }),
          message: context.decode(bytes, messageAt, end).replaceAll('\r\n', '\n').trimEnd(),
        }
        emitRecord(context, {
          kind: 'trace',
          at,
          event,
          source: { path: context.path, line: window.lines.lineAt(start) },
        })
      },
    })
  },
}

/**
 * Position where the prose after a record begins, or `end`. A record has one line, except for
 * messages and XML in it, and lines that are indented and are not the items of a list.
 */
function findProseAfterRecord({ view }: RecordWindow, start: number, end: number): number {
  let feed = view.indexOf(LF, start)
  if (feed < 0 || feed >= end - 1) return end
  const text = view.toString('latin1', start, Math.min(end, start + MAX_CHECKED_BYTES))
  if (MULTI_LINE.test(text)) return end
  while (feed >= 0 && feed < end - 1) {
    const next = view.indexOf(LF, feed + 1)
    const line = view.toString('latin1', feed + 1, next < 0 ? end : Math.min(next, end))
    if (!CONTINUATION.test(line)) return feed + 1
    feed = next
  }
  return end
}

const MAX_CHECKED_BYTES = 64 << 10
/** SIP/2.0 200 OK   HTTP/1.1 200 OK   <m:ResponseCode> */
const MULTI_LINE = /SIP\/2\.0|HTTP\/1|<[\w:]{1,40}[\s>]/
/** An indented line that is not `• item`. In bytes, the bullet is `\xe2\x80\xa2`. */
const CONTINUATION = /^[ \t]{1,40}(?![•*+#`~]|\xe2\x80|\d{1,2}[.)] )\S/

/** Whether the message says that it was not decoded. */
function isUndecoded(view: Buffer, at: number, end: number): boolean {
  if (view[at] !== 0x55 || view[at + 1] !== 0x6e || view[at + 2] !== 0x6b) return false
  return UNDECODED.test(view.toString('latin1', at, Math.min(end, at + 200)).trimEnd())
}
