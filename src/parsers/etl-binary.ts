import type { Parser } from '../model/parser.ts'
import { BUFFER_HEAD_BYTES, BUFFER_HEADER_BYTES, plausibleBuffer, readBufferHeader } from './etl/buffer-header.ts'
import { EtlReading } from './etl/etl-reading.ts'
import { isHeaderEvent } from './etl/log-file-header.ts'

/** A trace of which less than this share is decoded covers no time: silence in it proves nothing. */
const LEAST_DECODED = 0.5

/** A binary event trace, as Windows and the client write it. What no schema describes is told by the texts in it. */
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
  status: ({ records, undecoded }) => (records > 0 && undecoded <= records * (1 - LEAST_DECODED) ? 'read' : 'binary-trace'),
  open: (context) => new EtlReading(context),
}
