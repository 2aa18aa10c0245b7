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
 * Parser for binary event traces (ETL) of Windows and the client. An event without a known schema
 * yields the texts in its payload.
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
  // Events of the Windows kernel are not counted as records. A trace with nothing else says nothing
  // about the client.
  inputStatus: ({ records, unreadable }) =>
    records > 0 || unreadable > 0 ? 'read' : 'binary-trace',
  open: (context) => new EtlReading(context),
}
