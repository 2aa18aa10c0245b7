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
import { readInput } from '../read-input.ts'
import type { LiveTime } from './awake-clock.ts'
import { type CaughtFile, CaughtFiles, headOf, statCaught } from './caught-files.ts'
import { chooseLiveClock } from './choose-live-clock.ts'
import { type FileAction, FileClassifier } from './file-classifier.ts'
import { type Batches, FollowedLogs, type OpenFile, type Relation } from './followed-logs.ts'
import type { LiveFile } from './live-file.ts'
import type { LiveFolder } from './live-folder.ts'
import type { FileEntry, LiveEntry } from './live-tree.ts'
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
  /** Logs whose first bytes are remembered after they ended; 1,000 without it. */
  readonly maxEndedFiles?: number
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

/** A file that is not recognized for so long does not stay open. */
const MAX_UNKNOWN_MS = seconds(10)

/** Follows all logs that are watched, and reads other inputs once. */
export class LiveLogs {
  private readonly options: LiveLogsOptions
  private readonly readOptions: Pick<ReadOptions, 'wanted' | 'decode' | 'decoding' | 'onProgress'>
  private readonly classifier: FileClassifier
  /** Complete from the first round on: the tables of some code pages are loaded for it. */
  private decodeText: ReadOptions['decode']
  private readonly followed: FollowedLogs
  /** Summaries of the inputs that were read to their end, by path. */
  private readonly summaries = new Map<string, InputSummary>()
  /** Paths whose name hints were emitted. */
  private readonly hintedPaths = new Set<string>()
  private readonly caught = new CaughtFiles()
  private readonly lost: LostLogs
  /** Logs that are followed since this round, and may still prove to be copies. */
  private unannounced: { readonly follower: LogFollower; readonly format: string }[] = []
  private started = false

  constructor(options: LiveLogsOptions) {
    const { wanted, codePage, decoding, onProgress } = options
    this.options = options
    this.decodeText = createTextDecoder(codePage)
    const decode: ReadOptions['decode'] = (bytes, from, to) => this.decodeText(bytes, from, to)
    this.readOptions = { wanted, decode, decoding, onProgress }
    this.classifier = new FileClassifier(this.readOptions.decode)
    this.lost = new LostLogs(options.entries)
    this.followed = new FollowedLogs({
      ...options,
      onLocation: (location) => this.lost.addLocation(location),
      onEnded: (follower) => this.classifier.forgetCopiesOf(follower),
    })
  }

  get followedLogs(): readonly LogFollower[] {
    return this.followed.all
  }

  /**
   * A name in a folder got or lost its file. Opens a new file at once, so that it can be read even
   * if it is renamed or deleted in a moment.
   */
  onRename(folder: LiveFolder, name: string): void {
    const { holdsFiles, time } = this.options
    if (!holdsFiles) return
    this.lost.onRename(folder, name)
    const isKnown = (file: LiveFile) => this.followed.isFollowed(file)
    const found = this.caught.catch(folder, name, time.steady(), isKnown)
    if (found) this.lost.onOpened(found)
  }

  /** Closes all files, after lost ones were reported. */
  async close(): Promise<void> {
    await this.reportLost()
    this.caught.close()
    await Promise.all(this.followed.all.map(({ file }) => file.letGo()))
  }

  private reportLost(): Promise<void> {
    const { time, onEvent } = this.options
    return this.lost.report(this.followed.all, () => time.steady(), onEvent)
  }

  /** Finds what is new in all inputs, reads it, and emits the observations merged by time. */
  async readRound(): Promise<void> {
    if (!this.started) this.decodeText = await loadTextDecoder(this.options.codePage)
    const streams = [...(await this.followed.update()), ...(await this.openStreams())]
    const { onObservation, onEvent, requestRound, isStopped } = this.options
    await mergeByTime(
      streams.map((stream) => takeUntil(isStopped, stream)),
      (observation) => {
        if (observation.kind === 'input')
          this.summaries.set(observation.input.path, observation.input)
        onObservation(observation)
      },
    )
    await this.followed.settleCopies()
    const unannounced = this.unannounced.filter(({ follower }) => this.followed.has(follower))
    this.unannounced = []
    for (const { follower, format } of unannounced) this.announce(follower.entry, format)
    for (const follower of this.followed.all) {
      const { path } = follower.entry
      for (const { from, to } of follower.takeNewGaps())
        if (this.started)
          onEvent({ event: 'log-gap', path, from: toIsoTime(from), to: toIsoTime(to) })
      if (follower.file.state !== 'same') requestRound()
    }
    await this.followed.limitHeld()
    await this.reportLost()
    this.started = true
  }

