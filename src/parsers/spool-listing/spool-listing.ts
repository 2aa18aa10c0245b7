import { defined } from '../../model/defined.ts'
import { parseIsoTime } from '../../model/moment.ts'
import type { SpoolItemSeen } from '../../model/observation.ts'
import type { ParseContext } from '../../model/parser.ts'
import type { Written } from '../../model/written.ts'
import { cultureTime } from '../shared/culture-time.ts'
import { type SpoolPath, spoolPath } from './spool-path.ts'
import { SpooledItems } from './spooled-items.ts'

interface ListedFile {
  readonly bytes: number
  /** As printed: ISO 8601 with a zone, else in the culture of the machine. */
  readonly written?: string
  readonly created?: string
  readonly accessed?: string
  readonly line: number
}

/** So many items are handed on at a time. */
const BATCH = 64
/** A name as good as any, to see what the path of an item in a folder tells. */
const ANY_NAME = 'x'

/**
 * Gathers what listings say of History Spooler folders; one file may be listed twice, by its write
 * and by its creation time.
 */
export class SpoolListing {
  private readonly folders = new Map<string, { readonly place: SpoolPath; readonly line: number }>()
  private readonly items = new SpooledItems()
  private handedOn = 0
  private taken: { readonly at: number; readonly line: number } | undefined
  /** The folder that the last row stood in, and where that is. */
  private inside = ''
  private insidePlace: SpoolPath | undefined
  private readonly context: ParseContext

  constructor(context: ParseContext) {
    this.context = context
  }

  /** The listing says when it was taken: the last one said counts. */
  collected(at: number, line: number): void {
    this.taken = { at, line }
  }

  folder(path: string, line: number): void {
    const place = spoolPath(path)
    if (place && !this.folders.has(place.folder.toLowerCase()))
      this.folders.set(place.folder.toLowerCase(), { place, line })
  }

  item(path: string, file: ListedFile): void {
    this.add(spoolPath(path), file)
  }

  /**
   * An item as a row below the heading of its folder tells it. A folder has many: its own path is
   * looked at once.
   */
  row(folder: string, name: string, file: ListedFile): void {
    if (name.includes('\\') || name.includes('/')) {
      this.item(`${folder}\\${name}`, file)
      return
    }
    if (folder !== this.inside) {
      this.inside = folder
      this.insidePlace = spoolPath(`${folder}\\${ANY_NAME}`)
    }
    const place = this.insidePlace
    if (place) this.add({ ...place, name: place.name.slice(0, -ANY_NAME.length) + name }, file)
  }

  private add(place: SpoolPath | undefined, { bytes, written, created, line }: ListedFile): void {
    if (!place || place.name === '') return
    const folders = this.items.folders
    const item = this.items.at(place, bytes, line)
    if (this.items.folders > folders) this.folder(place.folder, line)
    const writtenAt = this.time(written, line)
    const createdAt = this.time(created, line)
    if (writtenAt !== undefined) this.items.setWritten(item, writtenAt)
    if (createdAt !== undefined) this.items.setCreated(item, createdAt)
  }

  private time(text: string | undefined, line: number): number | undefined {
    if (text === undefined || text.trim() === '') return undefined
    const { clock, tally } = this.context
    const exact = parseIsoTime(text.trim())
    if (exact !== undefined) return exact
    const local = cultureTime(text, clock.dateOrder)
    if (local === undefined)
      tally.lost({ line, reason: `a date and time that cannot be read: ${text.slice(0, 40)}` })
    return local === undefined ? undefined : local - clock.utcOffset * 60_000
  }

  /** Hands on all that was gathered. */
  emit(): void {
    this.emitFolders()
    while (this.emitSome()) {}
  }

  /** To be called when all has been gathered, before the items. */
  emitFolders(): void {
    const { path, emit } = this.context
    if (this.taken)
      emit({
        kind: 'collected',
        at: this.taken.at,
        from: 'the folder listing',
        source: { path, line: this.taken.line },
      })
    for (const { place, line } of this.folders.values()) {
      const { folder, user } = place
      emit({
        kind: 'spool-folder',
        folder,
        via: 'listing',
        ...this.takenAt,
        ...defined({ user: user ? user : undefined }),
        source: { path, line },
      })
    }
  }

  /** Hands on the next of the items; false when there were none left. */
  emitSome(): boolean {
    const { path, emit } = this.context
    const from = this.handedOn
    this.handedOn = Math.min(this.items.length, from + BATCH)
    const takenAt = this.taken?.at
    for (let index = from; index < this.handedOn; index += 1) {
      const { place, line, bytes, written, created } = this.items.get(index)
      const { folder, name, user } = place
      // Put together property by property: spreading makes more of them than there are items.
      const seen: Written<SpoolItemSeen> = {
        kind: 'spool-item',
        folder,
        name,
        bytes,
        via: 'listing',
        source: { path, line },
      }
      if (user !== undefined) seen.user = user
      if (written !== undefined) seen.written = written
      if (created !== undefined) seen.created = created
      if (takenAt !== undefined) seen.takenAt = takenAt
      emit(seen)
    }
    this.items.letGoBefore(this.handedOn)
    return this.handedOn > from
  }

  private get takenAt(): { readonly takenAt?: number } {
    return this.taken === undefined ? {} : { takenAt: this.taken.at }
  }
}
