import { RedactedCopies } from '../../src/redact/redacted-copies.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Redacts the files of a case, read in chunks: learns the names of all, then copies each. */
export async function redactCopies(files: readonly Buffer[], chunkBytes = 1 << 20) {
  const copies = new RedactedCopies(new TokenGenerator())
  const problems: (string | undefined)[] = []
  for (const file of files) problems.push(await copies.learn(inPieces(file, chunkBytes)))
  const texts: Buffer[] = []
  for (const file of files) {
    const parts: Uint8Array[] = []
    for await (const part of copies.copy(inPieces(file, chunkBytes), () => {})) parts.push(part)
    texts.push(Buffer.concat(parts))
  }
  return { problems, texts }
}