  /**
   * Classifies the files that are not followed. Returns what is to be read of all inputs, the
   * followed logs included, in the order of the files.
   */
  private async openStreams(): Promise<Batches[]> {
    const { options, classifier, started } = this
    const entries = options.entries()
    this.emitNameHints(entries)
    if (!started)
      for (const entry of entries) if (entry.kind === 'file') this.lost.onExisting(entry)
    const toRead: (LogFollower | FileAction)[] = await this.classifyCaught()
    const present = this.followed.all.filter(({ missCount }) => missCount === 0)
    const unheld = this.followed.all.filter(({ file }) => !file.isHeld)
    const followed = new Map(unheld.map((follower) => [follower.entry.location, follower]))
    const held = new Map(
      this.followed.all.flatMap((follower) =>
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
   * another followed log now, or a copy of what was read. `opened` has the ids of the logs that are
   * to be followed as well.
   */
  private async hold(action: FileAction, opened: Set<string>): Promise<FileAction | undefined> {
    if (action.action === 'read-once') return action
    const file = this.caught.open(action.entry)
    // A file that cannot be opened is followed too, and tried again.
    if (!file) return action
    const { id } = file.entry.file
    const relation =
      this.followed.isAwaitingMove(file.entry) ||
      this.followed.isFollowed(file.entry.file) ||
      opened.has(id)
        ? 'copy'
        : await this.relate(file)
    if (relation === 'copy') {
      if (!this.caught.has(id)) closeSync(file.descriptor)
      return undefined
    }
    this.lost.onOpened(file.entry)
    if (relation === 'continued') {
      this.caught.release(file)
      return undefined
    }
    opened.add(id)
    const isFork = relation === 'fork'
    if (this.options.holdsFiles) return { ...action, ...file, isFork }
    closeSync(file.descriptor)
    return { ...action, isFork }
  }

  /** What is there at the start is read as `analyze` reads it, copies included. */
  private async relate(file: OpenFile): Promise<Relation> {
    return this.started ? this.followed.relate(file) : 'new'
  }

  /** Returns the logs among the caught files, and closes what is none. */
  private async classifyCaught(): Promise<FileAction[]> {
    const actions: FileAction[] = []
    for (const caught of this.caught.all()) {
      const action = await this.classifyOne(caught)
      if (action === 'continued') this.caught.release(caught)
      else if (action === undefined) this.caught.drop(caught)
      else if (action !== 'unknown') actions.push(action)
    }
    return actions
  }

  /**
   * Returns undefined for a file that is not to be followed, or was read already; `continued` for
   * one in which a log is read on.
   */
  private async classifyOne(
    caught: CaughtFile,
  ): Promise<FileAction | 'unknown' | 'continued' | undefined> {
    const { entry, links } = statCaught(caught)
    const { bytes } = entry.file
    if (this.followed.isFollowed(entry.file)) return undefined
    if (links > 0 && this.followed.isAwaitingMove(entry)) return 'unknown'
    const steady = this.options.time.steady()
    // By the open file: its path may have another one by now.
    const relation = await this.followed.relate({ ...caught, entry })
    if (relation === 'continued') return relation
    if (relation === 'copy') return undefined
    const input =
      bytes === 0 ? undefined : await this.classifier.recogniseLog(entry, headOf(caught, bytes))
    if (input) {
      const { descriptor } = caught
      const isFork = relation === 'fork'
      return { action: 'follow', entry, input, changedAt: steady, descriptor, isFork }
    }
    return links > 0 && steady - caught.at < MAX_UNKNOWN_MS ? 'unknown' : undefined
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
    const { entry, input: log, changedAt, descriptor, isFork = false } = action
    const { parser } = log
    const decoding = parser.isBinary ? await this.findDecoding() : undefined
    const follower = await LogFollower.start(
      {
        entry,
        input: log,
        lastGrowthAt: changedAt,
        descriptor,
        // What is there at the start is read as `analyze` reads it.
        isReadElsewhere: isFork || !this.started ? undefined : (head) => this.followed.isRead(head),
      },
      { ...this.readOptions, clock, notes, decoding },
    )
    this.caught.release(action)
    const restart = this.followed.restarted.get(entry.location)
    if (restart !== undefined) follower.addRestart(restart)
    if (isFork) follower.addFork()
    this.followed.add(follower)
    this.unannounced.push({ follower, format: parser.format })
    return this.readGrowth(follower)
  }

  /** Emits an event for a log that is followed from now on. */
  private announce({ location, path }: FileEntry, format: string): void {
    if (!this.started || this.followed.restarted.delete(location)) return
    const { onEvent } = this.options
    const deleted = this.followed.all.find(
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
      this.followed.at(location)?.summary() ??
      this.summaries.get(path) ??
      this.classifier.summaryOf(location)
    )
  }

  /** Returns why a file cannot be read at the moment, or undefined. */
  problemOf(location: string): string | undefined {
    const follower = this.followed.at(location)
    return follower ? follower.problem : this.classifier.problemOf(location)
  }
}

/** Yields the items until `isStopped` returns true. */
async function* takeUntil<T>(isStopped: () => boolean, items: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const item of items) {
    if (isStopped()) return
    yield item
  }
}
