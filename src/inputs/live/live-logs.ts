import { toIsoTime } from '../../model/moment.ts'
import type { Observation } from '../../model/observation.ts'
import type { DecodingFiles, ParseContext } from '../../model/parser.ts'
import type { InputSummary } from '../../model/tally.ts'
import type { WatchEventBody } from '../../model/watch-event.ts'
import { nameHints } from '../../parsers/shared/name-hints.ts'
import { codePageNotes } from '../code-pages.ts'
import { collectDecoding } from '../collect-decoding.ts'
import { createTextDecoder, loadTextDecoder } from '../encoding.ts'
import type { ReadOptions } from '../input-parser.ts'
import type { LocalClockOptions } from '../local-clock.ts'
import { mergeByTime } from '../merge-by-time.ts'
import { describeReadError } from '../read-error.ts'
import { readInput } from '../read-input.ts'
import type { LiveTime } from './awake-clock.ts'
import { chooseLiveClock } from './choose-live-clock.ts'
import { type FileAction, FileClassifier } from './file-classifier.ts'
import { statLiveFile } from './live-file.ts'
import type { FileEntry, LiveEntry } from './live-tree.ts'
import { type LogLocation, locateLogs } from './locate-logs.ts'
import { LogFollower } from './log-follower.ts'

export interface LiveLogsOptions {
  readonly wanted: ParseContext['wanted']
  readonly clock: LocalClockOptions
  readonly codePage: string
  readonly decoding?: DecodingFiles | undefined
  readonly time: LiveTime
  /** Returns all inputs as they were scanned last. */
  entries(): readonly LiveEntry[]
  /** Scans everything again. */
  rescan(): Promise<void>
  /** Asks for another round soon. */
  requestRound(): void
  isStopped(): boolean
  onObservation(observation: Observation): void
  onEvent(event: WatchEventBody): void
  onProgress(bytes: number): void
}

/** A log may be missed this often: once can be the moment between two steps of a rotation. */
const MAX_MISSES = 2

type Batches = AsyncIterable<Observation[]>

/** Follows all logs that are watched, and reads other inputs once. */
export class LiveLogs {
  private readonly options: LiveLogsOptions
  private readonly readOptions: Pick<ReadOptions, 'wanted' | 'decode' | 'decoding' | 'onProgress'>
  private readonly classifier: FileClassifier
  /** Complete from the first round on: the tables of some code pages are loaded for it. */
  private decodeText: ReadOptions['decode']
  private followers: LogFollower[] = []
  /** Summaries of the inputs that were read to their end, by path. */
  private readonly summaries = new Map<string, InputSummary>()
  /** Paths whose name hints were emitted. */
  private readonly hintedPaths = new Set<string>()
  /** Locations of logs that were replaced by another log. */
  private readonly restarted = new Set<string>()
  private started = false

  constructor(options: LiveLogsOptions) {
    const { wanted, codePage, decoding, onProgress } = options
    this.options = options
    this.decodeText = createTextDecoder(codePage)
    const decode: ReadOptions['decode'] = (bytes, from, to) => this.decodeText(bytes, from, to)
    this.readOptions = { wanted, decode, decoding, onProgress }
    this.classifier = new FileClassifier(this.readOptions.decode)
  }

  get followedLogs(): readonly LogFollower[] {
    return this.followers
  }

  /** Finds what is new in all inputs, reads it, and emits the observations merged by time. */
  async readRound(): Promise<void> {
    if (!this.started) this.decodeText = await loadTextDecoder(this.options.codePage)
    const streams = [...(await this.checkFollowed()), ...(await this.openStreams())]
    const { onObservation, onEvent, requestRound, isStopped } = this.options
    await mergeByTime(
      streams.map((stream) => takeUntil(isStopped, stream)),
      (observation) => {
        if (observation.kind === 'input')
          this.summaries.set(observation.input.path, observation.input)
        onObservation(observation)
      },
    )
    for (const follower of this.followers) {
      const { path } = follower.entry
      for (const { from, to } of follower.takeNewGaps())
        if (this.started)
          onEvent({ event: 'log-gap', path, from: toIsoTime(from), to: toIsoTime(to) })
      if (follower.file.state !== 'same') requestRound()
    }
    this.started = true
  }

  /**
   * Updates where the followed logs are and how long they are. Returns what is left to be read of
   * those that ended.
   */
  private async checkFollowed(): Promise<Batches[]> {
    await Promise.all(this.followers.map((follower) => this.refresh(follower)))
    const isInPlace = ({ missCount, file }: LogFollower) => missCount === 0 && file.state === 'same'
    if (this.followers.every(isInPlace)) return []
    await this.options.rescan()
    const files = this.options.entries().filter((entry) => entry.kind === 'file')
    const locations = await locateLogs(this.followers, files)
    return [...locations].flatMap(([follower, location]) => this.updateLocation(follower, location))
  }

  /** Reads the size and times of a followed file, or counts that it was not found. */
  private async refresh(follower: LogFollower): Promise<void> {
    const { entry, file } = follower
    try {
      const now = await statLiveFile(entry.location)
      const isSame =
        now !== undefined &&
        (now.id === file.id || now.id === '' || file.id === '') &&
        now.bytes >= file.position
      // Written to, but as long as what was read: it may have been truncated and rewritten.
      const isRewritten =
        isSame && now.bytes === file.position && now.written !== entry.file.written
      if (isRewritten && now.bytes > 0 && !(await file.isSameFileAt(entry.location, now)))
        file.state = 'replaced'
      if (isSame) this.setEntry(follower, { ...entry, file: now })
      else follower.missCount = Math.max(follower.missCount, 1)
    } catch (error) {
      follower.problem = describeReadError(error)
    }
  }

