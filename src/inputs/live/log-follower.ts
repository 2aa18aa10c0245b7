import { minutes, seconds } from '../../model/duration.ts'
import type { Observation } from '../../model/observation.ts'
import type { ParseContext, Parser } from '../../model/parser.ts'
import { type Gap, type InputSummary, Tally } from '../../model/tally.ts'
import { Feed } from '../feed.ts'
import { kernelFor } from '../kernel-for.ts'
import { type ReadOptions, summaryOf } from '../read-input.ts'
import type { Recognised } from '../recognise.ts'
import { Stretches } from '../stretches.ts'
import { GrowingFile } from './growing-file.ts'
import type { FileEntry } from './live-tree.ts'

/** A logger that wrote nothing for so long behind a line end has written the whole record. */
const QUIET = seconds(2)
/** Nobody writes any more to an export that did not grow for so long. */
const FINISHED = seconds(30)
/** Nor to any log that had not grown for so long when watching began. */
const ABANDONED = minutes(10)

type Aimed = Awaited<ReturnType<typeof kernelFor>>

interface Followed {
  readonly entry: FileEntry
  readonly recognised: Recognised
  readonly parser: Parser
  readonly grewAt: number
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
  missed = 0
  /** When it was seen to grow last, on the steady clock. */
  grewAt: number
  entry: FileEntry
  private readonly recognised: Recognised
  private readonly tally = new Tally()
  private readonly feed: Feed
  private readonly reading: Stretches
  private readonly progress: (bytes: number) => void
  private batch: Observation[] = []
  /** How far it was told as if nothing came behind. */
  private toldTo = 0
  /** End of the latest silence that was told. */
  private gapsTo = Number.NEGATIVE_INFINITY

  private constructor(
    { entry, recognised, parser, grewAt }: Followed,
    options: ReadOptions,
    aimed: Aimed,
  ) {
    this.entry = entry
    this.grewAt = grewAt
    this.recognised = recognised
    this.parser = parser
    this.progress = options.progress
    this.file = new GrowingFile(entry.location, entry.file.id)
    this.feed = new Feed(recognised, 1, aimed, this.file)
    for (const note of options.notes) this.tally.note(note)
    const path = () => this.entry.path
    const context: ParseContext = {
      clock: options.clock,
      wanted: options.wanted,
      decode: options.decode,
      tally: this.tally,
      kernel: aimed?.kernel,
      decoding: options.decoding,
      growing: true,
      // What is read after the file was renamed is found under its new name.
      get path() {
        return path()
      },
      emit: (seen) => this.keep(seen),
    }
    this.reading = new Stretches(parser.open(context))
  }

  static async start(followed: Followed, options: ReadOptions): Promise<LogFollower> {
    // Small now, but it grows.
    const aimed = await kernelFor(followed.parser, options.wanted, Number.POSITIVE_INFINITY)
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
    file.goal = this.entry.file.bytes
    if (file.goal <= file.position) return
    try {
      for (let added = await feed.more(); added > 0; added = await feed.more()) {
        this.progress(added)
        yield* this.offer(false)
      }
      this.problem = undefined
    } catch (error) {
      this.problem = (error as Error).message
    } finally {
      feed.rest()
      await file.release()
    }
  }

  /**
   * Tells what is left as if nothing came behind it, when that is to be expected of a file that has
   * been quiet for so long.
   */
  *settle(quiet: number, atStart: boolean): Generator<Observation[]> {
    if (this.toldTo === this.file.position || this.file.position < this.entry.file.bytes) return
    const whole = this.parser.openEnded ? quiet >= QUIET && this.feed.endsLine : quiet >= FINISHED
    if (whole || (atStart && quiet >= ABANDONED)) yield* this.finish()
  }

  /** Tells what is left. */
  *finish(): Generator<Observation[]> {
    this.toldTo = this.file.position
    yield* this.offer(true)
    while (this.reading.more()) yield this.take()
    this.feed.rest()
  }

  private *offer(final: boolean): Generator<Observation[]> {
    do {
      this.feed.offer(this.reading, this.tally, final)
      this.reading.noticed(this.batch.length)
      if (this.batch.length > 0) yield this.take()
    } while (this.reading.unread)
  }

  private take(): Observation[] {
    const { batch } = this
    this.batch = []
    return batch
  }

  /** Silences that were not told before. */
  newGaps(): readonly Gap[] {
    const fresh = this.tally.gaps.filter(({ to }) => to > this.gapsTo)
    for (const { to } of fresh) this.gapsTo = Math.max(this.gapsTo, to)
    return fresh
  }

  summary(): InputSummary {
    const { path, file } = this.entry
    return summaryOf(
      { ...this.recognised, found: { ...this.recognised.found, path, bytes: file.bytes } },
      this.tally,
      this.file.position,
    )
  }
}
