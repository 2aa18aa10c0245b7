import { sniffEncoding } from '../../src/inputs/encoding.ts'
import { EncodedLogRedactor } from '../../src/redact/log/encoded-log-redactor.ts'
import type { NameRegistry } from '../../src/redact/name-registry.ts'

/** Redacts a log in two passes, as `spoolscope redact` does. `chunkBytes`: size of the chunks. */
export function redactLog(bytes: Buffer, names: NameRegistry, chunkBytes = bytes.length): Buffer {
  const { encoding, bom } = sniffEncoding(bytes)
  const parts: Buffer[] = [Buffer.from(bytes.subarray(0, bom))]
  const log = new EncodedLogRedactor(names, encoding, (part) => void parts.push(Buffer.from(part)))
  for (const learning of [true, false]) {
    if (learning) log.startLearning()
    for (let at = bom; at < bytes.length; at += chunkBytes)
      log.push(bytes.subarray(at, at + chunkBytes))
    log.end()
  }
  return Buffer.concat(parts)
}
