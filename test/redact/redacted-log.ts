import { sniffEncoding } from '../../src/inputs/encoding.ts'
import { EncodedLog } from '../../src/redact/log/encoded-log.ts'
import type { Names } from '../../src/redact/names.ts'

/** What `spoolscope redact` makes of a file, read twice; in pieces of so many bytes. */
export function redactedLog(bytes: Buffer, names: Names, piece = bytes.length): Buffer {
  const { encoding, bom } = sniffEncoding(bytes)
  const parts: Buffer[] = [Buffer.from(bytes.subarray(0, bom))]
  const log = new EncodedLog(names, encoding, (part) => void parts.push(Buffer.from(part)))
  for (const learning of [true, false]) {
    if (learning) log.learn()
    for (let at = bom; at < bytes.length; at += piece) log.push(bytes.subarray(at, at + piece))
    log.end()
  }
  return Buffer.concat(parts)
}
