import type { Parser } from '../../model/parser.ts'
import {
  BUFFER_HEADER_BYTES,
  BUFFER_PROBE_BYTES,
  isPlausibleBuffer,
  readBufferHeader,
} from './buffers/buffer-header.ts'
import { EtlReading } from './etl-reading.ts'
import { isHeaderEvent } from './log-file-header.ts'

/**
 * A binary event trace, as Windows and the client write it. What no schema describes is told by the
 * texts in it.
 */
export const etlBinary: Parser = {
  format: 'etl-binary',
  title: 'binary event trace (.etl)',
  isLog: true,
  isBinary: true,
  recognise({ bytes }) {
    if (bytes.length < BUFFER_PROBE_BYTES + 4) return undefined
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    if (!isPlausibleBuffer(view, 0) || !readBufferHeader(view, 0).beginsTrace) return undefined
    return isHeaderEvent(view, BUFFER_HEADER_BYTES, bytes.length) ? {} : undefined
  },
  // Events of the kernel are no records: a trace of nothing else tells nothing of the client.
  inputStatus: ({ records, unreadable }) =>
    records > 0 || unreadable > 0 ? 'read' : 'binary-trace',
  open: (context) => new EtlReading(context),
}
