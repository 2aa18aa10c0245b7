import type { Parser } from '../model/parser.ts'

/** WMI_BUFFER_HEADER and the header event that a trace begins with. All little endian. */
const BUFFER_HEADER_BYTES = 0x48
const LARGEST_BUFFER = 16 << 20
const HEADER_BUFFER = 4
/** High byte of an event's marker: TRACE_HEADER_FLAG and event trace header. */
const EVENT_MARKER = 0xc0
const SYSTEM_HEADER_32 = 1
const SYSTEM_HEADER_64 = 2

/** A binary event trace. It is only named: the report says how to turn it into text. */
export const etlBinary: Parser = {
  format: 'etl-binary',
  title: 'binary event trace (.etl)',
  log: false,
  status: 'binary-trace',
  recognise({ bytes }) {
    if (bytes.length < BUFFER_HEADER_BYTES + 8) return undefined
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    const size = view.getUint32(0, true)
    const type = view.getUint8(BUFFER_HEADER_BYTES + 2)
    const isHeader =
      size > BUFFER_HEADER_BYTES &&
      size <= LARGEST_BUFFER &&
      view.getUint16(0x36, true) === HEADER_BUFFER &&
      view.getUint8(BUFFER_HEADER_BYTES + 3) === EVENT_MARKER &&
      (type === SYSTEM_HEADER_32 || type === SYSTEM_HEADER_64)
    return isHeader ? {} : undefined
  },
  open({ path, tally }) {
    const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
    const command = `tracerpt "${name}" -of CSV -o "${name.replace(/\.[^.]*$/, '')}.csv"`
    tally.note(`Binary trace: export it as text. On Windows, in its folder: ${command}`)
    return { read: (_bytes, _from, to) => to }
  },
}
