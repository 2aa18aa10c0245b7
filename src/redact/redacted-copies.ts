import { sniffEncoding } from '../inputs/encoding.ts'
import type { CollectionManifest } from '../model/collection/collection-manifest.ts'
import { EncodedLogRedactor } from './log/encoded-log-redactor.ts'
import { mapStrings } from './map-strings.ts'
import { NameRegistry } from './name-registry.ts'
import { redactText } from './redact-text.ts'
import { shiftTimes } from './shift-times.ts'
import { TextCheck } from './text-check.ts'
import type { TokenSource } from './token-generator.ts'
import { isToken } from './token-kind.ts'

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

/** `PC-0142`; not `Lync`, which every log contains. */
const looksLikeMachine = (name: string): boolean => /[\d-]/.test(name) && /[a-z]/i.test(name)

/** The bytes of a file, in pieces that may be reused after the next one is asked for. */
export type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>

/**
 * Makes redacted copies of the files of a case. A name has the same token in all of them. Learn the
 * names of all files before the first copy: a name is also replaced where nothing shows it to be
 * one.
 */
export class RedactedCopies {
  readonly names: NameRegistry
  private readonly tokens: TokenSource
  private readonly shift: number | undefined
  private readonly log: EncodedLogRedactor
  /** Redacted bytes that are not yet handed on. */
  private pieces: Uint8Array[] = []

  /** `shift`: milliseconds added to all times. */
  constructor(tokens: TokenSource, shift?: number) {
    this.tokens = tokens
    this.names = new NameRegistry(tokens)
    this.shift = shift
    this.log = new EncodedLogRedactor(
      this.names,
      'utf-8',
      (bytes) => void this.pieces.push(bytes),
      shift,
    )
  }

  /**
   * Learns the names in a file, to its end. Returns why it cannot be redacted; undefined for a text.
   */
  async learn(chunks: Chunks): Promise<string | undefined> {
    let check: TextCheck | undefined
    let problem: string | undefined
    for await (const chunk of chunks) {
      const start = check === undefined ? sniffEncoding(chunk) : undefined
      const part = start ? this.startLog(chunk, start, true) : chunk
      if (start) check = new TextCheck(start)
      problem = check?.findProblem(chunk)
      if (problem !== undefined) break
      this.log.push(part)
    }
    if (check !== undefined) this.log.end()
    this.pieces = []
    return problem
  }

  /**
   * Yields the redacted bytes of a text. Ends early, and reports the reason, where bytes turn up that
   * are not text.
   */
  async *copy(chunks: Chunks, onProblem: (reason: string) => void): AsyncGenerator<Uint8Array> {
    let check: TextCheck | undefined
    for await (const chunk of chunks) {
      const start = check === undefined ? sniffEncoding(chunk) : undefined
      if (start) check = new TextCheck(start)
      const problem = check?.findProblem(chunk)
      if (problem !== undefined) {
        onProblem(problem)
        break
      }
      if (start && start.bom > 0) yield chunk.slice(0, start.bom)
      this.log.push(start ? this.startLog(chunk, start, false) : chunk)
      yield* this.takePieces()
    }
    if (check !== undefined) this.log.end()
    yield* this.takePieces()
  }

  /** Redacts a short text. Bytes that are not text become an empty one. */
  async redactContent(content: Uint8Array): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    for await (const part of this.copy([content], () => {})) parts.push(part)
    return Buffer.concat(parts)
  }

  redactText(text: string): string {
    return redactText(text, this.names)
  }

  /** Returns the token of the name of a case. */
  caseToken(name: string): string {
    return isToken(name) ? name : this.tokens.tokenFor('case', name.toLowerCase(), name)
  }

  /**
   * Learns the name of a case if it looks like that of a machine. Call it after `learn`: a file may
   * show it to be one, and it has the token of a machine then.
   */
  learnCaseName(name: string): void {
    if (looksLikeMachine(name)) this.names.learn(name, this.caseToken(name))
  }

  /** Moves an ISO 8601 time as the times in texts are moved. */
  shiftTime(time: string): string {
    return this.shift === undefined ? time : shiftTimes(time, this.shift)
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

  private takePieces(): readonly Uint8Array[] {
    const { pieces } = this
    this.pieces = []
    return pieces
  }

  /** Starts a log with its first chunk. Returns the chunk without the byte order mark. */
  private startLog(
    first: Uint8Array,
    { encoding, bom }: ReturnType<typeof sniffEncoding>,
    isLearning: boolean,
  ): Uint8Array {
    this.pieces = []
    this.log.startLog(encoding)
    if (isLearning) this.log.startLearning()
    return first.subarray(bom)
  }
}
