import type { Parser } from '../../model/parser.ts'
import {
  BUFFER_HEAD_BYTES,
  BUFFER_HEADER_BYTES,
  plausibleBuffer,
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
  log: true,
  binary: true,
  recognise({ bytes }) {
    if (bytes.length < BUFFER_HEAD_BYTES + 4) return undefined
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    if (!plausibleBuffer(view, 0) || !readBufferHeader(view, 0).begins) return undefined
    return isHeaderEvent(view, BUFFER_HEADER_BYTES, bytes.length) ? {} : undefined
  },
  // Events of the kernel are no records: a trace of nothing else tells nothing of the client.
  status: ({ records, unreadable }) => (records > 0 || unreadable > 0 ? 'read' : 'binary-trace'),
  open: (context) => new EtlReading(context),
}
