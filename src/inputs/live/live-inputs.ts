import { seconds } from '../../model/duration.ts'
import type { LiveItem } from '../../model/live-view.ts'
import type { Observation } from '../../model/observation.ts'
import type { DecodingFiles, ParseContext } from '../../model/parser.ts'
import type { InputSummary } from '../../model/tally.ts'
import type { WatchEventBody } from '../../model/watch-event.ts'
import type { LocalClockOptions } from '../local-clock.ts'
import { AwakeClock, type LiveTime } from './awake-clock.ts'
import { CoalescedTask } from './coalesced-task.ts'
import { FolderWatcher } from './folder-watcher.ts'
import { InputProblems } from './input-problems.ts'
import { LiveLogs } from './live-logs.ts'
import { LiveSpools } from './live-spools.ts'
import { LiveTree } from './live-tree.ts'
import { type LiveSpool, SpooledItems } from './spooled-items.ts'

export type { LiveTime } from './awake-clock.ts'
export type { LiveSpool } from './spooled-items.ts'

export interface LiveInputsOptions {
  /** Lync folders, or folders with the same layout. They must exist. */
  readonly roots: readonly string[]
  readonly wanted: ParseContext['wanted']
  readonly clock: LocalClockOptions
  /** Encoding of text that is not UTF-8, by a name that TextDecoder knows. */
  readonly codePage: string
  readonly decoding?: DecodingFiles | undefined
  /** Poll the folders: network shares send no notifications. */
  readonly poll: boolean
  readonly time: LiveTime
  /** Follow links below the folders. They are listed otherwise. */
  readonly followLinks?: boolean
  /** Logs whose first bytes are remembered after they ended; 1,000 without it. */
  readonly maxEndedFiles?: number
  /** Time between two scans of everything, whatever notifications there are. */
  readonly rescanIntervalMs?: number
  /**
   * Receives all observations except spooled items, which `spools` returns. It receives no summary
   * of an input that is still being read: `summaries` returns those.
   */
  onObservation(observation: Observation): void
  onEvent(event: WatchEventBody): void
  /** Called, often, when anything that this class returns may have changed. */
  onChange(): void
  /** Called with the key of an item that is gone. */
  onItemGone?(key: string): void
  /** Called while the history is read, with the bytes read so far and the total. */
  onProgress?(bytes: number, total: number): void
}

const RESCAN_INTERVAL_MS = seconds(2)
/** Time between two scans that read size and times of every file, changed or not. */
const RESTAT_INTERVAL_MS = seconds(30)
/**
 * Time between two checks of the clock and of the growing logs. Some file systems do not notify of
 * writes before the file is closed.
 */
const TICK_MS = 250
/** A log counts as growing for so long after its last growth. */
const GROWING_MS = seconds(60)
/** Notifications within this time are handled together. */
const DEBOUNCE_MS = 20
/** A new folder watcher may miss changes for so long. */
const WATCHER_START_MS = 100
/**
 * Full scans rarely find anything new, so they get a small share of the time: the pause after a
 * scan is at least this many times as long as the scan.
 */
const RESCAN_SHARE = 20
const RESTAT_SHARE = 500

/** Extent of the next scan: notified folders; all folders; all folders and all files in them. */
type ScanExtent = 'notified' | 'folders' | 'files'

/** The folders of a machine as they change: the items in its spools, and its growing logs. */
export class LiveInputs {
  private readonly options: LiveInputsOptions
  private readonly clock: AwakeClock
  private readonly tree: LiveTree
  private readonly logs: LiveLogs
  private readonly inputProblems: InputProblems
  private watcher: FolderWatcher | undefined
  private readonly liveSpools: LiveSpools
  private readonly scans = new CoalescedTask(() => this.scan())
  private readonly rounds = new CoalescedTask(() => this.readRound())
  private readonly timers = new Set<NodeJS.Timeout>()
  private notifiedFolders = new Set<string>()
  /** There was a notification of a folder that is not a spool. */
  private logsNotified = false
  private nextScan: ScanExtent = 'files'
  /** Times on the steady clock. */
  private nextRescanAt = 0
  private nextRestatAt = 0
  private isStopping = false
  private readonly history = { bytes: 0, total: 0 }

  constructor(options: LiveInputsOptions) {
    this.options = options
    const { onEvent } = options
    this.clock = new AwakeClock(options.time, TICK_MS, (change) =>
      onEvent({ event: 'clock-changed', ...change }),
    )
    this.inputProblems = new InputProblems(onEvent)
    this.liveSpools = new LiveSpools({ ...options, now: () => this.now() })
    this.tree = new LiveTree(options.roots, this.clock, this.liveSpools, options.followLinks)
    this.logs = new LiveLogs({
      ...options,
      // Windows does not let a program replace an open file, and shares may be of Windows.
      holdsFiles: process.platform !== 'win32' && !options.poll,
      entries: () => this.tree.entries(),
      rescan: () => this.scanEverything(),
      requestRound: () => this.schedule(2 * DEBOUNCE_MS, () => this.rounds.request()),
      isStopped: () => this.isStopping,
      onProgress: (bytes) => this.addProgress(bytes),
    })
  }

  /**
   * Reads the history, merged by time as `analyze` does, and starts watching. Resolves when both
   * are done, or when `stop` was called.
   */
  async start(): Promise<void> {
    await this.scans.request()
    if (this.isStopping) return
    this.liveSpools.watching = true
    const { poll } = this.options
    this.watcher = new FolderWatcher({
      poll,
      onChange: (folder, name, renamed) => this.onNotification(folder, name, renamed),
      onError: (path, problem) => this.inputProblems.addWatchProblem(path, problem),
    })
    this.watchFolders()
    this.timers.add(setInterval(() => this.tick(), TICK_MS))
    for (const entry of this.tree.entries())
      if (entry.kind === 'file') this.history.total += entry.file.bytes
    await this.rounds.request()
    this.history.total = 0
    if (!this.isStopping) await this.rescan()
  }

