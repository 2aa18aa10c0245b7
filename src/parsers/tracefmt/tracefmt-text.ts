import { defined } from '../../model/defined.ts'
import type { Parser } from '../../model/parser.ts'
import { OrdinaryRecords } from '../shared/ordinary-records.ts'
import { readPrefixed } from '../shared/record-window.ts'
import { rememberMidnight } from '../shared/remember-midnight.ts'
import { emitRecord } from '../sip/embedded-sip.ts'
import { tracefmtClock } from './tracefmt-clock.ts'
import {
  TracefmtTime,
  tracefmtMessageAt,
  tracefmtProvider,
  tracefmtTimeAt,
} from './tracefmt-prefix.ts'

/** What stands in place of an id when there is no process. */
const NO_ID = 0xffffffff
const CLOSING = 0x5d
const UNDECODED = '(No Format Information found)'

/**
 * Text that tracefmt, `netsh trace convert` and `pktmon etl2txt` write: `[cpu]PID.TID::date-time
 * [provider] message`, in the machine's local time. A line without a prefix continues the record
 * above.
 */
export const tracefmtText: Parser = {
  format: 'tracefmt-text',
  title: 'tracefmt, netsh or pktmon text',
  log: true,
  openEnded: true,
  signs: ['SIP/2.0'],
  recognise: ({ text, tail }) => tracefmtClock(text, tail),
  open(context) {
    const { tally, clock } = context
    const offset = clock.utcOffset * 60_000
    const time = new TracefmtTime(clock.dateOrder, rememberMidnight())
    const ordinary = new OrdinaryRecords(context, 'tracefmt-text')
    return readPrefixed(context, {
      ordinary,
      mark: '[',
      prefixAt: tracefmtTimeAt,
      record(window, start, end, timeAt) {
        const { bytes, view } = window
        time.read(bytes, timeAt, end)
        const { ticks } = time
        const at = time.at - offset
        if (Number.isNaN(at))
          return tally.lost({ line: window.lines.of(start), reason: 'a time that does not exist' })
        tally.record(at)
        ordinary.follow(bytes, timeAt, at)
        const messageAt = tracefmtMessageAt(bytes, time.end, end)
        if (isUndecoded(view, messageAt, end)) tally.undecoded += 1
        if (!window.wants(start, messageAt, end)) return
        const [pid = NO_ID, tid = NO_ID] = context
          .decode(bytes, bytes.indexOf(CLOSING, start) + 1, timeAt - 2)
          .split('.')
          .map((id) => Number.parseInt(id, 16))
        const provider = tracefmtProvider(context.decode(bytes, time.end, messageAt))
        const event = {
          at,
          ...defined({
            ticks: ticks > 0 ? ticks : undefined,
            pid: pid === NO_ID ? undefined : pid,
            tid: tid === NO_ID ? undefined : tid,
            provider: provider === '' || provider === 'Unknown' ? undefined : provider,
          }),
          message: context.decode(bytes, messageAt, end).replaceAll('\r\n', '\n').trimEnd(),
        }
        emitRecord(context, {
          kind: 'trace',
          at,
          event,
          source: { path: context.path, line: window.lines.of(start) },
        })
      },
    })
  },
}

/** Unknown( 34): GUID=ce1dbfb4-137e-4da6-87b0-3f59aa102cbc (No Format Information found). */
function isUndecoded(view: Buffer, at: number, end: number): boolean {
  if (view[at] !== 0x55 || view[at + 1] !== 0x6e || view[at + 2] !== 0x6b) return false
  const text = view.toString('latin1', at, Math.min(end, at + 200))
  return text.startsWith('Unknown(') && text.includes(UNDECODED)
}
