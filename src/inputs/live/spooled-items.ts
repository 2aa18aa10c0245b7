import { join, relative } from 'node:path'
import type { LiveItem } from '../../model/live-view.ts'
import type { InputSummary } from '../../model/tally.ts'
import { waitingSince } from '../../model/waiting-since.ts'
import { summarizeSpool } from '../spool-folder.ts'
import type { AwakeClock } from './awake-clock.ts'
import type { LiveFile } from './live-file.ts'
import type { FolderHandler, LiveFolder } from './live-folder.ts'

const MOST_DAMAGE = 10

/** A History Spooler that is there now, and what waits in it. */
export interface LiveSpool {
  /** Its path inside what is watched. */
  readonly folder: string
  readonly location: string
  readonly user?: string
  /** By key. */
  readonly items: ReadonlyMap<string, LiveItem>
}

/** Hears what comes and goes. */
export interface SpoolListener {
  spool(change: 'appeared' | 'gone', spool: LiveSpool): void
  item(change: 'appeared' | 'changed' | 'gone', item: LiveItem): void
}

/** Keeps the items of one History Spooler, those in folders below it too. */
export class SpooledItems implements FolderHandler, LiveSpool {
  readonly items = new Map<string, LiveItem>()
  readonly user?: string
  private readonly root: LiveFolder
  private readonly clock: AwakeClock
  private readonly listener: SpoolListener
  /** Its first path: items keep their keys when the case of its name changes. */
  private readonly key: string

  constructor(
    root: LiveFolder,
    user: string | undefined,
    clock: AwakeClock,
    listener: SpoolListener,
  ) {
    this.root = root
    if (user !== undefined) this.user = user
    this.clock = clock
    this.listener = listener
    this.key = root.path
  }

  get folder(): string {
    return this.root.path
  }

  get location(): string {
    return this.root.location
  }

  childHandler(): FolderHandler {
    return this
  }

  onOpened(folder: LiveFolder): void {
    if (folder === this.root) this.listener.spool('appeared', this)
  }

  onClosed(folder: LiveFolder): void {
    if (folder === this.root) this.listener.spool('gone', this)
  }

  onRenamed(folder: LiveFolder): void {
    if (folder !== this.root) return
    for (const [key, item] of this.items) this.keep(key, { ...item, folder: this.folder })
  }

  onFileAppeared(folder: LiveFolder, name: string, { bytes, ...file }: LiveFile): void {
    const inner = this.nameOf(folder, name)
    const times = {
      created: this.clock.fromFileTime(file.created),
      written: this.clock.fromFileTime(file.written),
    }
    const since = waitingSince(times) ?? this.clock.now()
    const user = this.user === undefined ? {} : { user: this.user }
    const key = join(this.key, inner)
    const item = { key, folder: this.folder, name: inner, bytes, since, ...times, ...user }
    this.items.set(key, item)
    this.listener.item('appeared', item)
  }

  onFileChanged(folder: LiveFolder, name: string, file: LiveFile, before: LiveFile): void {
    const key = join(this.key, this.nameOf(folder, name))
    const item = this.items.get(key)
    if (!item) return
    // A moment that was found once stays, even if the clock has been set since.
    const moment = (time: 'created' | 'written') =>
      file[time] === before[time] ? item[time] : this.clock.fromFileTime(file[time])
    const times = {
      created: moment('created') ?? file.created,
      written: moment('written') ?? file.written,
    }
    this.keep(key, {
      ...item,
      ...times,
      bytes: file.bytes,
      since: waitingSince(times) ?? item.since,
    })
  }

  onFileGone(folder: LiveFolder, name: string): void {
    const key = join(this.key, this.nameOf(folder, name))
    const item = this.items.get(key)
    this.items.delete(key)
    if (item) this.listener.item('gone', item)
  }

  private keep(key: string, item: LiveItem): void {
    this.items.set(key, item)
    this.listener.item('changed', item)
  }

  /** Inside the spool. */
  private nameOf(folder: LiveFolder, name: string): string {
    return folder === this.root ? name : join(relative(this.location, folder.location), name)
  }

  summary(): InputSummary {
    let bytes = 0
    for (const item of this.items.values()) bytes += item.bytes
    const lost = this.problems().flatMap(({ problem }) => problem ?? [])
    const damage = lost.slice(0, MOST_DAMAGE).map((reason) => ({ reason }))
    return summarizeSpool(this.folder, bytes, {
      records: this.items.size,
      unreadable: lost.length,
      damage,
    })
  }

  /** Of each folder in it, and of files in them that cannot be looked at, why not. */
  problems(): { readonly path: string; readonly problem: string | undefined }[] {
    return [...this.root.all()].flatMap(({ path, problem, failedFiles: failed }) => [
      { path, problem: problem === undefined ? undefined : `cannot be listed: ${problem}` },
      ...[...failed].map(([name, reason]) => ({ path: join(path, name), problem: reason })),
    ])
  }
}
