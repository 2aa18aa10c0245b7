import { type Encoding, sniffEncoding } from '../inputs/encoding.ts'
import type { CollectionManifest } from '../model/collection/collection-manifest.ts'
import { EncodedLogRedactor } from '../redact/log/encoded-log-redactor.ts'
import { mapStrings } from '../redact/map-strings.ts'
import { NameRegistry } from '../redact/name-registry.ts'
import { redactText } from '../redact/redact-text.ts'
import type { TokenSource } from '../redact/token-generator.ts'

const NOT_TEXT = 'left out of a redacted bundle: it is not text, and names in it cannot be replaced'

/** Fields of a manifest with words and numbers that name nobody. */
const FIXED_FIELDS = new Set([
  'collectedAt',
  'finishedAt',
  'created',
  'written',
  'sha256',
  'version',
  'tool',
  'timeZone',
])

/** Makes redacted copies of the files of a bundle. A name has the same token in all of them. */
export class RedactedCopies {
  private readonly names: NameRegistry

  constructor(tokens: TokenSource) {
    this.names = new NameRegistry(tokens)
  }

  /** Learns the names in a text. Other files are left alone. */
  learn(path: string, chunks: Iterable<Uint8Array>): void {
    this.redactText(path)
    const text = startText(chunks)
    if (text === undefined) return
    const log = new EncodedLogRedactor(this.names, text.encoding, () => {})
    log.startLearning()
    for (const chunk of text.chunks) log.push(chunk)
    log.end()
  }

  /** Returns the redacted bytes; for a file that is not text, the reason to leave it out. */
  copy(chunks: Iterable<Uint8Array>): Iterable<Uint8Array> | string {
    const text = startText(chunks)
    return text === undefined ? NOT_TEXT : this.redactChunks(text)
  }

  /** Redacts a short text. Bytes that are not text become an empty one. */
  redactContent(content: Uint8Array): Uint8Array {
    const copy = this.copy([content])
    return typeof copy === 'string' ? new Uint8Array(0) : Buffer.concat([...copy])
  }

  redactText(text: string): string {
    return redactText(text, this.names)
  }

  redactManifest(manifest: CollectionManifest): CollectionManifest {
    const { machine, files } = manifest
    const redacted = mapStrings(
      { ...manifest, files: files.map(({ nameBytes: _, ...file }) => file) },
      (text, path) => (path.some((key) => FIXED_FIELDS.has(key)) ? text : this.redactText(text)),
    )
    return machine === undefined
      ? redacted
      : { ...redacted, machine: this.names.redactMachine(machine) }
  }

  private *redactChunks({ encoding, bom, chunks }: StartedText): Generator<Uint8Array> {
    let pieces: Uint8Array[] = [bom]
    const log = new EncodedLogRedactor(this.names, encoding, (bytes) => {
      pieces.push(Uint8Array.from(bytes))
    })
    for (const chunk of chunks) {
      log.push(chunk)
      const ready = pieces
      pieces = []
      yield* ready
    }
    log.end()
    yield* pieces
  }
}

interface StartedText {
  readonly encoding: Encoding
  readonly bom: Uint8Array
  /** Without the byte order mark. */
  readonly chunks: Iterable<Uint8Array>
}

/** Returns undefined for bytes that are not text. */
function startText(chunks: Iterable<Uint8Array>): StartedText | undefined {
  const iterator = chunks[Symbol.iterator]()
  const first = iterator.next()
  const head = first.done ? new Uint8Array(0) : Uint8Array.from(first.value)
  const { encoding, bom } = sniffEncoding(head)
  if (encoding === 'utf-8' && head.includes(0)) return undefined
  function* rest(): Generator<Uint8Array> {
    yield head.subarray(bom)
    for (let next = iterator.next(); !next.done; next = iterator.next()) yield next.value
  }
  return { encoding, bom: head.slice(0, bom), chunks: rest() }
}
