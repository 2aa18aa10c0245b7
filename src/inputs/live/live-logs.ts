import { closeSync } from 'node:fs'
import { seconds } from '../../model/duration.ts'
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
import { type CaughtFile, CaughtFiles, headOf, statCaught } from './caught-files.ts'
import { chooseLiveClock } from './choose-live-clock.ts'
import { type FileAction, FileClassifier } from './file-classifier.ts'
import type { LiveFolder } from './live-folder.ts'
import type { FileEntry, LiveEntry } from './live-tree.ts'
import { type LogLocation, locateLogs } from './locate-logs.ts'
import { LogFollower } from './log-follower.ts'
import { LostLogs } from './lost-logs.ts'

export interface LiveLogsOptions {
  readonly wanted: ParseContext['wanted']
  readonly clock: LocalClockOptions
  readonly codePage: string
  readonly decoding?: DecodingFiles | undefined
  readonly time: LiveTime
  /** Whether other programs can rename and delete files that are open here. */
  readonly holdsFiles: boolean
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
/** A held log may be at no listed path for so long: it is renamed while its folder is listed. */
const MAX_UNLISTED_MS = seconds(2)
/**
 * Each takes a handle of the system.
 * Limit: watched logs that stay open, those that grew last.
 * Beyond: the log is opened for each round, and cannot be read to its end after it was deleted.
 */
const MAX_HELD = 64
/**
 * A rotation writes a log again while copies of it exist.
 * Limit: logs whose content is remembered after they were written again.
 * Beyond: a copy of the oldest one may be read twice.
 */
const MAX_REWRITTEN = 32
/** A file that is not recognized for so long does not stay open. */
const MAX_UNKNOWN_MS = seconds(10)

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
  /** Why logs have other content now and are read from their start, by location. */
  private readonly restarted = new Map<string, 'truncated' | 'replaced'>()
  private readonly caught = new CaughtFiles()
  private readonly lost: LostLogs
  /** The logs that were written again in place last. Copies of them may exist. */
  private rewritten: LogFollower[] = []
  private started = false

  constructor(options: LiveLogsOptions) {
    const { wanted, codePage, decoding, onProgress } = options
    this.options = options
    this.decodeText = createTextDecoder(codePage)
    const decode: ReadOptions['decode'] = (bytes, from, to) => this.decodeText(bytes, from, to)
    this.readOptions = { wanted, decode, decoding, onProgress }
    this.classifier = new FileClassifier(this.readOptions.decode)
    this.lost = new LostLogs(options.entries)
  }

  get followedLogs(): readonly LogFollower[] {
    return this.followers
  }

  /**
   * A name in a folder got or lost its file. Opens a new file at once, so that it can be read even
   * if it is renamed or deleted in a moment.
   */
  onRename(folder: LiveFolder, name: string): void {
    const { holdsFiles, time } = this.options
    if (!holdsFiles) return
    const now = time.steady()
    this.lost.onRename(folder, name, now)
    const caught = this.caught.catch(folder, name, now, (id) => this.isFollowed(id))
    if (caught) this.lost.onOpened(folder, name)
  }

  /** Closes all files. */
  async close(): Promise<void> {
    this.caught.close()
    await Promise.all(this.followers.map(({ file }) => file.letGo()))
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
    await this.limitHeld()
    this.lost.report(this.followers, this.options.time.steady(), onEvent)
    this.started = true
  }

  /**
   * Updates where the followed logs are and how long they are. Returns what is left to be read of
   * those that ended.
   */
  private async checkFollowed(): Promise<Batches[]> {
    await Promise.all(this.followers.map((follower) => this.refresh(follower)))
    const left = await this.locateHeld()
    const isInPlace = ({ missCount, file }: LogFollower) => missCount === 0 && file.state === 'same'
    if (this.followers.every(isInPlace)) return left
    await this.options.rescan()
    const files = this.options
      .entries()
      .filter((entry) => entry.kind === 'file')
      .filter(({ file }) => !this.isHeld(file.id))
    const unheld = this.followers.filter(({ file }) => !file.isHeld)
    for (const [follower, location] of await locateLogs(unheld, files))
      left.push(...(await this.updateLocation(follower, location)))
    return left
  }

  /** Reads the size and times of a followed file, or counts that it was not found. */
  private async refresh(follower: LogFollower): Promise<void> {
    const { entry, file } = follower
    try {
      const { file: now, links } = (await file.stat()) ?? {}
      const isSame =
        now !== undefined &&
        (now.id === file.id || now.id === '' || file.id === '') &&
        now.bytes >= file.position
      // Written to, but as long as what was read: it may have been truncated and rewritten.
      const isRewritten =
        isSame && now.bytes === file.position && now.written !== entry.file.written
      if (isRewritten && now.bytes > 0 && !(await file.isUnchanged())) file.state = 'replaced'
      if (isSame) this.setEntry(follower, { ...entry, file: now })
      else follower.missCount = Math.max(follower.missCount, 1)
      if (links === 0) follower.roundsDeleted += 1
      // From now on it is looked for by its content, such as in a copy.
      if (!isSame || file.state !== 'same') await file.letGo()
    } catch (error) {
      follower.problem = describeReadError(error)
    }
  }

