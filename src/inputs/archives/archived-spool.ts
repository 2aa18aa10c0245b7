import { defined } from '../../model/defined.ts'
import { formatUtcOffset } from '../../model/moment.ts'
import type { FoundInput, SpoolEntry } from '../find-files.ts'
import type { ArchiveEntry } from './archive-entry.ts'

/** Returns the path up to the first folder named `History Spooler`, or undefined if none is. */
export function findSpoolFolder(path: string, kind: ArchiveEntry['kind']): string | undefined {
  const parts = path.split('/')
  const index = parts.findIndex((part) => /^history spooler$/i.test(part))
  const isFile = index === parts.length - 1 && kind !== 'folder'
  return index < 0 || isFile ? undefined : parts.slice(0, index + 1).join('/')
}

/** A History Spooler as an archive lists it. Nothing in it is opened. */
export class ArchivedSpool {
  private readonly found: FoundInput
  private readonly items: SpoolEntry[] = []
  private readonly notes = new Set<string>()

  constructor(found: FoundInput) {
    this.found = found
  }

  add(name: string, { bytes, written, created }: ArchiveEntry): void {
    this.items.push({ name, bytes, ...defined({ written, created }) })
  }

  addNote(text: string): void {
    this.notes.add(text)
  }

  result(): FoundInput {
    const items = [...this.items].sort((left, right) => (left.name < right.name ? -1 : 1))
    return { ...this.found, items, notes: [...this.notes] }
  }
}

/** Returns the note that times are DOS times, and in which zone they were read. */
export const dosTimesNote = (utcOffset: number | undefined): string =>
  utcOffset === undefined
    ? 'The archive has times to 2 s, local time of unknown offset, read as UTC ' +
      '(--utc-offset to change)'
    : `The archive has times to 2 s, local time, read as UTC${formatUtcOffset(utcOffset)}`
