import { minutes, seconds } from '../../model/duration.ts'
import type { Observation } from '../../model/observation.ts'
import type { ParseContext, Parser } from '../../model/parser.ts'
import { type Gap, type InputSummary, Tally } from '../../model/tally.ts'
import { AdaptiveChunks } from '../adaptive-chunks.ts'
import { InputReader } from '../input-reader.ts'
import { openScanner } from '../open-scanner.ts'
import { type ReadOptions, summarizeInput } from '../read-input.ts'
import type { RecognisedInput } from '../recognise.ts'
import { GrowingFile } from './growing-file.ts'
import type { FileEntry } from './live-tree.ts'

/** A logger that wrote nothing for so long behind a line end has written the whole record. */
const QUIET = seconds(2)
/** Nobody writes any more to an export that did not grow for so long. */
const FINISHED = seconds(30)
/** Nor to any log that had not grown for so long when watching began. */
const ABANDONED = minutes(10)

type Aimed = Awaited<ReturnType<typeof openScanner>>

interface FollowedLog {
  readonly entry: FileEntry
  readonly recognised: RecognisedInput
  readonly parser: Parser
  readonly lastGrowthAt: number
}

/**
 * A log that is read as it grows. What its parser was told it is never told again, whatever the
 * file is called by then.
 */
export class LogFollower {
  readonly file: GrowingFile
  readonly parser: Parser
  /** Why it cannot be read at the moment. */
  problem: string | undefined
  /** How often in a row it was not found. */
  missCount = 0
  /** When it was seen to grow last, on the steady clock. */
  lastGrowthAt: number
  entry: FileEntry
  private readonly recognised: RecognisedInput
  private readonly tally = new Tally()
  private readonly feed: InputReader
  private readonly reading: AdaptiveChunks
  private readonly progress: (bytes: number) => void
  private batch: Observation[] = []
  /** How far it was told as if nothing came behind. */
  private toldTo = 0
  /** End of the latest silence that was told. */
  private gapsTo = Number.NEGATIVE_INFINITY

  private constructor(
    { entry, recognised, parser, lastGrowthAt: grewAt }: FollowedLog,
    options: ReadOptions,
    aimed: Aimed,
  ) {
    this.entry = entry
    this.lastGrowthAt = grewAt
    this.recognised = recognised
    this.parser = parser
    this.progress = options.progress
    this.file = new GrowingFile(entry.location, entry.file.id)
    this.feed = new InputReader(recognised, 1, aimed, this.file)
    for (const note of options.notes) this.tally.addNote(note)
    const path = () => this.entry.path
    const context: ParseContext = {
      clock: options.clock,
      wanted: options.wanted,
      decode: options.decode,
      tally: this.tally,
      scanner: aimed?.kernel,
      decoding: options.decoding,
      isGrowing: true,
      // What is read after the file was renamed is found under its new name.
      get path() {
        return path()
      },
      emit: (seen) => this.keep(seen),
    }
    this.reading = new AdaptiveChunks(parser.open(context))
  }

  static async start(followed: FollowedLog, options: ReadOptions): Promise<LogFollower> {
    // Small now, but it grows.
    const aimed = await openScanner(followed.parser, options.wanted, Number.POSITIVE_INFINITY)
    return new LogFollower(followed, options, aimed)
  }

  private keep(seen: Observation): void {
    const { user } = this.entry
    this.batch.push(user === undefined || seen.user !== undefined ? seen : { ...seen, user })
  }

  /**
   * Reads up to the end that the file had when it was looked at. A file that cannot be read has a
   * problem, and is read the next time.
   */
  async *read(): AsyncGenerator<Observation[]> {
    const { feed, file } = this
    file.readLimit = this.entry.file.bytes
    if (file.readLimit <= file.position) return
    try {
      for (let added = await feed.readChunk(); added > 0; added = await feed.readChunk()) {
        this.progress(added)
        yield* this.offer(false)
      }
      this.problem = undefined
    } catch (error) {
      this.problem = (error as Error).message
    } finally {
      feed.release()
      await file.closeHandle()
    }
  }

  /**
   * Tells what is left as if nothing came behind it, when that is to be expected of a file that has
   * been quiet for so long.
   */
  *flushIfQuiet(quiet: number, atStart: boolean): Generator<Observation[]> {
    if (this.toldTo === this.file.position || this.file.position < this.entry.file.bytes) return
    const whole = this.parser.isOpenEnded
      ? quiet >= QUIET && this.feed.endsWithLineFeed
      : quiet >= FINISHED
    if (whole || (atStart && quiet >= ABANDONED)) yield* this.flush()
  }

  /** Tells what is left. */
  *flush(): Generator<Observation[]> {
    this.toldTo = this.file.position
    yield* this.offer(true)
    while (this.reading.emitMore()) yield this.take()
    this.feed.release()
  }

  private *offer(final: boolean): Generator<Observation[]> {
    do {
      this.feed.parseBuffered(this.reading, this.tally, final)
      this.reading.adapt(this.batch.length)
      if (this.batch.length > 0) yield this.take()
    } while (this.reading.hasUnread)
  }

  private take(): Observation[] {
    const { batch } = this
    this.batch = []
    return batch
  }

  /** Silences that were not told before. */
  takeNewGaps(): readonly Gap[] {
    const fresh = this.tally.gaps.filter(({ to }) => to > this.gapsTo)
    for (const { to } of fresh) this.gapsTo = Math.max(this.gapsTo, to)
    return fresh
  }

  summary(): InputSummary {
    const { path, file } = this.entry
    return summarizeInput(
      { ...this.recognised, found: { ...this.recognised.found, path, bytes: file.bytes } },
      this.tally,
      this.file.position,
    )
  }
}
