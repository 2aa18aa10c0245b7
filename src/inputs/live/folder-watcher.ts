import { resolve } from 'node:path'
import { type FSWatcher, watch } from 'chokidar'

/** How often folders on network shares are asked whether they changed. */
const POLL_INTERVAL_MS = 500

interface FolderWatcherOptions {
  /** Poll the folders: network shares send no notifications. */
  readonly poll: boolean
  /**
   * Something happened in a folder. `name` is the entry, where it is known. `renamed`: the entry
   * was created or deleted.
   */
  onChange(folder: string, name: string | undefined, renamed: boolean): void
  /** A folder cannot be watched. It may still be readable. */
  onError(path: string | undefined, problem: string): void
}

interface RawEventDetails {
  readonly watchedPath?: string
}

/**
 * Reports changes in folders. Only folders are watched, not the files in them: thousands of
 * spooled files would need as many watchers, and the notification of a folder is enough.
 */
export class FolderWatcher {
  private readonly watcher: FSWatcher
  private readonly watched = new Set<string>()

  constructor({ poll, onChange, onError }: FolderWatcherOptions) {
    this.watcher = watch([], {
      usePolling: poll,
      interval: POLL_INTERVAL_MS,
      binaryInterval: POLL_INTERVAL_MS,
      depth: 0,
      ignoreInitial: true,
      followSymlinks: false,
      atomic: false,
      ignorePermissionErrors: true,
      ignored: (_, stats) => stats !== undefined && !stats.isDirectory(),
    })
    this.watcher.on('raw', (event, eventName: unknown, details: unknown) => {
      const folder = (details as RawEventDetails | undefined)?.watchedPath
      const name = typeof eventName === 'string' ? eventName : undefined
      if (folder !== undefined) onChange(resolve(folder), name, event === 'rename')
      // With polling, the name is the folder.
      else if (name !== undefined) onChange(resolve(name), undefined, false)
    })
    this.watcher.on('error', (error) => {
      const { path, message } = error as NodeJS.ErrnoException
      onError(path, message)
    })
  }

  /**
   * Watches exactly these folders from now on. A folder has to come before its subfolders. Returns
   * the folders that were not watched before.
   */
  setFolders(folders: ReadonlySet<string>): string[] {
    for (const folder of this.watched) if (!folders.has(folder)) this.remove(folder)
    const added = [...folders].filter((folder) => !this.watched.has(folder))
    for (const folder of added) this.add(folder)
    return added
  }

  /** Watches a folder again that was deleted and created: the old watcher does not see it. */
  rewatch(folder: string): void {
    if (!this.watched.has(folder)) return
    this.remove(folder)
    this.add(folder)
  }

  private add(folder: string): void {
    this.watched.add(folder)
    this.watcher.add(folder)
  }

  private remove(folder: string): void {
    this.watched.delete(folder)
    this.watcher.unwatch(folder)
  }

  close(): Promise<void> {
    return this.watcher.close()
  }
}