  spools(): readonly LiveSpool[] {
    return [...this.liveSpools.spools]
  }

  /** Returns the items of all spools, the oldest first: the same list, as it is now. */
  waitingItems(): readonly LiveItem[] {
    return this.liveSpools.waiting
  }

  /** Incremented whenever the result of `spools` changes. */
  get version(): number {
    return this.liveSpools.version
  }

  /** Returns the summaries of all inputs, followed logs included, in the order of `findFiles`. */
  summaries(): readonly InputSummary[] {
    return this.tree
      .entries()
      .flatMap((entry) =>
        entry.kind === 'spool' ? entry.spool.summary() : (this.logs.summaryOf(entry) ?? []),
      )
  }

  problems(): readonly { readonly path: string; readonly problem: string }[] {
    return this.inputProblems.all()
  }

  /** Milliseconds UTC, without the time that the machine slept or its clock was set by. */
  now(): number {
    return this.clock.now()
  }

  /** Scans everything now. Resolves when all that changed was reported. */
  async rescan(): Promise<void> {
    this.clock.check()
    await this.scanEverything()
    await this.rounds.request()
  }

  async stop(): Promise<void> {
    this.isStopping = true
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
    this.watcher?.close()
    await this.scans.whenIdle()
    await this.rounds.whenIdle()
    await this.logs.close()
  }

  private tick(): void {
    this.clock.check()
    const now = this.options.time.steady()
    if (now >= this.nextRescanAt) {
      if (this.nextScan === 'notified')
        this.nextScan = now >= this.nextRestatAt ? 'files' : 'folders'
      void this.scans.request().then(() => this.rounds.request())
    } else if (this.logs.followedLogs.some(({ lastGrowthAt }) => now - lastGrowthAt < GROWING_MS))
      void this.rounds.request()
  }

  private scanEverything(): Promise<void> {
    this.nextScan = 'files'
    return this.scans.request()
  }

  private async scan(): Promise<void> {
    if (this.isStopping) return
    const { notifiedFolders, nextScan: extent } = this
    this.notifiedFolders = new Set()
    this.nextScan = 'notified'
    const { time, rescanIntervalMs = RESCAN_INTERVAL_MS } = this.options
    const start = time.steady()
    const folders = extent === 'notified' ? notifiedFolders : 'everything'
    await this.tree.scan(folders, extent === 'files')
    const end = time.steady()
    if (extent !== 'notified')
      this.nextRescanAt = end + Math.max(rescanIntervalMs, RESCAN_SHARE * (end - start))
    if (extent === 'files')
      this.nextRestatAt = end + Math.max(RESTAT_INTERVAL_MS, RESTAT_SHARE * (end - start))
    this.watchFolders()
    this.updateProblems()
  }

  private async readRound(): Promise<void> {
    if (this.isStopping) return
    this.logsNotified = false
    await this.logs.readRound()
    this.updateProblems()
    this.options.onChange()
  }

  /** Watches the folders of the last scan. New ones are scanned again once they are watched. */
  private watchFolders(): void {
    if (this.isStopping) return
    const locations = new Set(this.tree.folders().map(({ location }) => location))
    const added = this.watcher?.setFolders(locations) ?? []
    if (added.length === 0) return
    this.logsNotified = true
    this.schedule(WATCHER_START_MS, () => {
      for (const location of added) this.tree.folderAt(location)?.markUnlisted()
      this.requestScanOf(added)
    })
  }

  private onNotification(location: string, name: string | undefined, renamed: boolean): void {
    const folder = this.tree.folderAt(location)
    if (!folder || this.isStopping) return
    this.logsNotified ||= !(folder.handler instanceof SpooledItems)
    if (name === undefined) folder.markUnlisted()
    else {
      folder.markChanged(name)
      if (renamed && !(folder.handler instanceof SpooledItems)) this.logs.onRename(folder, name)
      const subfolder = folder.folders.get(name)
      // It may have been deleted and created again: then it is another folder.
      if (renamed && subfolder) this.watcher?.rewatch(subfolder.location)
    }
    this.requestScanOf([location])
  }

  private requestScanOf(locations: readonly string[]): void {
    const isScheduled = this.notifiedFolders.size > 0
    for (const location of locations) this.notifiedFolders.add(location)
    if (!isScheduled)
      this.schedule(DEBOUNCE_MS, () =>
        this.scans.request().then(() => (this.logsNotified ? this.rounds.request() : undefined)),
      )
  }

  private schedule(delayMs: number, action: () => unknown): void {
    if (this.isStopping) return
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      action()
    }, delayMs)
    this.timers.add(timer)
  }

  private updateProblems(): void {
    const all = this.tree.entries().flatMap((entry) => {
      if (entry.kind === 'spool') return entry.spool.problems()
      const { path } = entry
      if (entry.kind === 'file') return [{ path, problem: this.logs.problemOf(entry.location) }]
      return [{ path, problem: entry.isPermanent ? undefined : entry.problem }]
    })
    if (this.inputProblems.update(all)) this.options.onChange()
  }

  private addProgress(bytes: number): void {
    const { history } = this
    if (history.total === 0) return
    history.bytes += bytes
    this.options.onProgress?.(Math.min(history.bytes, history.total), history.total)
  }
}