  private setEntry(follower: LogFollower, entry: FileEntry): void {
    if (entry.file.bytes !== follower.entry.file.bytes) {
      follower.lastGrowthAt = this.options.time.steady()
      follower.roundsDeleted = 0
    }
    follower.entry = entry
    follower.missCount = 0
    // A file that is listed, and that was read to its end, has no problem.
    if (follower.file.position >= entry.file.bytes) follower.problem = undefined
    this.lost.addLocation(entry.location)
  }

  /**
   * Finds the paths of the held files by their ids, which no other file has while they are open.
   * Returns what is left to be read of those that are gone.
   */
  private async locateHeld(): Promise<Batches[]> {
    const held = this.followers.filter(({ file }) => file.isHeld)
    if (held.length === 0) return []
    const entries = this.options.entries().filter((entry) => entry.kind === 'file')
    const byId = new Map(entries.map((entry) => [entry.file.id, entry]))
    const { steady } = this.options.time
    const left: Batches[] = []
    for (const follower of held) {
      const entry = byId.get(follower.file.id)
      if (follower.roundsDeleted > 0) {
        // What its writer still wrote is read in this round.
        if (follower.roundsDeleted <= MAX_MISSES) this.options.requestRound()
        else left.push(...(await this.end(follower, 'gone')))
      } else if (entry) {
        follower.unlistedSince = undefined
        this.moveHeld(follower, entry)
      } else {
        follower.unlistedSince ??= steady()
        if (steady() - follower.unlistedSince < MAX_UNLISTED_MS) this.options.requestRound()
        else left.push(...(await this.end(follower, 'gone')))
      }
    }
    return left
  }

  private moveHeld(follower: LogFollower, { location, path }: FileEntry): void {
    const { entry, file } = follower
    if (location === entry.location) return
    follower.entry = { ...entry, location, path }
    file.location = location
    this.lost.addLocation(location)
    this.options.onEvent({ event: 'log-rotated', path: entry.path, to: path })
  }

  /**
   * Whether a followed log was at the path of another file, and the next scan says where it is now.
   * Events come in this order: the old log is renamed, the new one starts.
   */
  private isAwaitingMove({ location, file: { id } }: FileEntry): boolean {
    return this.followers.some(
      ({ file, entry, roundsDeleted }) =>
        file.isHeld && file.id !== id && roundsDeleted === 0 && entry.location === location,
    )
  }

  private isHeld(id: string): boolean {
    return this.followers.some(({ file }) => file.isHeld && file.id === id)
  }

  private isFollowed(id: string): boolean {
    return this.followers.some(({ file }) => file.id === id)
  }

