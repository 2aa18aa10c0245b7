import { seconds } from '../../model/duration.ts'
import type { Observation } from '../../model/observation.ts'
import type { DecodingFiles, ParseContext } from '../../model/parser.ts'
import type { InputSummary } from '../../model/tally.ts'
import type { WatchEventBody } from '../../model/watch-event.ts'
import type { ClockOptions } from '../local-clock.ts'
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
  /** Lync folders, or any laid out like one; they must exist. */
  readonly roots: readonly string[]
  readonly wanted: ParseContext['wanted']
  readonly clock: ClockOptions
  /** Of text that is not UTF-8, a name that TextDecoder knows. */
  readonly codePage: string
  readonly decoding?: DecodingFiles | undefined
  /** Network shares do not tell what changes: ask again and again. */
  readonly poll: boolean
  readonly time: LiveTime
  /** Milliseconds: so often everything is looked at, whatever was heard of changes. */
  readonly rescanIntervalMs?: number
  /**
   * Hears everything but what `spools` tells, and but `input` of what is still read: `summaries`
   * has that.
   */
  onObservation(seen: Observation): void
  onEvent(event: WatchEventBody): void
  /** Something may be different now in what is told here; called often. */
  onChange(): void
  /** Bytes of the history read so far, of so many. */
  onProgress?(bytes: number, total: number): void
}

const RESCAN_EVERY = seconds(2)
/** So often each file is asked for its size and times, though nothing was heard of it. */
const RESTAT_EVERY = seconds(30)
/**
 * So often the clock is looked at, and the logs that grow: what a program writes is not always told
 * before it closes the file.
 */
const TICK = 250
/** A log that grew within this time grows. */
const AWAKE = seconds(60)
/** What is heard within this time is looked at together. */
const SETTLING = 20
/** Before that a new watcher may not hear yet. */
const WATCHER_READY = 100
/**
 * Looking around takes at most one part of so many of the time, asking for all sizes and times
 * less: it finds what is hardly ever missed.
 */
const SPARING = 20
const SPARING_MORE = 500

/**
 * The folders of a machine as they change: what waits in its spools, what its logs tell as they
 * grow.
 */
export class LiveInputs {
  private readonly options: LiveInputsOptions
  private readonly clock: AwakeClock
  private readonly tree: LiveTree
  private readonly logs: LiveLogs
  private readonly troubled: InputProblems
  private watch: FolderWatcher | undefined
  private readonly spooled: LiveSpools
  private readonly looks = new CoalescedTask(() => this.look())
  private readonly rounds = new CoalescedTask(() => this.round())
  private readonly timers = new Set<NodeJS.Timeout>()
  private parts = new Set<string>()
  /** Something was heard of a folder that is no spool. */
  private logsPoked = false
  private everything: 'no' | 'names' | 'files' = 'files'
  /** On the steady clock. */
  private nextRescan = 0
  private nextRestat = 0
  private stopping = false
  private readonly history = { bytes: 0, total: 0 }

  constructor(options: LiveInputsOptions) {
    this.options = options
    const { onEvent: notice } = options
    this.clock = new AwakeClock(options.time, TICK, (change) =>
      notice({ event: 'clock-changed', ...change }),
    )
    this.troubled = new InputProblems(notice)
    this.spooled = new LiveSpools({ ...options, now: () => this.now() })
    this.tree = new LiveTree(options.roots, this.clock, this.spooled)
    this.logs = new LiveLogs({
      ...options,
      entries: () => this.tree.entries(),
      rescan: () => this.lookAround(),
      requestRound: () => this.soon(2 * SETTLING, () => this.rounds.request()),
      isStopped: () => this.stopping,
      onProgress: (bytes) => this.progressed(bytes),
    })
  }

  /**
   * Reads what is there already, merged by time as `analyze` does; resolves when it is read and
   * watching has begun, or is to end already.
   */
  async start(): Promise<void> {
    await this.looks.request()
    if (this.stopping) return
    this.spooled.watching = true
    const { poll } = this.options
    this.watch = new FolderWatcher({
      poll,
      onChange: (folder, name, renamed) => this.poked(folder, name, renamed),
      onError: (path, problem) => this.troubled.addWatchProblem(path ?? 'watching', problem),
    })
    this.watchFolders()
    const timer = setInterval(() => this.tick(), TICK)
    this.timers.add(timer)
    for (const entry of this.tree.entries())
      if (entry.kind === 'file') this.history.total += entry.file.bytes
    await this.rounds.request()
    this.history.total = 0
    if (!this.stopping) await this.rescan()
  }

