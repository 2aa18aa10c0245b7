import { basename, dirname, join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { seconds } from '../../model/duration.ts'
import type { WatchEventBody } from '../../model/watch-event.ts'
import type { LiveFolder } from './live-folder.ts'
import type { FileEntry, LiveEntry } from './live-tree.ts'
import type { LogFollower } from './log-follower.ts'
import { type OpenedFile, RotationCount } from './rotation-count.ts'

/**
 * Linux queues the notification of a file before the file can be opened, and all that are queued are
 * read in one turn of the event loop. Elsewhere a notification may be this late.
 */
const NOTIFICATION_DELAY_MS = process.platform === 'linux' ? 0 : seconds(1)

/** Reports the logs that were deleted before they could be opened. */
export class LostLogs {
  private readonly rotations: RotationCount
  /** Names of the logs that were followed, by the location of their folder. */
  private readonly names = new Map<string, Set<string>>()
  /** Numbers of files that were opened, with when that was. */
  private marks: { readonly at: number; readonly openedCount: number }[] = []

  /** `entries` returns all inputs as they were scanned last. */
  constructor(entries: () => readonly LiveEntry[]) {
    this.rotations = new RotationCount((folder, name) => {
      const location = join(folder, name)
      return entries().some((entry) => 'location' in entry && entry.location === location)
    })
  }

  /** A log is followed at this location: what begins there later is one, too. */
  addLocation(location: string): void {
    const folder = dirname(location)
    const names = this.names.get(folder) ?? new Set()
    this.names.set(folder, names.add(basename(location)))
  }

  /** A name got or lost its file. */
  onRename({ location }: LiveFolder, name: string): void {
    this.rotations.onRename(location, name)
  }

  /** A file was there before its folder was watched. */
  onExisting(entry: FileEntry): void {
    this.rotations.onExisting(dirname(entry.location), toOpenedFile(entry))
  }

  /** A file is open. */
  onOpened(entry: FileEntry): void {
    this.rotations.onOpened(dirname(entry.location), toOpenedFile(entry))
  }

  /**
   * Emits an event for each folder with lost logs, and adds them to the report of its latest log.
   * `now` returns the time on the steady clock.
   */
  async report(
    followers: readonly LogFollower[],
    now: () => number,
    onEvent: (event: WatchEventBody) => void,
  ): Promise<void> {
    const settledCount = await this.settle(now)
    const followed = new Set(followers.map(({ entry }) => identityOf(entry)))
    for (const [folder, names] of this.names) {
      const isLog = ({ name, identity = '' }: Partial<OpenedFile>): boolean =>
        names.has(name ?? '') || followed.has(identity)
      const files = this.rotations.takeLost(folder, isLog, settledCount)
      if (files === 0) continue
      const inFolder = followers.filter(({ entry }) => dirname(entry.location) === folder)
      const latest = inFolder.sort((left, right) => right.lastGrowthAt - left.lastGrowthAt)[0]
      latest?.addLostFiles(files)
      const [name = ''] = names
      onEvent({ event: 'log-lost', path: latest?.entry.path ?? name, files })
    }
  }

  /** Returns the number of opened files whose notifications have all come. */
  private async settle(now: () => number): Promise<number> {
    this.marks.push({ at: now(), openedCount: this.rotations.openedCount })
    // The notifications of this turn may have been read already, those of the next one are not.
    await nextTurn()
    await nextTurn()
    const settled = this.marks.filter(({ at }) => now() - at >= NOTIFICATION_DELAY_MS)
    this.marks = this.marks.slice(Math.max(0, settled.length - 1))
    return settled.at(-1)?.openedCount ?? 0
  }
}

/** An id is used again, but not by a file that was created in the same moment. */
const identityOf = ({ file: { id, created } }: FileEntry): string => `${id} ${created}`

const toOpenedFile = (entry: FileEntry): OpenedFile => ({
  name: basename(entry.location),
  identity: identityOf(entry),
})
