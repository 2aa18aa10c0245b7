import { sniffEncoding } from '../../src/inputs/encoding.ts'
import { EncodedLogRedactor } from '../../src/redact/log/encoded-log-redactor.ts'
import type { NameRegistry } from '../../src/redact/name-registry.ts'

/** What `spoolscope redact` makes of a file, read twice; in pieces of so many bytes. */
export function redactLog(bytes: Buffer, names: NameRegistry, piece = bytes.length): Buffer {
  const { encoding, bom } = sniffEncoding(bytes)
  const parts: Buffer[] = [Buffer.from(bytes.subarray(0, bom))]
  const log = new EncodedLogRedactor(names, encoding, (part) => void parts.push(Buffer.from(part)))
  for (const learning of [true, false]) {
    if (learning) log.startLearning()
    for (let at = bom; at < bytes.length; at += piece) log.push(bytes.subarray(at, at + piece))
    log.end()
  }
  return Buffer.concat(parts)
}
