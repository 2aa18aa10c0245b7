import { basename, dirname, join } from 'node:path'
import type { WatchEventBody } from '../../model/watch-event.ts'
import type { LiveFolder } from './live-folder.ts'
import type { LiveEntry } from './live-tree.ts'
import type { LogFollower } from './log-follower.ts'
import { RotationCount } from './rotation-count.ts'

/** Reports the logs that were deleted before they could be opened. */
export class LostLogs {
  private readonly rotations: RotationCount
  /** Names of the logs that were followed, by the location of their folder. */
  private readonly names = new Map<string, Set<string>>()

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

  /** A name got or lost its file. `now`: on the steady clock. */
  onRename({ location }: LiveFolder, name: string, now: number): void {
    this.rotations.onRename(location, name, now)
  }

  /** A new file was opened at this name. */
  onOpened({ location }: LiveFolder, name: string): void {
    this.rotations.onOpened(location, name)
  }

  /**
   * Emits an event for each folder with lost logs, and adds them to the report of its latest log.
   * `now`: on the steady clock.
   */
  report(
    followers: readonly LogFollower[],
    now: number,
    onEvent: (event: WatchEventBody) => void,
  ): void {
    for (const [folder, names] of this.names) {
      const files = this.rotations.takeLost(folder, names, now)
      if (files === 0) continue
      const inFolder = followers.filter(({ entry }) => dirname(entry.location) === folder)
      const latest = inFolder.sort((left, right) => right.lastGrowthAt - left.lastGrowthAt)[0]
      latest?.addLostFiles(files)
      const [name = ''] = names
      onEvent({ event: 'log-lost', path: latest?.entry.path ?? name, files })
    }
  }
}
