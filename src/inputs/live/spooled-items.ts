import { join, relative, sep } from 'node:path'
import { defined } from '../../model/defined.ts'
import type { LiveItem } from '../../model/live-view.ts'
import type { InputSummary } from '../../model/tally.ts'
import { waitingSince } from '../../model/waiting-since.ts'
import { summarizeSpool } from '../spool-folder.ts'
import type { AwakeClock } from './awake-clock.ts'
import type { LiveFile } from './live-file.ts'
import type { FolderHandler, LiveFolder } from './live-folder.ts'

/**
 * Further ones help no reader.
 * Limit: problems listed for a spool that is watched.
 * Beyond: further ones are counted.
 */
const MAX_DAMAGE = 10

/** A History Spooler that exists now, with the items that wait in it. */
export interface LiveSpool {
  /** Path inside the watched folder. */
  readonly folder: string
  readonly location: string
  readonly user?: string
  /** By name in the spool. */
  readonly items: ReadonlyMap<string, LiveItem>
}

export interface SpoolListener {
  onSpool(change: 'appeared' | 'gone', spool: LiveSpool): void
  /** `before`: the item as it was before it changed. */
  onItem(change: 'appeared' | 'changed' | 'gone', item: LiveItem, before?: LiveItem): void
}

/** Tracks the items of one History Spooler, those in its subfolders included. */
export class SpooledItems implements FolderHandler, LiveSpool {
  readonly items = new Map<string, LiveItem>()
  readonly user?: string
  /** Sum of the sizes of all items. */
  private bytes = 0
  private readonly root: LiveFolder
  private readonly clock: AwakeClock
  private readonly listener: SpoolListener
  /** Its first path. Items keep their keys when upper and lower case of its name change. */
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
    if (folder === this.root) this.listener.onSpool('appeared', this)
  }

  onClosed(folder: LiveFolder): void {
    if (folder === this.root) this.listener.onSpool('gone', this)
  }

  onRenamed(folder: LiveFolder): void {
    if (folder !== this.root) return
    for (const item of this.items.values()) this.update(item, { ...item, folder: this.folder })
  }

  onFileAppeared(folder: LiveFolder, name: string, file: LiveFile): void {
    const nameInSpool = this.nameInSpool(folder, name)
    const created = this.clock.fromFileTime(file.created)
    const written = this.clock.fromFileTime(file.written)
    const item: LiveItem = {
      // Joined, it is one text in memory. A path of parts takes three times as much.
      key: [this.key, nameInSpool].join(sep),
      folder: this.folder,
      name: nameInSpool,
      bytes: file.bytes,
      since: waitingSince({ created, written }) ?? this.clock.now(),
      created,
      written,
      ...defined({ user: this.user }),
    }
    this.set(item)
    this.listener.onItem('appeared', item)
  }

  onFileChanged(folder: LiveFolder, name: string, file: LiveFile, before: LiveFile): void {
    const item = this.items.get(this.nameInSpool(folder, name))
    if (!item) return
    // A time that did not change stays as it was converted first, even if the clock was set since.
    const convert = (time: 'created' | 'written'): number => {
      const known = file[time] === before[time] ? item[time] : this.clock.fromFileTime(file[time])
      return known ?? file[time]
    }
    const times = { created: convert('created'), written: convert('written') }
    const since = waitingSince(times) ?? item.since
    this.update(item, { ...item, ...times, bytes: file.bytes, since })
  }

  onFileGone(folder: LiveFolder, name: string): void {
    const nameInSpool = this.nameInSpool(folder, name)
    const item = this.items.get(nameInSpool)
    this.items.delete(nameInSpool)
    this.bytes -= item?.bytes ?? 0
    if (item) this.listener.onItem('gone', item)
  }

  private set(item: LiveItem): void {
    this.bytes += item.bytes - (this.items.get(item.name)?.bytes ?? 0)
    this.items.set(item.name, item)
  }

  private update(before: LiveItem, item: LiveItem): void {
    this.set(item)
    this.listener.onItem('changed', item, before)
  }

  private nameInSpool(folder: LiveFolder, name: string): string {
    return folder === this.root ? name : join(relative(this.location, folder.location), name)
  }

  summary(): InputSummary {
    const problems = this.problems().flatMap(({ problem }) => problem ?? [])
    return summarizeSpool(this.folder, this.bytes, {
      records: this.items.size,
      unreadable: problems.length,
      damage: problems.slice(0, MAX_DAMAGE).map((reason) => ({ reason })),
    })
  }

  /**
   * Returns every folder of the spool, with its problem or undefined, and every file whose size and
   * times cannot be read.
   */
  problems(): { readonly path: string; readonly problem: string | undefined }[] {
    return [...this.root.subtree()].flatMap(({ path, problem, failedFiles }) => [
      { path, problem: problem === undefined ? undefined : `cannot be listed: ${problem}` },
      ...[...failedFiles].map(([name, reason]) => ({ path: join(path, name), problem: reason })),
    ])
  }
}
