import { type Generated, seededRandom } from './seeded-random.ts'

const HEADER =
  '  Event Name,       Type,     Event ID,    Version,    Channel,      Level,     Opcode,       Task,            Keyword,        PID,        TID,     Processor Number,  Instance ID,   Parent Instance ID,                              Activity ID,                      Related Activity ID,           Clock-Time, Kernel(ms),   User(ms), User Data\r\n'
/** 2016-06-14T08:50:46Z as FILETIME, without its last nine digits. */
const FIRST = 131_103_678
const NOISE = ['"CSession::Tick "', '"UI thread idle "', '"left "the pane", then came back"', '"two\r\nlines"', '"presence "']

/** A tracerpt CSV export of about `bytes`, the same for the same seed: one row in a hundred is about Exchange. */
export function* tracerptCsv({ bytes, seed }: Generated): Generator<Buffer> {
  const random = seededRandom(seed)
  yield Buffer.from(HEADER)
  let written = HEADER.length
  for (let row = 0; written < bytes; ) {
    let text = ''
    for (let inChunk = 0; inChunk < 2000; inChunk += 1, row += 1) {
      const clock = `${FIRST + Math.floor(row / 10_000)}${String((row % 10_000) * 100_000 + Math.floor(random() * 100_000)).padStart(9, '0')}`
      const wanted = random() < 0.01
      const data = wanted
        ? '"EwsClient::CreateItem ", "ErrorServerBusy ",    60000'
        : `${NOISE[Math.floor(random() * NOISE.length)]}, ${row}`
      const tid = 1000 + Math.floor(random() * 50) * 4
      text += ` Contoso-Messaging,       Info, ${pad(12, 12)}, ${pad(0, 10)}, ${pad(16, 10)}, ${pad(wanted ? 2 : 4, 10)}, ${pad(0, 10)}, ${pad(0, 10)}, 0x8000000000000000, ${pad(6700, 10)}, ${pad(tid, 10)}, ${pad(row % 4, 20)},             ,                     , {00000000-0000-0000-0000-000000000000},                                       , ${clock}, ${pad(0, 10)}, ${pad(0, 10)}, ${data}\r\n`
    }
    const chunk = Buffer.from(text)
    written += chunk.length
    yield chunk
  }
}

const pad = (value: number, width: number): string => String(value).padStart(width)
