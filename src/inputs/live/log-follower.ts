import { minutes, seconds } from '../../model/duration.ts'
import type { Observation } from '../../model/observation.ts'
import type { Gap, InputSummary } from '../../model/tally.ts'
import { InputParser, type ParsableInput, type ReadOptions } from '../input-parser.ts'
import { summarizeInput } from '../read-input.ts'
import { GrowingFile, type GrowingFileOptions } from './growing-file.ts'
import type { FileEntry } from './live-tree.ts'

/** A log whose last line is complete, and that is quiet for so long, has a complete last record. */
const RECORD_COMPLETE_AFTER = seconds(2)
/** An export that does not grow for so long is complete. */
const EXPORT_COMPLETE_AFTER = seconds(30)
/** A log that had not grown for so long when watching began is complete. */
const ABANDONED_AFTER = minutes(10)

interface FollowedLog extends GrowingFileOptions {
  readonly entry: FileEntry
  readonly input: ParsableInput
  readonly lastGrowthAt: number
}

/** Reads a log as it grows. The parser sees every byte once, even if the file is renamed. */
export class LogFollower {
  readonly file: GrowingFile
  /** Why it cannot be read at the moment. */
  problem: string | undefined
  /** Number of times in a row that its file was not found. */
  missCount = 0
  /** Since when its held file is at none of the listed paths, on the steady clock. */
  unlistedSince: number | undefined
  /** Number of rounds in a row that found nothing more in its file, which was deleted. */
  roundsDeleted = 0
  /** Whether another log that has the path of its deleted file was reported. */
  isReplaced = false
  /** Time of the last growth, on the steady clock. */
  lastGrowthAt: number
  private currentEntry: FileEntry
  private readonly input: ParsableInput
  private readonly parser: InputParser
  /** File position up to which the parser had to emit all, as if nothing came after it. */
  private flushedTo = 0
  /** End of the latest gap that was returned by `takeNewGaps`. */
  private gapsTo = Number.NEGATIVE_INFINITY

  private constructor(
    { entry, input, lastGrowthAt }: FollowedLog,
    file: GrowingFile,
    parser: InputParser,
  ) {
    this.file = file
    this.lastGrowthAt = lastGrowthAt
    this.currentEntry = entry
    this.input = input
    this.parser = parser
    this.entry = entry
  }

  static async start(log: FollowedLog, options: ReadOptions): Promise<LogFollower> {
    const { entry } = log
    const file = new GrowingFile(entry.location, entry.file.id, log)
    return new LogFollower(log, file, await InputParser.open(log.input, options, file))
  }

  /** The file as its folder listed it last. What is read next has its path and its user. */
  get entry(): FileEntry {
    return this.currentEntry
  }

  set entry(entry: FileEntry) {
    this.currentEntry = entry
    this.parser.origin = entry
  }

  /**
   * Reads up to the end that the file had when it was listed. An error becomes the `problem`;
   * the next call tries again.
   */
  async *read(): AsyncGenerator<Observation[]> {
    const { file, parser } = this
    file.readLimit = this.entry.file.bytes
    if (file.readLimit <= file.position) return
    try {
      yield* parser.read()
    } finally {
      await file.endReads()
    }
    this.problem = parser.failure
  }

  /**
   * Yields what the parser holds back, if the file was quiet for so long that nothing more is
   * expected. `quietMs` is the time since its last growth.
   */
  *flushIfQuiet(quietMs: number, atStart: boolean): Generator<Observation[]> {
    const { file, parser } = this
    if (this.flushedTo === file.position || file.position < this.entry.file.bytes) return
    const isComplete = this.input.parser.isOpenEnded
      ? quietMs >= RECORD_COMPLETE_AFTER && parser.endsWithLineFeed
      : quietMs >= EXPORT_COMPLETE_AFTER
    if (isComplete || (atStart && quietMs >= ABANDONED_AFTER)) yield* this.flush()
  }

  /** Yields all that the parser holds back. */
  *flush(): Generator<Observation[]> {
    this.flushedTo = this.file.position
    yield* this.parser.flush()
  }

  /**
   * Whether two files that begin alike have a record in common. A table without rows has none, only
   * the heading of all tables.
   */
  get hasRecords(): boolean {
    return this.input.parser.isOpenEnded === true || this.parser.tally.records > 0
  }

  /** Adds to the report that a part of this log was read of another one. */
  addFork(): void {
    const reason = 'begins as another log that was read: records may be counted twice'
    this.parser.tally.addDamage({ reason })
  }

  /** Adds to the report that files of this log were deleted before they could be opened. */
  addLostFiles(files: number): void {
    const noun = files === 1 ? 'file of this log was' : 'files of this log were'
    this.parser.tally.addDamage({ reason: `${files} ${noun} deleted before reading began` })
  }

  /** Adds to the report that what was written after the last reading may be missing. */
  addRestart(how: 'truncated' | 'replaced'): void {
    const reason = `${how} while it was followed: records from just before may be missing`
    this.parser.tally.addDamage({ reason })
  }

  /** Returns the gaps that were found since the last call. */
  takeNewGaps(): readonly Gap[] {
    const newGaps = this.parser.tally.gaps.filter(({ to }) => to > this.gapsTo)
    for (const { to } of newGaps) this.gapsTo = Math.max(this.gapsTo, to)
    return newGaps
  }

  summary(): InputSummary {
    const { path, file } = this.entry
    const found = { ...this.input.found, path, bytes: file.bytes }
    return summarizeInput({ ...this.input, found }, this.parser.tally, this.file.position)
  }
}