  spools(): readonly LiveSpool[] {
    return [...this.spooled.spools]
  }

  /** Rises whenever `spools()` changes. */
  get version(): number {
    return this.spooled.version
  }

  /** Of all inputs, followed logs included, in the order of `findFiles`. */
  summaries(): readonly InputSummary[] {
    return this.tree
      .entries()
      .flatMap((entry) =>
        entry.kind === 'spool' ? entry.spool.summary() : (this.logs.summaryOf(entry) ?? []),
      )
  }

  problems(): readonly { readonly path: string; readonly problem: string }[] {
    return this.troubled.all()
  }

  /** Milliseconds UTC without what the machine slept or its clock was set by while watching. */
  now(): number {
    return this.clock.now()
  }

  /** Looks at everything now; resolves when it is told. */
  async rescan(): Promise<void> {
    this.clock.check()
    await this.lookAround()
    await this.rounds.request()
  }

  async stop(): Promise<void> {
    this.stopping = true
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
    await this.watch?.close()
    await this.looks.whenIdle()
    await this.rounds.whenIdle()
  }

  private tick(): void {
    this.clock.check()
    const now = this.options.time.steady()
    if (now >= this.nextRescan) {
      if (this.everything === 'no') this.everything = now >= this.nextRestat ? 'files' : 'names'
      void this.looks.request().then(() => this.rounds.request())
    } else if (this.logs.followedLogs.some(({ lastGrowthAt: grewAt }) => now - grewAt < AWAKE))
      void this.rounds.request()
  }

  private lookAround(): Promise<void> {
    this.everything = 'files'
    return this.looks.request()
  }

  private async look(): Promise<void> {
    if (this.stopping) return
    const { parts, everything } = this
    this.parts = new Set()
    this.everything = 'no'
    const { time } = this.options
    const start = time.steady()
    await this.tree.scan(everything === 'no' ? parts : 'everything', everything === 'files')
    const end = time.steady()
    if (everything !== 'no')
      this.nextRescan =
        end + Math.max(this.options.rescanIntervalMs ?? RESCAN_EVERY, SPARING * (end - start))
    if (everything === 'files')
      this.nextRestat = end + Math.max(RESTAT_EVERY, SPARING_MORE * (end - start))
    this.watchFolders()
    this.findTroubles()
  }

  private async round(): Promise<void> {
    if (this.stopping) return
    this.logsPoked = false
    await this.logs.readRound()
    this.findTroubles()
    this.options.onChange()
  }

  private watchFolders(): void {
    const fresh =
      this.watch?.setFolders(new Set(this.tree.folders().map(({ location }) => location))) ?? []
    if (fresh.length === 0) return
    this.logsPoked = true
    this.soon(WATCHER_READY, () => this.lookAt(fresh))
  }

  private poked(location: string, name: string | undefined, renamed: boolean): void {
    const folder = this.tree.folderAt(location)
    if (!folder || this.stopping) return
    this.logsPoked ||= !(folder.handler instanceof SpooledItems)
    if (name !== undefined) {
      folder.markChanged(name)
      const inner = folder.folders.get(name)
      // Gone and there again is another folder.
      if (renamed && inner) this.watch?.rewatch(inner.location)
    }
    this.lookAt([location])
  }

  private lookAt(locations: readonly string[]): void {
    const waiting = this.parts.size > 0
    for (const location of locations) this.parts.add(location)
    if (!waiting)
      this.soon(SETTLING, () =>
        this.looks.request().then(() => (this.logsPoked ? this.rounds.request() : undefined)),
      )
  }

  private soon(wait: number, act: () => unknown): void {
    if (this.stopping) return
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      act()
    }, wait)
    this.timers.add(timer)
  }

  private findTroubles(): void {
    const all = this.tree.entries().flatMap((entry) => {
      if (entry.kind === 'spool') return entry.spool.problems()
      const problem =
        entry.kind === 'file'
          ? this.logs.problemOf(entry.location)
          : entry.lasting
            ? undefined
            : entry.problem
      return [{ path: entry.path, problem }]
    })
    if (this.troubled.update(all)) this.options.onChange()
  }

  private progressed(bytes: number): void {
    if (this.history.total === 0) return
    this.history.bytes += bytes
    this.options.onProgress?.(Math.min(this.history.bytes, this.history.total), this.history.total)
  }
}
