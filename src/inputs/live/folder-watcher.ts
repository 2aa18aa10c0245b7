import { resolve } from 'node:path'
import { type FSWatcher, watch } from 'chokidar'

/** On network shares: folders are asked so often whether they have changed. */
const POLL_EVERY = 500

interface FolderWatcherOptions {
  /** Ask the folders again and again: network shares tell nothing by themselves. */
  readonly poll: boolean
  /**
   * Something happened in a folder, to that name in it where it is known; `renamed`: the name came
   * or went.
   */
  onChange(folder: string, name: string | undefined, renamed: boolean): void
  /** A folder cannot be watched, for all that is known it can be read. */
  onError(path: string | undefined, problem: string): void
}

interface RawDetails {
  readonly watchedPath?: string
}

/**
 * Hears of changes in the folders that matter. Folders only: thousands of files in a spool would
 * need as many watchers, and what their folder tells is enough to look there.
 */
export class FolderWatcher {
  private readonly watcher: FSWatcher
  private readonly watched = new Set<string>()

  constructor({ poll, onChange: poked, onError: failed }: FolderWatcherOptions) {
    this.watcher = watch([], {
      usePolling: poll,
      interval: POLL_EVERY,
      binaryInterval: POLL_EVERY,
      depth: 0,
      ignoreInitial: true,
      followSymlinks: false,
      atomic: false,
      ignorePermissionErrors: true,
      ignored: (_, stats) => stats !== undefined && !stats.isDirectory(),
    })
    this.watcher.on('raw', (event, name: unknown, details: unknown) => {
      const folder = (details as RawDetails | undefined)?.watchedPath
      const told = typeof name === 'string' ? name : undefined
      if (folder !== undefined) poked(resolve(folder), told, event === 'rename')
      else if (told !== undefined) poked(resolve(told), undefined, false) // polled
    })
    this.watcher.on('error', (error) => {
      const { path, message } = error as NodeJS.ErrnoException
      failed(path, message)
    })
  }

  /**
   * Watches these folders, and no others any more. Those in which others lie come first. Returns
   * those that are new.
   */
  setFolders(folders: ReadonlySet<string>): string[] {
    for (const folder of this.watched) if (!folders.has(folder)) this.drop(folder)
    const fresh = [...folders].filter((folder) => !this.watched.has(folder))
    for (const folder of fresh) this.add(folder)
    return fresh
  }

  /** A folder may be another by the same name, of which the old watcher hears nothing. */
  rewatch(folder: string): void {
    if (!this.watched.has(folder)) return
    this.drop(folder)
    this.add(folder)
  }

  private add(folder: string): void {
    this.watched.add(folder)
    this.watcher.add(folder)
  }

  private drop(folder: string): void {
    this.watched.delete(folder)
    this.watcher.unwatch(folder)
  }

  close(): Promise<void> {
    return this.watcher.close()
  }
}