  private async updateLocation(follower: LogFollower, found: LogLocation): Promise<Batches[]> {
    const { onEvent, requestRound } = this.options
    if (found.status === 'here' || found.status === 'moved') {
      const { path } = follower.entry
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
    return this.end(follower, found.status)
  }

  /** Stops following a log. Returns what it holds back. */
  private async end(
    follower: LogFollower,
    status: 'gone' | 'truncated' | 'replaced',
  ): Promise<Batches[]> {
    const { onEvent } = this.options
    const { path, location } = follower.entry
    this.followers = this.followers.filter((other) => other !== follower)
    this.classifier.forgetCopiesOf(follower)
    await follower.file.letGo()
    if (status === 'gone') {
      if (!follower.isReplaced) onEvent({ event: 'log-ended', path })
    } else {
      this.rewritten = [...this.rewritten, follower].slice(-MAX_REWRITTEN)
      onEvent({ event: 'log-restarted', path, reason: status })
      this.restarted.set(location, status)
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
    const toRead: (LogFollower | FileAction)[] = await this.classifyCaught()
    const present = this.followers.filter(({ missCount }) => missCount === 0)
    const unheld = this.followers.filter(({ file }) => !file.isHeld)
    const followed = new Map(unheld.map((follower) => [follower.entry.location, follower]))
    const held = new Map(
      this.followers.flatMap((follower) =>
        follower.file.isHeld ? [[follower.file.id, follower]] : [],
      ),
    )
    const opened = new Set(
      toRead.flatMap((item) => ('action' in item && 'entry' in item ? item.entry.file.id : [])),
    )
    for (const entry of entries) {
      if (entry.kind === 'spool') continue
      const id = entry.kind === 'file' ? entry.file.id : ''
      if (opened.has(id)) continue
      const follower = held.get(id) ?? followed.get(entry.location)
      if (follower) {
        held.delete(id)
        if (follower.missCount === 0) toRead.push(follower)
        continue
      }
      const steady = options.time.steady()
      const isNewFile = started && entry.kind === 'file'
      if (isNewFile && (await classifier.isCopy(entry, present, steady))) continue
      const age =
        started || entry.kind !== 'file' ? 0 : Math.max(0, options.time.wall() - entry.file.written)
      const action = await classifier.classify(entry, { steady, age, atStart: !started })
      const toOpen = action && (await this.hold(action, opened))
      if (toOpen) toRead.push(toOpen)
    }
    toRead.push(...held.values())
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

  /**
   * Opens the file of a log that is to be followed. Returns undefined if its path has the file of
   * another followed log now, or a copy of what was read. `opened` has the ids of the logs that are to be followed as well.
   */
  private async hold(action: FileAction, opened: Set<string>): Promise<FileAction | undefined> {
    if (action.action === 'read-once' || !this.options.holdsFiles) return action
    const file = this.caught.open(action.entry)
    // A file that cannot be opened is followed too, and tried again.
    if (!file) return action
    const { id } = file.entry.file
    if (this.isAwaitingMove(file.entry)) {
      if (!this.caught.has(id)) closeSync(file.descriptor)
      return undefined
    }
    const isOther = ({ entry }: LogFollower) => entry.location !== file.entry.location
    const isRead = await this.isCopy(file, this.rewritten.filter(isOther))
    if (!isRead && !this.isFollowed(id) && !opened.has(id)) {
      opened.add(id)
      return { ...action, ...file }
    }
    if (!this.caught.has(id)) closeSync(file.descriptor)
    return undefined
  }

  /** Whether an open file is a copy of one of these logs. */
  private async isCopy(
    { descriptor, entry }: Pick<CaughtFile, 'descriptor' | 'entry'>,
    followers: readonly LogFollower[],
  ): Promise<boolean> {
    for (const { file } of followers)
      if (await file.isReadFrom(descriptor, entry.file.bytes)) return true
    return false
  }

  /** Returns the logs among the caught files, and closes what is none. */
  private async classifyCaught(): Promise<FileAction[]> {
    const actions: FileAction[] = []
    for (const caught of this.caught.all()) {
      const action = await this.classifyOne(caught)
      if (action === undefined) this.caught.drop(caught)
      else if (action !== 'unknown') actions.push(action)
    }
    return actions
  }

  /** Returns undefined for a file that is not to be followed, or was read already. */
  private async classifyOne(caught: CaughtFile): Promise<FileAction | 'unknown' | undefined> {
    const { entry, links } = statCaught(caught)
    const { id, bytes } = entry.file
    if (this.isFollowed(id)) return undefined
    if (links > 0 && this.isAwaitingMove(entry)) return 'unknown'
    const steady = this.options.time.steady()
    const present = this.followers.filter(({ missCount }) => missCount === 0)
    // By the open file: its path may have another one by now.
    for (const { file, entry: own } of present)
      if (await file.isCopiedIn(caught.descriptor, bytes, own.file)) return undefined
    if (await this.isCopy(caught, [...this.followers, ...this.rewritten])) return undefined
    const input =
      bytes === 0 ? undefined : await this.classifier.recogniseLog(entry, headOf(caught, bytes))
    if (input) {
      const { descriptor } = caught
      return { action: 'follow', entry, input, changedAt: steady, descriptor }
    }
    return links > 0 && steady - caught.at < MAX_UNKNOWN_MS ? 'unknown' : undefined
  }

  /** Closes files, so that not too many stay open. */
  private async limitHeld(): Promise<void> {
    const held = this.followers.filter(({ file }) => file.isHeld)
    const byGrowth = held.sort((left, right) => right.lastGrowthAt - left.lastGrowthAt)
    await Promise.all(byGrowth.slice(MAX_HELD).map(({ file }) => file.letGo()))
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
    const { entry, input: log, changedAt, descriptor } = action
    const { parser } = log
    const decoding = parser.isBinary ? await this.findDecoding() : undefined
    const follower = await LogFollower.start(
      { entry, input: log, lastGrowthAt: changedAt, descriptor },
      { ...this.readOptions, clock, notes, decoding },
    )
    this.caught.release(action)
    const restart = this.restarted.get(entry.location)
    if (restart !== undefined) follower.addRestart(restart)
    this.announce(entry, parser.format)
    this.followers.push(follower)
    this.lost.addLocation(entry.location)
    return this.readGrowth(follower)
  }

  /** Emits an event for a log that is followed from now on. */
  private announce({ location, path }: FileEntry, format: string): void {
    if (!this.started || this.restarted.delete(location)) return
    const { onEvent } = this.options
    const deleted = this.followers.find(
      ({ entry, roundsDeleted }) => roundsDeleted > 0 && entry.location === location,
    )
    if (deleted) deleted.isReplaced = true
    if (deleted) onEvent({ event: 'log-restarted', path, reason: 'replaced' })
    else onEvent({ event: 'log-started', path, format })
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
