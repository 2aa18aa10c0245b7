import { formatCount } from '../model/duration.ts'
import type { Observation } from '../model/observation.ts'
import type { DecodingFiles, LocalClock, ParseContext, Parser } from '../model/parser.ts'
import { Tally } from '../model/tally.ts'
import { AdaptiveChunks } from './adaptive-chunks.ts'
import type { ByteSource } from './byte-source.ts'
import type { DecodeText } from './encoding.ts'
import { InputReader } from './input-reader.ts'
import { openScanner, type ScannerSession } from './open-scanner.ts'
import { withOriginalLines } from './original-lines.ts'
import { describeReadError } from './read-error.ts'
import type { ReadingProfile, ReadingProfiler } from './reading-profiler.ts'
import type { RecognisedInput } from './recognise.ts'

export interface ReadOptions {
  readonly wanted: ParseContext['wanted']
  readonly decode: DecodeText
  readonly clock: LocalClock
  readonly decoding?: DecodingFiles | undefined
  /** Notes for the report, such as where the time zone comes from. */
  readonly notes: readonly string[]
  /** Number of inputs that are open at the same time, this one included. */
  readonly openInputs?: number
  /** Measures how this input is read. Absent in normal runs. */
  readonly profiling?: {
    readonly profiler: ReadingProfiler
    readonly onProfile: (profile: ReadingProfile) => void
  }
  /** Called after every chunk with its length in bytes. */
  onProgress(bytes: number): void
}

/** An input whose format is known. */
export type ParsableInput = RecognisedInput & { readonly parser: Parser }

/** Path of an input inside the case, and the user whom its folder names. */
interface InputOrigin {
  readonly path: string
  readonly user?: string
}

/**
 * Runs one input through its parser. `analyze` and `watch` share this loop: read a chunk, parse
 * it, pass on the observations in batches, count bytes, and keep a read error as data.
 */
export class InputParser {
  readonly tally: Tally
  /** Bytes that were read and parsed. */
  bytes = 0
  /** Why the last `read` ended early. Undefined when it came to the end. */
  failure: string | undefined
  /** Origin of the observations from now on. It changes when a followed log is renamed. */
  origin: InputOrigin
  private readonly input: RecognisedInput
  private readonly options: ReadOptions
  private readonly session: ScannerSession | undefined
  private readonly growingSource: ByteSource | undefined
  private readonly parsing: AdaptiveChunks
  private reader: InputReader | undefined
  private batch: Observation[] = []

  private constructor(
    input: ParsableInput,
    options: ReadOptions,
    session: ScannerSession | undefined,
    growingSource: ByteSource | undefined,
  ) {
    this.input = input
    this.tally = new Tally(input.converted?.lineNumbers)
    this.origin = input.found
    this.options = options
    this.session = session
    this.growingSource = growingSource
    for (const note of [...(input.converted?.notes ?? []), ...options.notes])
      this.tally.addNote(note)
    if (input.found.damage !== undefined) this.tally.addDamage({ reason: input.found.damage })
    this.parsing = new AdaptiveChunks(input.parser.open(this.createContext()))
  }

  /** `growingSource` is the source of a file that grows: it may give more bytes after its end. */
  static async open(
    input: ParsableInput,
    options: ReadOptions,
    growingSource?: ByteSource,
  ): Promise<InputParser> {
    const { wanted } = options.profiling?.profiler ?? options
    // A growing file may be small now and large later.
    const bytes = growingSource ? Number.POSITIVE_INFINITY : input.found.bytes
    const session = await openScanner(input.parser, wanted, bytes)
    return new InputParser(input, options, session, growingSource)
  }

