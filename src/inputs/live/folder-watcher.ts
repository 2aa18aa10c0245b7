import { type FSWatcher, watch } from 'node:fs'
import { resolve } from 'node:path'
import { type FSWatcher as FolderPoller, watch as watchByPolling } from 'chokidar'
import { isNotFound } from './live-file.ts'

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
  onError(path: string, problem: string): void
}

/**
 * Reports changes in folders. Only folders are watched, not the files in them: thousands of
 * spooled files would need as many watchers, and the notification of a folder is enough. Folders of
 * this machine are watched without chokidar, which lists a folder again at each notification; it
 * polls those of network shares.
 */
export class FolderWatcher {
  private readonly options: FolderWatcherOptions
  /** By folder: the function that ends its watching. */
  private readonly watched = new Map<string, () => void>()
  /** Created for the first folder that is polled. */
  private poller: FolderPoller | undefined

  constructor(options: FolderWatcherOptions) {
    this.options = options
  }

  /** Watches exactly these folders from now on. Returns those that were not watched before. */
  setFolders(folders: ReadonlySet<string>): string[] {
    for (const folder of [...this.watched.keys()]) if (!folders.has(folder)) this.remove(folder)
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
    this.watched.set(folder, this.options.poll ? this.poll(folder) : this.watch(folder))
  }

  private poll(folder: string): () => void {
    this.poller ??= this.createPoller()
    const { poller } = this
    poller.add(folder)
    return () => poller.unwatch(folder)
  }

  private createPoller(): FolderPoller {
    const { onChange, onError } = this.options
    const poller = watchByPolling([], {
      usePolling: true,
      interval: POLL_INTERVAL_MS,
      binaryInterval: POLL_INTERVAL_MS,
      depth: 0,
      ignoreInitial: true,
      followSymlinks: false,
      atomic: false,
      ignorePermissionErrors: true,
      ignored: (_, stats) => stats !== undefined && !stats.isDirectory(),
    })
    // With polling, the name is the folder.
    poller.on('raw', (_, folder: unknown) => {
      if (typeof folder === 'string') onChange(resolve(folder), undefined, false)
    })
    poller.on('error', (error) => {
      const { path = '', message } = error as NodeJS.ErrnoException
      onError(path, message)
    })
    return poller
  }

  private watch(folder: string): () => void {
    const { onChange, onError } = this.options
    const handleError = (error: unknown): void => {
      // The next scan says that the folder is gone.
      if (!isNotFound(error)) onError(folder, (error as Error).message)
    }
    let watcher: FSWatcher
    try {
      watcher = watch(folder, (event, name) =>
        onChange(folder, name ?? undefined, event === 'rename'),
      )
    } catch (error) {
      handleError(error)
      return () => {}
    }
    watcher.on('error', (error: NodeJS.ErrnoException) => {
      watcher.close()
      // What Windows says of a folder that was deleted.
      if (error.code !== 'EPERM') handleError(error)
    })
    return () => watcher.close()
  }

  private remove(folder: string): void {
    this.watched.get(folder)?.()
    this.watched.delete(folder)
  }

  close(): void {
    this.setFolders(new Set())
    void this.poller?.close()
  }
}
