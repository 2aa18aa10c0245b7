import { toIsoTime } from '../../model/moment.ts'
import type { Observation } from '../../model/observation.ts'
import type { DecodingFiles, ParseContext } from '../../model/parser.ts'
import type { InputSummary } from '../../model/tally.ts'
import type { WatchEventBody } from '../../model/watch-event.ts'
import { nameHints } from '../../parsers/shared/name-hints.ts'
import { collectDecoding } from '../collect-decoding.ts'
import { createTextDecoder } from '../encoding.ts'
import type { ClockOptions } from '../local-clock.ts'
import { mergeByTime } from '../merge-by-time.ts'
import { type ReadOptions, readInput } from '../read-input.ts'
import type { LiveTime } from './awake-clock.ts'
import { chooseLiveClock } from './choose-live-clock.ts'
import { type FileAction, FileClassifier } from './file-classifier.ts'
import { statLiveFile } from './live-file.ts'
import type { FileEntry, LiveEntry } from './live-tree.ts'
import { type LogLocation, locateLogs } from './locate-logs.ts'
import { LogFollower } from './log-follower.ts'

export interface LiveLogsOptions {
  readonly wanted: ParseContext['wanted']
  readonly clock: ClockOptions
  readonly codePage: string
  readonly decoding?: DecodingFiles | undefined
  readonly time: LiveTime
  /** What is there, as it was looked at last. */
  entries(): readonly LiveEntry[]
  /** Looks at everything anew. */
  rescan(): Promise<void>
  /** Another round is wanted soon. */
  requestRound(): void
  isStopped(): boolean
  onObservation(seen: Observation): void
  onEvent(event: WatchEventBody): void
  onProgress(bytes: number): void
}

/** Once may be the moment between two steps of a rotation. */
const MISSES = 2

/** Follows all logs that are watched, and reads other inputs once. */
export class LiveLogs {
  private readonly options: LiveLogsOptions
  private readonly read: Pick<ReadOptions, 'wanted' | 'decode' | 'decoding' | 'progress'>
  private readonly newcomers: FileClassifier
  private followers: LogFollower[] = []
  /** Of inputs that were read to their end, by place. */
  private readonly ended = new Map<string, InputSummary>()
  private readonly hinted = new Set<string>()
  /** Where a log was given up because it is another now. */
  private readonly restarted = new Set<string>()
  private started = false

  constructor(options: LiveLogsOptions) {
    const { wanted, codePage, decoding, onProgress: progress } = options
    this.options = options
    this.read = { wanted, decode: createTextDecoder(codePage), decoding, progress }
    this.newcomers = new FileClassifier(this.read.decode)
  }

  get followedLogs(): readonly LogFollower[] {
    return this.followers
  }

  /** Finds what there is to be read, and reads it; observations are heard merged by time. */
  async readRound(): Promise<void> {
    const streams = [...(await this.findFollowed()), ...(await this.findNew())]
    const { onObservation: hear, onEvent: notice, isStopped: stopped } = this.options
    const heard = (seen: Observation) => {
      if (seen.kind === 'input') this.ended.set(seen.input.path, seen.input)
      hear(seen)
    }
    await mergeByTime(
      streams.map((stream) => until(stopped, stream)),
      heard,
    )
    for (const follower of this.followers) {
      const { path } = follower.entry
      for (const { from, to } of follower.takeNewGaps())
        if (this.started)
          notice({ event: 'log-gap', path, from: toIsoTime(from), to: toIsoTime(to) })
      if (follower.file.state !== 'itself') this.options.requestRound()
    }
    this.started = true
  }

  /**
   * Looks where the followed logs are and how long. Returns what is to be read of those that ended.
   */
  private async findFollowed(): Promise<AsyncIterable<Observation[]>[]> {
    await Promise.all(this.followers.map((follower) => this.refresh(follower)))
    if (
      this.followers.every(
        (follower) => follower.missCount === 0 && follower.file.state === 'itself',
      )
    )
      return []
    await this.options.rescan()
    const places = await locateLogs(this.followers, filesOf(this.options.entries()))
    return [...places].flatMap(([follower, place]) => this.follow(follower, place))
  }

  /** Takes down how long the file is now, or that it is not to be found as it was. */
  private async refresh(follower: LogFollower): Promise<void> {
    const { entry, file } = follower
    try {
      const now = await statLiveFile(entry.location)
      const same =
        now !== undefined &&
        (now.id === file.id || now.id === '' || file.id === '') &&
        now.bytes >= file.position
      // Written to, but nothing is to be read: it may have been cut and have grown to the same
      // length.
      const rewritten = same && now.bytes === file.position && now.written !== entry.file.written
      if (rewritten && now.bytes > 0 && !(await file.isSameFileAt(entry.location, now)))
        file.state = 'other'
      if (same) this.isHere(follower, { ...entry, file: now })
      else follower.missCount = Math.max(follower.missCount, 1)
    } catch (error) {
      follower.problem = (error as Error).message
    }
  }

  private isHere(follower: LogFollower, entry: FileEntry): void {
    if (entry.file.bytes !== follower.entry.file.bytes)
      follower.lastGrowthAt = this.options.time.steady()
    follower.entry = entry
    follower.missCount = 0
    // What is read to its end and can be looked at is in order.
    if (follower.file.position >= entry.file.bytes) follower.problem = undefined
  }

