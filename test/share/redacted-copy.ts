import { DEFAULT_ARCHIVE_LIMITS } from '../../src/inputs/archives/archive-limits.ts'
import type { FoundInput } from '../../src/inputs/find-files.ts'
import { findInputs } from '../../src/inputs/find-inputs.ts'
import type { EntryWriter } from '../../src/output/entry-writer.ts'
import { RedactedCopies } from '../../src/redact/redacted-copies.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'
import { type RedactInputsResult, redactInputs } from '../../src/share/redact-inputs.ts'
import { caseNamesOf, toSharedInputs } from '../../src/share/shared-inputs.ts'

/** Keeps the files of a copy in memory. */
class MemoryWriter implements EntryWriter {
  readonly files = new Map<string, Buffer>()

  async add(name: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    const parts: Uint8Array[] = []
    for await (const chunk of chunks) parts.push(Uint8Array.from(chunk))
    if (this.files.has(name)) throw new Error(`${name} is written twice`)
    this.files.set(name, Buffer.concat(parts))
  }

  async commit(): Promise<void> {}

  discard(): void {}
}

/** A file of a case that is in memory. */
export const memoryInput = (path: string, content: Uint8Array): FoundInput => ({
  kind: 'file',
  location: `/nowhere/${path}`,
  path,
  bytes: content.length,
  content,
})

export interface RedactedCopy extends RedactInputsResult {
  readonly files: ReadonlyMap<string, Buffer>
}

/** Redacts inputs into memory, as `spoolscope redact` does. */
export async function redactFound(
  paths: readonly string[],
  found: readonly FoundInput[],
  copies = new RedactedCopies(new TokenGenerator()),
): Promise<RedactedCopy> {
  const writer = new MemoryWriter()
  const result = await redactInputs(toSharedInputs(paths, found), writer, {
    copies,
    caseNames: caseNamesOf(paths),
    codePage: 'windows-1252',
    privateFiles: [],
    folder: '',
    onBytes() {},
  })
  return { ...result, files: writer.files }
}

/** Redacts what is at these paths. */
export const redactPaths = async (...paths: string[]): Promise<RedactedCopy> =>
  redactFound(paths, await findInputs(paths, { limits: DEFAULT_ARCHIVE_LIMITS }))
