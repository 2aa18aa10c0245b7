import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isNotFound, type LiveFile, statLiveFile } from './live-file.ts'

/**
 * So many files are asked for their times at once: the event loop turns between any two such lots.
 */
const LOT = 64

/** What a folder is, and who hears of the files in it. */
export interface FolderHandler {
  onFileAppeared(folder: LiveFolder, name: string, file: LiveFile): void
  onFileChanged(folder: LiveFolder, name: string, file: LiveFile, before: LiveFile): void
  onFileGone(folder: LiveFolder, name: string): void
  /** The kind of a folder in it. */
  childHandler(folder: LiveFolder): FolderHandler
  /** It is there: called before its files are heard of. */
  onOpened?(folder: LiveFolder): void
  /** It is called otherwise now, by the case of its letters. */
  onRenamed?(folder: LiveFolder): void
  /** It is gone: called after its files. */
  onClosed?(folder: LiveFolder): void
}

/**
 * A folder as it was looked at last. Asks for the times and sizes of what is new or was touched,
 * and of everything when told to.
 */
export class LiveFolder {
  location: string
  /** Inside the case. */
  path: string
  readonly handler: FolderHandler
  readonly files = new Map<string, LiveFile>()
  readonly folders = new Map<string, LiveFolder>()
  /** Links and what is neither a file nor a folder, with whether they are links. */
  readonly otherEntries = new Map<string, boolean>()
  /** Why it cannot be listed. */
  problem: string | undefined
  /** Files in it that cannot be looked at, by name. */
  readonly failedFiles = new Map<string, string>()
  private readonly touched = new Set<string>()
  private there = false

  constructor(location: string, path: string, kindOf: (folder: LiveFolder) => FolderHandler) {
    this.location = location
    this.path = path
    this.handler = kindOf(this)
  }

  /** Something was heard of a name in it, which is looked at anew the next time. */
  markChanged(name: string): void {
    this.touched.add(name)
  }

  /**
   * Looks at this folder, and at those in it that are new; with `deep`, at all of them; with `all`,
   * at every file.
   */
  async scan({
    deep = false,
    subtree: all = false,
  }: {
    readonly deep?: boolean
    readonly subtree?: boolean
  } = {}): Promise<void> {
    const entries = await this.entries()
    if (!entries) return
    const touched = new Set([...this.touched, ...this.failedFiles.keys()])
    this.touched.clear()
    this.failedFiles.clear()
    const names = { files: new Set<string>(), folders: new Set<string>() }
    this.otherEntries.clear()
    for (const entry of entries) {
      if (entry.isFile()) names.files.add(entry.name)
      else if (entry.isDirectory()) names.folders.add(entry.name)
      else this.otherEntries.set(entry.name, entry.isSymbolicLink())
    }
    this.dropFiles(names.files)
    const fresh = this.matchFolders(names.folders)
    await this.askFiles(
      [...names.files].filter((name) => all || touched.has(name) || !this.files.has(name)),
    )
    for (const folder of deep ? this.folders.values() : fresh)
      await folder.scan({ deep, subtree: all })
  }

  private async entries(): Promise<Dirent[] | undefined> {
    try {
      const entries = await readdir(this.location, { withFileTypes: true })
      this.problem = undefined
      this.open()
      return entries
    } catch (error) {
      if (isNotFound(error)) this.close()
      else this.open()
      this.problem = (error as Error).message
      return undefined
    }
  }

  private dropFiles(present: ReadonlySet<string>): void {
    for (const name of this.files.keys()) if (!present.has(name)) this.drop(name)
  }

  private drop(name: string): void {
    if (this.files.delete(name)) this.handler.onFileGone(this, name)
  }

  /**
   * Closes the folders that are gone and opens new ones, which it returns. Where only the case of
   * the name changed it is the same folder.
   */
  private matchFolders(present: ReadonlySet<string>): LiveFolder[] {
    const fresh = new Set([...present].filter((name) => !this.folders.has(name)))
    for (const [name, folder] of [...this.folders]) {
      if (present.has(name)) continue
      this.folders.delete(name)
      const renamed = [...fresh].find((one) => one.toLowerCase() === name.toLowerCase())
      if (renamed === undefined) folder.close()
      else {
        fresh.delete(renamed)
        this.folders.set(renamed, folder)
        folder.rename(this.location, this.path, renamed)
      }
    }
    return [...fresh].map((name) => {
      const folder = new LiveFolder(join(this.location, name), join(this.path, name), (one) =>
        this.handler.childHandler(one),
      )
      this.folders.set(name, folder)
      return folder
    })
  }

  private rename(location: string, path: string, name: string): void {
    this.location = join(location, name)
    this.path = join(path, name)
    for (const [inner, folder] of this.folders) folder.rename(this.location, this.path, inner)
    this.handler.onRenamed?.(this)
  }

  private async askFiles(names: readonly string[]): Promise<void> {
    for (let at = 0; at < names.length; at += LOT)
      await Promise.all(names.slice(at, at + LOT).map((name) => this.ask(name)))
  }

  private async ask(name: string): Promise<void> {
    try {
      const file = await statLiveFile(join(this.location, name))
      const known = this.files.get(name)
      if (!file) return this.drop(name)
      this.files.set(name, file)
      if (!known) this.handler.onFileAppeared(this, name, file)
      else if (!same(known, file)) this.handler.onFileChanged(this, name, file, known)
    } catch (error) {
      this.failedFiles.set(name, (error as Error).message)
    }
  }

  private open(): void {
    if (!this.there) this.handler.onOpened?.(this)
    this.there = true
  }

  /** Tells of everything in it that it is gone. */
  close(): void {
    for (const folder of this.folders.values()) folder.close()
    this.folders.clear()
    for (const name of [...this.files.keys()]) this.drop(name)
    this.otherEntries.clear()
    this.failedFiles.clear()
    if (this.there) this.handler.onClosed?.(this)
    this.there = false
  }

  /** This folder and all below it, each before those in it. */
  *all(): Generator<LiveFolder> {
    yield this
    for (const folder of this.folders.values()) yield* folder.all()
  }
}

const same = (one: LiveFile, other: LiveFile): boolean =>
  one.bytes === other.bytes &&
  one.written === other.written &&
  one.created === other.created &&
  one.id === other.id