  private follow(follower: LogFollower, place: LogLocation): AsyncIterable<Observation[]>[] {
    const { onEvent: notice, requestRound: again } = this.options
    const { path, location } = follower.entry
    if (place.is === 'here' || place.is === 'moved') {
      this.isHere(follower, place.entry)
      follower.file.moveTo(place.entry.location, place.entry.file.id)
      if (place.is === 'moved') notice({ event: 'log-rotated', path, to: place.entry.path })
      return []
    }
    const certain = place.is !== 'gone' && place.certain
    follower.missCount += 1
    if (!certain && follower.missCount <= MISSES) {
      again()
      return []
    }
    this.followers = this.followers.filter((one) => one !== follower)
    this.newcomers.forgetCopiesOf(follower)
    if (place.is === 'gone') notice({ event: 'log-ended', path })
    else {
      notice({ event: 'log-restarted', path, reason: place.is })
      this.restarted.add(location)
    }
    return [toAsync(follower.flush())]
  }

  /**
   * Looks at the files that are not followed. Returns what is to be read, of the followed ones too,
   * in the order of the files.
   */
  private async findNew(): Promise<AsyncIterable<Observation[]>[]> {
    const { options, newcomers, started } = this
    const entries = options.entries()
    this.hint(entries)
    const taken = new Map(this.followers.map((follower) => [follower.entry.location, follower]))
    const here = this.followers.filter(({ missCount: missed }) => missed === 0)
    const uses: (LogFollower | FileAction)[] = []
    for (const entry of entries) {
      if (entry.kind === 'spool') continue
      const follower = taken.get(entry.location)
      if (follower) {
        if (follower.missCount === 0) uses.push(follower)
        continue
      }
      const steady = options.time.steady()
      if (started && entry.kind === 'file' && (await newcomers.isCopy(entry, here, steady)))
        continue
      const age =
        started || entry.kind !== 'file' ? 0 : Math.max(0, options.time.wall() - entry.file.written)
      const use = await newcomers.classify(entry, { steady, age, atStart: !started })
      if (use) uses.push(use)
    }
    newcomers.retain(
      new Set(entries.flatMap((entry) => (entry.kind === 'spool' ? [] : [entry.location]))),
    )
    const streams: AsyncIterable<Observation[]>[] = []
    for (const use of uses)
      streams.push(use instanceof LogFollower ? this.grown(use) : await this.take(use, uses.length))
    return streams
  }

  private async take(use: FileAction, inputs: number): Promise<AsyncIterable<Observation[]>> {
    const { clock, notes } = chooseLiveClock(
      use.recognised,
      this.newcomers.recognisedInputs,
      this.options.clock,
      this.started,
    )
    if (use.is === 'other') return readInput(use.recognised, { ...this.read, clock, notes, inputs })
    const { entry, recognised, parser, changedAt } = use
    const decoding = parser.isBinary ? await this.decoding() : undefined
    const options = { ...this.read, clock, notes, decoding }
    const follower = await LogFollower.start(
      { entry, recognised, parser, lastGrowthAt: changedAt },
      options,
    )
    this.followers.push(follower)
    if (this.started && !this.restarted.delete(entry.location))
      this.options.onEvent({ event: 'log-started', path: entry.path, format: parser.format })
    return this.grown(follower)
  }

  /** What lies in the folder beside a binary trace may decode it, as far as it was there before. */
  private decoding(): Promise<DecodingFiles | undefined> {
    const files = new Map(
      this.newcomers.recognisedInputs.map((input) => [input.found.location, input]),
    )
    return collectDecoding([...files.values()], this.read.decoding, this.read.decode)
  }

  /** What a log has more, and what can be told of its end. */
  private async *grown(follower: LogFollower): AsyncGenerator<Observation[]> {
    const { started } = this
    yield* follower.read()
    yield* follower.flushIfQuiet(this.options.time.steady() - follower.lastGrowthAt, !started)
  }

  /** What the names of inputs tell, once each. */
  private hint(entries: readonly LiveEntry[]): void {
    for (const entry of entries) {
      const path = entry.kind === 'spool' ? entry.spool.folder : entry.path
      if (this.hinted.size < this.hinted.add(path).size)
        for (const hint of nameHints(path)) this.options.onObservation(hint)
    }
  }

  /** What is known of a file, by its place. */
  summaryOf({
    location,
    path,
  }: {
    readonly location: string
    readonly path: string
  }): InputSummary | undefined {
    const follower = this.followers.find(({ entry }) => entry.location === location)
    return follower?.summary() ?? this.ended.get(path) ?? this.newcomers.summaryOf(location)
  }

  /** Why a file cannot be read at the moment. */
  problemOf(location: string): string | undefined {
    const follower = this.followers.find(({ entry }) => entry.location === location)
    return follower ? follower.problem : this.newcomers.problemOf(location)
  }
}

const filesOf = (entries: readonly LiveEntry[]): FileEntry[] =>
  entries.filter((entry) => entry.kind === 'file')

async function* toAsync<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items
}

/** Ends early when nobody wants to hear any more. */
async function* until<T>(stopped: () => boolean, items: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const item of items) {
    if (stopped()) return
    yield item
  }
}