  private setEntry(follower: LogFollower, entry: FileEntry): void {
    if (entry.file.bytes !== follower.entry.file.bytes)
      follower.lastGrowthAt = this.options.time.steady()
    follower.entry = entry
    follower.missCount = 0
    // A file that is listed, and that was read to its end, has no problem.
    if (follower.file.position >= entry.file.bytes) follower.problem = undefined
  }

  private updateLocation(follower: LogFollower, found: LogLocation): Batches[] {
    const { onEvent, requestRound } = this.options
    const { path, location } = follower.entry
    if (found.status === 'here' || found.status === 'moved') {
      this.setEntry(follower, found.entry)
      follower.file.moveTo(found.entry.location, found.entry.file.id)
      if (found.status === 'moved') onEvent({ event: 'log-rotated', path, to: found.entry.path })
      return []
    }
    const isCertain = found.status !== 'gone' && found.isCertain
    follower.missCount += 1
    if (!isCertain && follower.missCount <= MAX_MISSES) {
      requestRound()
      return []
    }
    this.followers = this.followers.filter((other) => other !== follower)
    this.classifier.forgetCopiesOf(follower)
    if (found.status === 'gone') onEvent({ event: 'log-ended', path })
    else {
      onEvent({ event: 'log-restarted', path, reason: found.status })
      this.restarted.add(location)
    }
    return [toAsync(follower.flush())]
  }

  /**
   * Classifies the files that are not followed. Returns what is to be read of all inputs, the
   * followed logs included, in the order of the files.
   */
  private async openStreams(): Promise<Batches[]> {
    const { options, classifier, started } = this
    const entries = options.entries()
    this.emitNameHints(entries)
    const followed = new Map(this.followers.map((follower) => [follower.entry.location, follower]))
    const present = this.followers.filter(({ missCount }) => missCount === 0)
    const toRead: (LogFollower | FileAction)[] = []
    for (const entry of entries) {
      if (entry.kind === 'spool') continue
      const follower = followed.get(entry.location)
      if (follower) {
        if (follower.missCount === 0) toRead.push(follower)
        continue
      }
      const steady = options.time.steady()
      const isNewFile = started && entry.kind === 'file'
      if (isNewFile && (await classifier.isCopy(entry, present, steady))) continue
      const age =
        started || entry.kind !== 'file' ? 0 : Math.max(0, options.time.wall() - entry.file.written)
      const action = await classifier.classify(entry, { steady, age, atStart: !started })
      if (action) toRead.push(action)
    }
    classifier.retain(
      new Set(entries.flatMap((entry) => (entry.kind === 'spool' ? [] : [entry.location]))),
    )
    const streams: Batches[] = []
    for (const item of toRead)
      streams.push(
        item instanceof LogFollower
          ? this.readGrowth(item)
          : await this.openStream(item, toRead.length),
      )
    return streams
  }

  private async openStream(action: FileAction, openInputs: number): Promise<Batches> {
    const { input } = action
    const { clock, notes: clockNotes } = chooseLiveClock(
      input,
      this.classifier.recognisedInputs,
      this.options.clock,
      this.started,
    )
    const notes = [...codePageNotes(input, this.options.codePage), ...clockNotes]
    if (action.action === 'read-once')
      return readInput(input, { ...this.readOptions, clock, notes, openInputs })
    const { entry, input: log, changedAt } = action
    const { parser } = log
    const decoding = parser.isBinary ? await this.findDecoding() : undefined
    const follower = await LogFollower.start(
      { entry, input: log, lastGrowthAt: changedAt },
      { ...this.readOptions, clock, notes, decoding },
    )
    this.followers.push(follower)
    if (this.started && !this.restarted.delete(entry.location))
      this.options.onEvent({ event: 'log-started', path: entry.path, format: parser.format })
    return this.readGrowth(follower)
  }

  /** Collects the decoding files that were in the folder before a binary trace appeared. */
  private findDecoding(): Promise<DecodingFiles | undefined> {
    const { recognisedInputs } = this.classifier
    const latest = new Map(recognisedInputs.map((input) => [input.found.location, input]))
    const { decoding, decode } = this.readOptions
    return collectDecoding([...latest.values()], decoding, decode)
  }

  private async *readGrowth(follower: LogFollower): AsyncGenerator<Observation[]> {
    const { started } = this
    yield* follower.read()
    yield* follower.flushIfQuiet(this.options.time.steady() - follower.lastGrowthAt, !started)
  }

  /** Emits what the names of the inputs tell, once for each path. */
  private emitNameHints(entries: readonly LiveEntry[]): void {
    for (const entry of entries) {
      const path = entry.kind === 'spool' ? entry.spool.folder : entry.path
      if (this.hintedPaths.has(path)) continue
      this.hintedPaths.add(path)
      for (const hint of nameHints(path)) this.options.onObservation(hint)
    }
  }

  summaryOf({
    location,
    path,
  }: {
    readonly location: string
    readonly path: string
  }): InputSummary | undefined {
    return (
      this.followerAt(location)?.summary() ??
      this.summaries.get(path) ??
      this.classifier.summaryOf(location)
    )
  }

  /** Returns why a file cannot be read at the moment, or undefined. */
  problemOf(location: string): string | undefined {
    const follower = this.followerAt(location)
    return follower ? follower.problem : this.classifier.problemOf(location)
  }

  private followerAt(location: string): LogFollower | undefined {
    return this.followers.find(({ entry }) => entry.location === location)
  }
}

async function* toAsync<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items
}

/** Yields the items until `isStopped` returns true. */
async function* takeUntil<T>(isStopped: () => boolean, items: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const item of items) {
    if (isStopped()) return
    yield item
  }
}
