import { seconds } from '../../model/duration.ts'
import type { Observation } from '../../model/observation.ts'
import type { WatchEventBody } from '../../model/watch-event.ts'
import { describeReadError } from '../read-error.ts'
import type { LiveTime } from './awake-clock.ts'
import { closeFile, type GrowingFile, readHead, statFile } from './growing-file.ts'
import { type LiveFile, toLiveFile } from './live-file.ts'
import type { FileEntry, LiveEntry } from './live-tree.ts'
import { type LogLocation, locateLogs } from './locate-logs.ts'
import type { LogFollower } from './log-follower.ts'

interface FollowedLogsOptions {
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
  onEvent(event: WatchEventBody): void
  /** A log is at this location now. */
  onLocation(location: string): void
  /** A log is not followed any more. */
  onEnded(follower: LogFollower): void
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
 * A log that was written again or deleted is read on in a copy. Its parser takes memory.
 * Limit: logs that ended and can be read on in a copy.
 * Beyond: what is new in a copy of the oldest one is read with all of it, and the report says so.
 */
const MAX_ENDED = 32
/**
 * Copies of a log may exist after it ended. Its first bytes are remembered, 4 kB at most.
 * Limit: logs whose first bytes are remembered after they ended.
 * Beyond: a copy of the oldest one may be read twice.
 */
const MAX_ENDED_FILES = 1000

/** A file that is open, and not followed. */
export interface OpenFile {
  readonly entry: FileEntry
  readonly descriptor: number
}

/**
 * What a file is to the logs that were read: another log; one that begins as one of them and differs
 * behind that; a copy, or the beginning of one; a log that is read on in this file from now on.
 */
export type Relation = 'new' | 'fork' | 'copy' | 'continued'

export type Batches = AsyncIterable<Observation[]>

/** The logs that are followed: where each one is, and when it ended. */
export class FollowedLogs {
  private readonly options: FollowedLogsOptions
  private followers: LogFollower[] = []
  /** Why logs have other content now and are read from their start, by location. */
  readonly restarted = new Map<string, 'truncated' | 'replaced'>()
  /** The logs that ended last. They can be read on in a copy. */
  private ended: LogFollower[] = []
  /** The files of logs that ended before these. Copies of them are not read again. */
  private endedFiles: GrowingFile[] = []

  constructor(options: FollowedLogsOptions) {
    this.options = options
  }

  get all(): readonly LogFollower[] {
    return this.followers
  }

  add(follower: LogFollower): void {
    this.followers.push(follower)
    this.options.onLocation(follower.entry.location)
  }

  has(follower: LogFollower): boolean {
    return this.followers.includes(follower)
  }

  /** Returns the log at a location. */
  at(location: string): LogFollower | undefined {
    return this.followers.find(({ entry }) => entry.location === location)
  }

  /** Whether a log that was read begins as a file with these first bytes. */
  isRead(head: Uint8Array): boolean {
    return (
      [...this.followers, ...this.ended].some((log) => log.hasRecords && log.file.beginsAs(head)) ||
      this.endedFiles.some((file) => file.beginsAs(head))
    )
  }

  /**
   * Compares a file with the logs that were read. A log whose own file is gone, or that has less
   * than this one, is read on here: then the file is its file.
   */
  async relate({ entry, descriptor }: OpenFile): Promise<Relation> {
    const head = await readHead(descriptor)
    const { bytes } = entry.file
    let relation: Relation = 'new'
    for (const log of [...this.followers, ...this.ended]) {
      if (!log.hasRecords || !log.file.beginsAs(head)) continue
      if (!(await log.file.isReadFrom(descriptor, bytes))) {
        // A shorter one may be a copy that is being made; another one has changed meanwhile.
        if (bytes < log.file.position || log.file.isKnownWhole) return 'copy'
        relation = 'fork'
        continue
      }
      if (!(await this.isContinued(log, bytes))) return 'copy'
      await this.continueIn(log, { entry, descriptor })
      return 'continued'
    }
    for (const file of this.endedFiles)
      if (file.beginsAs(head)) relation = bytes > file.position ? 'fork' : 'copy'
    return relation
  }

  private async isContinued(log: LogFollower, bytes: number): Promise<boolean> {
    if (this.ended.includes(log) || !(await log.file.isInPlace())) return true
    const own = await log.file.stat()
    return bytes > (own?.file.bytes ?? 0)
  }

  private async continueIn(log: LogFollower, { entry, descriptor }: OpenFile): Promise<void> {
    const { path } = log.entry
    await log.file.continueIn(entry.location, entry.file.id, descriptor)
    if (!this.options.holdsFiles) await log.file.letGo()
    this.ended = this.ended.filter((other) => other !== log)
    if (!this.followers.includes(log)) this.followers.push(log)
    log.roundsDeleted = 0
    log.unlistedSince = undefined
    log.isReplaced = false
    this.setEntry(log, entry)
    if (path !== entry.path) this.options.onEvent({ event: 'log-rotated', path, to: entry.path })
  }

