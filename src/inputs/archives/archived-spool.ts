import { defined } from '../../model/defined.ts'
import { formatUtcOffset } from '../../model/moment.ts'
import type { FoundInput, SpoolEntry } from '../find-files.ts'
import type { ArchiveEntry } from './archive-entry.ts'

/** The first `History Spooler` in a path that is a folder, and the rest of the path. */
export function findSpoolFolder(
  shown: string,
  kind: ArchiveEntry['kind'],
): { readonly folder: string; readonly rest: string } | undefined {
  const parts = shown.split('/')
  const at = parts.findIndex((part) => /^history spooler$/i.test(part))
  if (at < 0 || (at === parts.length - 1 && kind !== 'folder')) return undefined
  return { folder: parts.slice(0, at + 1).join('/'), rest: parts.slice(at + 1).join('/') }
}

/** A History Spooler as an archive lists it: nothing in it is opened. */
export class ArchivedSpool {
  private readonly found: Omit<FoundInput, 'items' | 'notes'>
  private readonly items: SpoolEntry[] = []
  private readonly notes = new Set<string>()

  constructor(found: Omit<FoundInput, 'items' | 'notes'>) {
    this.found = found
  }

  add(name: string, { bytes, written, created }: ArchiveEntry): void {
    const times = {
      ...defined({ written, created }),
    }
    this.items.push({ name, bytes, ...times })
  }

  note(text: string): void {
    this.notes.add(text)
  }

  result(): FoundInput {
    const items = [...this.items].sort((left, right) => (left.name < right.name ? -1 : 1))
    return { ...this.found, items, notes: [...this.notes] }
  }
}

/** That times are those of DOS, and in which zone they were read. */
export const dosTimesNote = (utcOffset: number | undefined): string =>
  utcOffset === undefined
    ? 'The archive has times to 2 s, local time of unknown offset, read as UTC (--utc-offset to say which)'
    : `The archive has times to 2 s, local time, read as UTC${formatUtcOffset(utcOffset)}`
