import { type Generated, records } from './records.ts'
import { pick, type Random } from './seeded-random.ts'

const HEADER =
  '  Event Name,       Type,     Event ID,    Version,    Channel,      Level,     Opcode,       Task,            Keyword,        PID,        TID,     Processor Number,  Instance ID,   Parent Instance ID,                              Activity ID,                      Related Activity ID,           Clock-Time, Kernel(ms),   User(ms), User Data\r\n'
/** 2016-06-14T08:50:46Z as FILETIME, without the last nine digits. */
const FIRST = 131_103_678
const NOISE = [
  '"CSession::Tick "',
  '"UI thread idle "',
  '"left "the pane", then came back"',
  '"two\r\nlines"',
  '"presence "',
]

/** A tracerpt CSV export: one row in a hundred is about Exchange. */
export const tracerptCsv = (options: Generated): Generator<Buffer> =>
  records(options, row, { first: HEADER })

function row(next: Random, index: number): string {
  const within = String((index % 10_000) * 100_000 + next(100_000)).padStart(9, '0')
  const clock = `${FIRST + Math.floor(index / 10_000)}${within}`
  const wanted = next(100) === 0
  const data = wanted
    ? '"EwsClient::CreateItem ", "ErrorServerBusy ",    60000'
    : `${pick(NOISE, next)}, ${index}`
  const tid = 1000 + next(50) * 4
  return ` Contoso-Messaging,       Info, ${pad(12, 12)}, ${pad(0, 10)}, ${pad(16, 10)}, ${pad(wanted ? 2 : 4, 10)}, ${pad(0, 10)}, ${pad(0, 10)}, 0x8000000000000000, ${pad(6700, 10)}, ${pad(tid, 10)}, ${pad(index % 4, 20)},             ,                     , {00000000-0000-0000-0000-000000000000},                                       , ${clock}, ${pad(0, 10)}, ${pad(0, 10)}, ${data}\r\n`
}

const pad = (value: number, width: number): string => String(value).padStart(width)