  /**
   * Decides about the files of which nothing was read, because another log begins alike. That was
   * noticed while they were read only: they, or the other logs, have changed since they were opened.
   */
  async settleCopies(): Promise<void> {
    for (const log of this.followers.filter(({ file }) => file.state === 'copied')) {
      this.followers = this.followers.filter((other) => other !== log)
      const descriptor = log.file.takeDescriptor()
      const relation = descriptor === undefined ? 'copy' : await this.relateAgain(log, descriptor)
      if (relation === 'fork') log.addFork()
      if (relation === 'fork' || relation === 'new') {
        log.file.holdAgain(descriptor, relation === 'fork')
        this.followers.push(log)
      } else if (relation === 'copy' && descriptor !== undefined) await closeFile(descriptor)
    }
  }

  private async relateAgain({ entry }: LogFollower, descriptor: number): Promise<Relation> {
    const file = toLiveFile(await statFile(descriptor))
    return this.relate({ entry: { ...entry, file }, descriptor })
  }

  /**
   * Updates where the followed logs are and how long they are. Returns what is left to be read of
   * those that ended.
   */
  async update(): Promise<Batches[]> {
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
      // Written to: it may have been truncated and rewritten.
      const isWritten = isSame && now.written !== entry.file.written
      if (isWritten && file.position > 0 && !(await file.isUnchanged())) file.state = 'replaced'
      // What was not read of it is gone.
      const isCut = isSame && file.state === 'same' && now.bytes < entry.file.bytes
      if (isCut) this.reportCut(follower)
      if (isSame) this.setEntry(follower, { ...entry, file: now })
      else follower.missCount = Math.max(follower.missCount, 1)
      if (links === 0) follower.roundsDeleted += 1
      // From now on it is looked for by its content, such as in a copy.
      if (!isSame || file.state !== 'same') await file.letGo()
    } catch (error) {
      follower.problem = describeReadError(error)
    }
  }

  private reportCut(follower: LogFollower): void {
    const { path } = follower.entry
    follower.addRestart('truncated')
    this.options.onEvent({ event: 'log-restarted', path, reason: 'truncated' })
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
    this.options.onLocation(entry.location)
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
    this.options.onLocation(location)
    this.options.onEvent({ event: 'log-rotated', path: entry.path, to: path })
  }

  /**
   * Whether a followed log was at the path of another file, and the next scan says where it is now.
   * Events come in this order: the old log is renamed, the new one starts.
   */
  isAwaitingMove({ location, file: { id } }: FileEntry): boolean {
    return this.followers.some(
      ({ file, entry, roundsDeleted }) =>
        file.isHeld && file.id !== id && roundsDeleted === 0 && entry.location === location,
    )
  }

  private isHeld(id: string): boolean {
    return this.followers.some(({ file }) => file.isHeld && file.id === id)
  }

  /** Whether the file is that of a log. Only an open file shares its id with no other one. */
  isFollowed({ id, created }: LiveFile): boolean {
    return (
      id !== '' &&
      this.followers.some(
        ({ file, entry }) => file.id === id && (file.isHeld || entry.file.created === created),
      )
    )
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

  private remember(ended: LogFollower): void {
    this.ended.push(ended)
    if (this.ended.length <= MAX_ENDED) return
    const oldest = this.ended.shift()
    if (oldest?.hasRecords) this.endedFiles.push(oldest.file)
    const { maxEndedFiles = MAX_ENDED_FILES } = this.options
    if (this.endedFiles.length > maxEndedFiles) this.endedFiles.shift()
  }

  /** Stops following a log. Returns what it holds back. */
  private async end(
    follower: LogFollower,
    status: 'gone' | 'truncated' | 'replaced',
  ): Promise<Batches[]> {
    const { onEvent } = this.options
    const { path, location } = follower.entry
    this.followers = this.followers.filter((other) => other !== follower)
    this.options.onEnded(follower)
    await follower.file.letGo()
    this.remember(follower)
    if (status === 'gone') {
      if (!follower.isReplaced) onEvent({ event: 'log-ended', path })
    } else {
      onEvent({ event: 'log-restarted', path, reason: status })
      this.restarted.set(location, status)
    }
    return [toAsync(follower.flush())]
  }

  /** Closes files, so that not too many stay open: first deleted ones, which were read. */
  async limitHeld(): Promise<void> {
    const held = this.followers.filter(({ file }) => file.isHeld)
    if (held.length <= MAX_HELD) return
    const stats = await Promise.all(held.map(({ file }) => file.stat()))
    const deleted = new Set(held.filter((_, index) => stats[index]?.links === 0))
    const byUse = held.sort(
      (left, right) =>
        Number(deleted.has(left)) - Number(deleted.has(right)) ||
        right.lastGrowthAt - left.lastGrowthAt,
    )
    await Promise.all(byUse.slice(MAX_HELD).map(({ file }) => file.letGo()))
  }
}

async function* toAsync<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items
}
