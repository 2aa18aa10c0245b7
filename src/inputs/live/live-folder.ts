import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { describeReadLink, LINK_ADVICE, skipReason } from '../folders/skipped-entry.ts'
import { describeReadError } from '../read-error.ts'
import type { FollowedLinks } from './followed-links.ts'
import { isNotFound, type LiveFile, statLiveFile } from './live-file.ts'

/** Number of files whose times are read at once. Between two such groups others get a turn. */
const STAT_GROUP_FILES = 64

/** Receives the changes of the files of a folder. */
export interface FolderHandler {
  onFileAppeared(folder: LiveFolder, name: string, file: LiveFile): void
  onFileChanged(folder: LiveFolder, name: string, file: LiveFile, before: LiveFile): void
  onFileGone(folder: LiveFolder, name: string): void
  /** Returns the handler of a subfolder. */
  childHandler(folder: LiveFolder): FolderHandler
  /** The folder exists. Called before its files are reported. */
  onOpened?(folder: LiveFolder): void
  /** Upper and lower case in the name of the folder changed. */
  onRenamed?(folder: LiveFolder): void
  /** The folder does not exist any more. Called after its files were reported as gone. */
  onClosed?(folder: LiveFolder): void
}

interface FolderLinks {
  readonly links?: FollowedLinks | undefined
  readonly isLinked?: boolean
}

interface ScanOptions {
  /** Scan all subfolders, not only new ones. */
  readonly deep?: boolean
  /** Read size and times of every file, not only of new files and of those marked as changed. */
  readonly all?: boolean
}

/** Size and times of a file as they are now, or why they cannot be read. */
interface FileState {
  readonly name: string
  /** Undefined for a file that is gone. */
  readonly file: LiveFile | 'not a file' | undefined
  readonly problem?: string
}

/** A folder as it was scanned last. */
export class LiveFolder {
  location: string
  /** Path inside the case. */
  path: string
  readonly handler: FolderHandler
  readonly files = new Map<string, LiveFile>()
  readonly folders = new Map<string, LiveFolder>()
  /** Why entries that are neither files nor folders are not read, by name. */
  readonly otherEntries = new Map<string, string>()
  /** Names of the links in it, if links are followed. */
  readonly linkNames = new Set<string>()
  /** Real paths of the files that followed links lead to, by the name of the link. */
  private readonly linkedFiles = new Map<string, string>()
  /** Whether a link leads to it. */
  readonly isLinked: boolean
  /** Why it cannot be listed. */
  problem: string | undefined
  /** Files whose size and times cannot be read, by name, with the reason. */
  readonly failedFiles = new Map<string, string>()
  private readonly changed = new Set<string>()
  /** Real paths of the folders that links lead to, and that are not open yet, by name. */
  private readonly unopenedLinks = new Map<string, string>()
  /** Undefined if links are not followed. */
  private readonly links: FollowedLinks | undefined
  /** It may have other entries than those that are known and marked. */
  private isUnlisted = true
  private exists = false

  /** `links`: given if links are followed. The location is a real path then. */
  constructor(
    location: string,
    path: string,
    createHandler: (folder: LiveFolder) => FolderHandler,
    { links, isLinked = false }: FolderLinks = {},
  ) {
    this.location = location
    this.path = path
    this.links = links
    this.isLinked = isLinked
    links?.open(location)
    this.handler = createHandler(this)
  }

  /** The next scan reads the size and times of this file. */
  markChanged(name: string): void {
    this.changed.add(name)
  }

  /** The next scan lists the folder. */
  markUnlisted(): void {
    this.isUnlisted = true
  }

  /**
   * Reads the size and times of the files that are marked as changed, and reports what changed to
   * the handler. Lists the folder only if that is not enough: one of many items costs little.
   */
  async scanMarked(): Promise<void> {
    if (this.isUnlisted || [...this.changed].some((name) => this.mayChangeFolders(name)))
      return this.scan()
    const names = [...this.changed, ...this.failedFiles.keys()]
    this.changed.clear()
    this.failedFiles.clear()
    await this.statFiles([...new Set(names)])
    if (this.isUnlisted) await this.scan()
  }