  private createContext(): ParseContext {
    const { options, tally, session } = this
    const { clock, decoding } = options
    const profiler = options.profiling?.profiler
    const { wanted, decode } = profiler ?? options
    const addUser = (observation: Observation): void => {
      const { user } = this.origin
      const isComplete = user === undefined || observation.user !== undefined
      this.batch.push(isComplete ? observation : { ...observation, user })
    }
    const { lineNumbers } = this.input.converted ?? {}
    const collect = lineNumbers
      ? (observation: Observation) => addUser(withOriginalLines(observation, lineNumbers))
      : addUser
    const collectAndCount = (observation: Observation): void => {
      profiler?.countObservation(observation)
      collect(observation)
    }
    const currentPath = () => this.origin.path
    const growing: Pick<ParseContext, 'isGrowing'> = this.growingSource ? { isGrowing: true } : {}
    return {
      ...growing,
      get path() {
        return currentPath()
      },
      clock,
      wanted,
      decode,
      tally,
      scanner: session?.scanner,
      decoding,
      emit: profiler ? collectAndCount : collect,
    }
  }

  /** Whether the parser left bytes unread and the last of them is a line feed. */
  get endsWithLineFeed(): boolean {
    return this.reader?.endsWithLineFeed ?? false
  }

  /**
   * Reads to the end, or to the present end of a growing source. Yields the observations in
   * batches. A read error ends it early and is kept as `failure`; it is never thrown. What was read
   * before it is parsed to its end.
   */
  async *read(): AsyncGenerator<Observation[]> {
    this.failure = undefined
    try {
      this.reader ??= this.openReader()
      const { reader, growingSource } = this
      do {
        let length: number
        try {
          length = await this.readChunk(reader)
        } catch (error) {
          this.failure = describeReadError(error)
          // What was read may be a document, which parsers read as a whole.
          if (!growingSource && this.bytes > 0) for (const batch of this.flush()) yield batch
          break
        }
        this.options.onProgress(length)
        const hasNothingNew = growingSource !== undefined && reader.atEnd
        if (!hasNothingNew) for (const batch of this.parse(reader)) yield batch
        this.bytes += length
      } while (!reader.atEnd)
      if (!growingSource && this.failure === undefined) {
        this.reportMissingEnd()
        for (const batch of this.emitHeldBack()) yield batch
      }
    } catch (error) {
      this.failure = describeReadError(error)
    } finally {
      if (this.growingSource) this.reader?.release()
      else this.reader?.close()
    }
    if (this.batch.length > 0) yield this.takeBatch()
  }

  /**
   * Parses what is left as if nothing came after it, and yields all that the parser held back. Of
   * a growing source, reading may go on later.
   */
  *flush(): Generator<Observation[]> {
    if (!this.reader) return
    yield* this.parse(this.reader, true)
    yield* this.emitHeldBack()
    this.reader.release()
  }

  /** Reports a file that had more bytes when it was found, as another program may have cut it. */
  private reportMissingEnd(): void {
    const { found, converted } = this.input
    const missing = found.bytes - this.bytes
    if (found.kind !== 'file' || converted !== undefined || missing <= 0) return
    this.tally.addDamage({
      offset: this.bytes,
      reason: `the file became shorter while it was read: ${formatCount(missing, 'byte')} less`,
    })
  }

  private openReader(): InputReader {
    const { session, growingSource } = this
    return new InputReader(this.input, {
      openInputs: this.options.openInputs,
      session,
      growingSource,
    })
  }

  /** Not `async` itself: a promise less for every chunk. */
  private readChunk(reader: InputReader): Promise<number> {
    const profiler = this.options.profiling?.profiler
    return profiler ? profiler.time(() => reader.readChunk()) : reader.readChunk()
  }

  /** Parses the bytes in memory, in steps that become shorter where much is emitted. */
  private *parse(reader: InputReader, final?: boolean): Generator<Observation[]> {
    const { parsing, tally } = this
    const profiler = this.options.profiling?.profiler
    const step = () => reader.parseBuffered(parsing, tally, final)
    do {
      if (profiler) profiler.timeSync(step)
      else step()
      parsing.adapt(this.batch.length)
      if (this.batch.length === 0) continue
      if (!parsing.hasUnread) reader.pause()
      yield this.takeBatch()
    } while (parsing.hasUnread)
  }

  /** Yields what the parser could only tell at the end, in parts. */
  private *emitHeldBack(): Generator<Observation[]> {
    while (this.parsing.emitMore()) yield this.takeBatch()
    if (this.batch.length > 0) yield this.takeBatch()
  }

  private takeBatch(): Observation[] {
    const { batch } = this
    this.batch = []
    return batch
  }
}
