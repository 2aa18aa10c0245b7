import { type FSWatcher, unwatchFile, watch, watchFile } from 'node:fs'
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
 * spooled files would need as many watchers, and the notification of a folder is enough.
 */
export class FolderWatcher {
  private readonly options: FolderWatcherOptions
  /** By folder: the function that ends its watching. */
  private readonly watched = new Map<string, () => void>()

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
    const onChange = (): void => this.options.onChange(folder, undefined, false)
    watchFile(folder, { interval: POLL_INTERVAL_MS }, onChange)
    return () => unwatchFile(folder, onChange)
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
  }
}