  /** Whether a change of this name is more than that of a file. */
  private mayChangeFolders(name: string): boolean {
    const isOwnName = name === basename(this.location)
    const isKnownEntry = this.folders.has(name) || this.otherEntries.has(name)
    return isOwnName || isKnownEntry || this.linkNames.has(name)
  }

  /** Lists the folder and reports what changed to the handler. */
  async scan({ deep = false, all = false }: ScanOptions = {}): Promise<void> {
    this.isUnlisted = false
    const entries = await this.list()
    if (!entries) {
      this.isUnlisted = true
      return
    }
    const changed = new Set([...this.changed, ...this.failedFiles.keys()])
    this.changed.clear()
    this.failedFiles.clear()
    const fileNames = new Set<string>()
    const folderNames = new Set<string>()
    this.otherEntries.clear()
    this.linkNames.clear()
    for (const entry of entries) {
      const { name } = entry
      if (entry.isFile()) fileNames.add(name)
      else if (entry.isDirectory()) folderNames.add(name)
      else if (entry.isSymbolicLink() && this.links) this.linkNames.add(name)
      else this.otherEntries.set(name, skipReason(entry, join(this.location, name), LINK_ADVICE))
    }
    await this.resolveLinks(fileNames, folderNames)
    this.removeFilesExcept(fileNames)
    const newFolders = this.updateFolders(folderNames)
    await this.statFiles(
      [...fileNames].filter(
        (name) =>
          // No notification tells of the target of a link.
          all || changed.has(name) || !this.files.has(name) || this.linkedFiles.has(name),
      ),
    )
    for (const folder of deep ? this.folders.values() : newFolders) await folder.scan({ deep, all })
  }

  /** Adds the links to files and to folders that are open to these names. */
  private async resolveLinks(fileNames: Set<string>, folderNames: Set<string>): Promise<void> {
    this.linkedFiles.clear()
    this.unopenedLinks.clear()
    for (const name of this.linkNames) {
      const target = await this.links?.resolve(join(this.location, name))
      if (target?.kind === 'file') {
        this.linkedFiles.set(name, target.location)
        fileNames.add(name)
      } else if (target?.kind === 'problem') this.otherEntries.set(name, target.problem)
      else if (target && this.folders.get(name)?.location === target.location) folderNames.add(name)
      else if (target) this.unopenedLinks.set(name, target.location)
    }
  }

  /** Opens and scans the folders that links in this folder lead to, unless they are open. */
  async openLinkedFolders(): Promise<void> {
    const { links } = this
    const targets = [...this.unopenedLinks]
    this.unopenedLinks.clear()
    for (const [name, location] of targets) {
      if (!links || links.isOpen(location)) {
        this.otherEntries.set(name, describeReadLink(join(this.location, name)))
        continue
      }
      const folder = this.createChild(name, location, true)
      this.folders.set(name, folder)
      await folder.scan({ deep: true })
    }
  }

  private createChild(name: string, location: string, isLinked: boolean): LiveFolder {
    const createHandler = (child: LiveFolder) => this.handler.childHandler(child)
    const { links } = this
    return new LiveFolder(location, join(this.path, name), createHandler, { links, isLinked })
  }

  private async list(): Promise<Dirent[] | undefined> {
    try {
      const entries = await readdir(this.location, { withFileTypes: true })
      this.problem = undefined
      this.open()
      return entries
    } catch (error) {
      if (isNotFound(error)) this.close()
      else this.open()
      this.problem = describeReadError(error)
      return undefined
    }
  }

  private removeFilesExcept(names: ReadonlySet<string>): void {
    for (const name of this.files.keys()) if (!names.has(name)) this.removeFile(name)
  }

