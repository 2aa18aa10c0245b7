import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { defined } from '../../model/defined.ts'
import { folderUser } from '../find-files.ts'
import type { OpenFile } from './followed-logs.ts'
import { type LiveFile, toLiveFile } from './live-file.ts'
import type { FileEntry } from './live-tree.ts'

/** Enough to recognize a log. */
const HEAD_BYTES = 256 << 10
/**
 * Each takes a handle of the system until the next scan.
 * Limit: new files that stay open between two scans of a watched folder.
 * Beyond: the file is opened by the next scan, if it still exists then.
 */
const MAX_CAUGHT = 256
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants

/** A file that was opened as soon as its folder reported it. */
export interface CaughtFile extends OpenFile {
  /** On the steady clock. */
  readonly at: number
}

/**
 * Opens new files at once, before they are renamed or deleted: an open file is not lost. They wait
 * here until it is known whether they are logs.
 */
export class CaughtFiles {
  /** By id. */
  private readonly files = new Map<string, CaughtFile>()

  /**
   * Opens the file at a path, unless `isKnown` says that it needs no opening. Returns the file that
   * is at the path and open; undefined when there is none, or too many are open.
   */
  catch(
    folder: { readonly location: string; readonly path: string },
    name: string,
    now: number,
    isKnown: (file: LiveFile) => boolean,
  ): FileEntry | undefined {
    const opened = openFile({
      location: join(folder.location, name),
      path: join(folder.path, name),
      ...folderUser(folder.location),
    })
    if (!opened) return undefined
    const caught = { ...opened, at: now }
    const { id } = caught.entry.file
    const isOpen = this.files.has(id) || isKnown(caught.entry.file)
    if (id !== '' && !isOpen && this.files.size < MAX_CAUGHT) {
      this.files.set(id, caught)
      return caught.entry
    }
    closeSync(caught.descriptor)
    return isOpen ? caught.entry : undefined
  }

  /** Opens the file of an entry. Returns undefined when it does not exist. */
  open({ location, path, user }: FileEntry): OpenFile | undefined {
    const opened = openFile({ location, path, ...defined({ user }) })
    const caught = opened && this.files.get(opened.entry.file.id)
    if (!caught) return opened
    closeSync(opened.descriptor)
    return { entry: opened.entry, descriptor: caught.descriptor }
  }

  /** Returns the files that wait, in the order in which they were caught. */
  all(): CaughtFile[] {
    return [...this.files.values()]
  }

  has(id: string): boolean {
    return this.files.has(id)
  }

  /** The file is followed from now on, by its descriptor. */
  release({ entry }: Pick<CaughtFile, 'entry'>): void {
    this.files.delete(entry.file.id)
  }

  /** Closes a file. */
  drop(caught: CaughtFile): void {
    this.release(caught)
    closeSync(caught.descriptor)
  }

  close(): void {
    for (const caught of this.all()) this.drop(caught)
  }
}

/** The size that a caught file has now, and the number of its names. */
export function statCaught({ descriptor, entry }: CaughtFile): {
  readonly entry: FileEntry
  readonly links: number
} {
  const stats = fstatSync(descriptor, { bigint: true })
  return { entry: { ...entry, file: toLiveFile(stats) }, links: Number(stats.nlink) }
}

/** The first bytes of a caught file of this size. */
export function headOf({ descriptor }: CaughtFile, bytes: number): Buffer {
  const head = Buffer.alloc(Math.min(bytes, HEAD_BYTES))
  return head.subarray(0, readSync(descriptor, head, 0, head.length, 0))
}

/** Opens a file; neither a link nor a pipe, which would wait for its other end. */
function openFile(place: Omit<FileEntry, 'kind' | 'file'>): OpenFile | undefined {
  let descriptor: number
  try {
    descriptor = openSync(place.location, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  } catch {
    // Nothing is there any more, or it cannot be read: the next scan says so.
    return undefined
  }
  const stats = fstatSync(descriptor, { bigint: true })
  if (stats.isFile())
    return { descriptor, entry: { kind: 'file', ...place, file: toLiveFile(stats) } }
  closeSync(descriptor)
  return undefined
}