  private removeFile(name: string): void {
    if (this.files.delete(name)) this.handler.onFileGone(this, name)
  }

  /**
   * Closes the subfolders that are gone and opens new ones, which it returns. A folder whose name
   * changed only in upper and lower case stays the same folder.
   */
  private updateFolders(names: ReadonlySet<string>): LiveFolder[] {
    const newNames = new Set([...names].filter((name) => !this.folders.has(name)))
    for (const [name, folder] of [...this.folders]) {
      if (names.has(name)) continue
      this.folders.delete(name)
      this.links?.close(folder.location)
      const renamed = [...newNames].find((other) => other.toLowerCase() === name.toLowerCase())
      if (renamed === undefined) folder.close()
      else {
        newNames.delete(renamed)
        this.folders.set(renamed, folder)
        folder.rename(this.location, this.path, renamed)
      }
    }
    return [...newNames].flatMap((name) => {
      const location = join(this.location, name)
      // A link led to it before it was found in its own place.
      if (this.links?.isOpen(location)) return []
      const folder = this.createChild(name, location, false)
      this.folders.set(name, folder)
      return [folder]
    })
  }

  private rename(location: string, path: string, name: string): void {
    if (!this.isLinked) this.location = join(location, name)
    this.links?.open(this.location)
    this.path = join(path, name)
    for (const [inner, folder] of this.folders) {
      this.links?.close(folder.location)
      folder.rename(this.location, this.path, inner)
    }
    this.handler.onRenamed?.(this)
  }

  /** Reports the files in the order of the names, in whatever order the system answers. */
  private async statFiles(names: readonly string[]): Promise<void> {
    for (let at = 0; at < names.length; at += STAT_GROUP_FILES) {
      const group = names.slice(at, at + STAT_GROUP_FILES)
      const states = await Promise.all(group.map((name) => this.statFile(name)))
      for (const { name, file, problem } of states)
        if (problem === undefined) this.updateFile(name, file)
        else this.failedFiles.set(name, problem)
    }
  }

  private async statFile(name: string): Promise<FileState> {
    try {
      return { name, file: await statLiveFile(this.locationOf(name)) }
    } catch (error) {
      return { name, file: undefined, problem: describeReadError(error) }
    }
  }

  private updateFile(name: string, file: FileState['file']): void {
    if (file === 'not a file') this.markUnlisted()
    if (!file || file === 'not a file') {
      this.removeFile(name)
      return
    }
    const before = this.files.get(name)
    this.files.set(name, file)
    if (!before) this.handler.onFileAppeared(this, name, file)
    else if (!isSame(before, file)) this.handler.onFileChanged(this, name, file, before)
  }

  /** The path of the file with this name: of the target, where the name is a link. */
  locationOf(name: string): string {
    return this.linkedFiles.get(name) ?? join(this.location, name)
  }

  private open(): void {
    if (!this.exists) this.handler.onOpened?.(this)
    this.exists = true
  }

  /** Reports everything in it as gone. */
  close(): void {
    for (const folder of this.folders.values()) {
      folder.close()
      this.links?.close(folder.location)
    }
    this.folders.clear()
    for (const name of [...this.files.keys()]) this.removeFile(name)
    this.otherEntries.clear()
    this.linkNames.clear()
    this.linkedFiles.clear()
    this.unopenedLinks.clear()
    this.failedFiles.clear()
    if (this.exists) this.handler.onClosed?.(this)
    this.exists = false
  }

  /** Yields this folder and all below it, each before its subfolders. */
  *subtree(): Generator<LiveFolder> {
    yield this
    for (const folder of this.folders.values()) yield* folder.subtree()
  }
}

const isSame = (left: LiveFile, right: LiveFile): boolean =>
  left.bytes === right.bytes &&
  left.written === right.written &&
  left.created === right.created &&
  left.id === right.id
