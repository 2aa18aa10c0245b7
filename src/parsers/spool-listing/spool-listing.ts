import { defined, type Mutable } from '../../model/defined.ts'
import { parseIsoTime } from '../../model/moment.ts'
import type { SpoolItemObservation } from '../../model/observation.ts'
import type { ParseContext } from '../../model/parser.ts'
import { parseCultureTime } from '../shared/culture-time.ts'
import { parseSpoolPath, type SpoolPath } from './spool-path.ts'
import { SpooledItems } from './spooled-items.ts'

interface ListedFile {
  /** Absent when the listing shows names only. */
  readonly bytes?: number
  /** As printed: ISO 8601 with a zone, otherwise in the culture of the machine. */
  readonly written?: string
  readonly created?: string
  readonly accessed?: string
  readonly line: number
}

/** Maximum number of items emitted by one call of `emitBatch`. */
const ITEMS_PER_BATCH = 64
/** Stands for an item's name when the path of its folder is parsed. */
const PLACEHOLDER_NAME = 'x'

/**
 * Collects the contents of History Spooler folders from listings. A file may be listed twice, by
 * its write time and by its creation time.
 */
export class SpoolListing {
  private readonly folders = new Map<string, { readonly place: SpoolPath; readonly line: number }>()
  private readonly items = new SpooledItems()
  /** By the path of a folder in lower case: whether all of its rows are known. */
  private readonly wholeListings = new Map<string, boolean>()
  private emittedItems = 0
  private collected: { readonly at: number; readonly line: number } | undefined
  /** The folder of the last row, and its parsed path. */
  private lastFolder = ''
  private lastPlace: SpoolPath | undefined
  private readonly context: ParseContext

  constructor(context: ParseContext) {
    this.context = context
  }

  /** Sets the time at which the listing was made. The last call counts. */
  setCollected(at: number, line: number): void {
    this.collected = { at, line }
  }

  addFolder(path: string, line: number): void {
    const place = parseSpoolPath(path)
    if (place && !this.folders.has(place.folder.toLowerCase()))
      this.folders.set(place.folder.toLowerCase(), { place, line })
  }

  /**
   * Notes the end of a listing of one folder. `isWhole` is false when rows are missing or were not
   * understood. One whole listing of a folder is enough.
   */
  endFolder(path: string, isWhole: boolean): void {
    const key = path.toLowerCase()
    this.wholeListings.set(key, isWhole || this.wholeListings.get(key) === true)
  }

  addItem(path: string, file: ListedFile): void {
    this.addPlace(parseSpoolPath(path), file)
  }

  /**
   * Adds an item from a row under the heading of its folder. A folder has many rows, so its path is
   * parsed once.
   */
  addRow(folder: string, name: string, file: ListedFile): void {
    if (name.includes('\\') || name.includes('/')) {
      this.addItem(`${folder}\\${name}`, file)
      return
    }
    if (folder !== this.lastFolder) {
      this.lastFolder = folder
      this.lastPlace = parseSpoolPath(`${folder}\\${PLACEHOLDER_NAME}`)
    }
    const place = this.lastPlace
    if (place)
      this.addPlace({ ...place, name: place.name.slice(0, -PLACEHOLDER_NAME.length) + name }, file)
  }

  private addPlace(
    place: SpoolPath | undefined,
    { bytes, written, created, line }: ListedFile,
  ): void {
    if (!place || place.name === '') return
    const folders = this.items.folderCount
    const item = this.items.findOrAdd(place, bytes, line)
    if (this.items.folderCount > folders) this.addFolder(place.folder, line)
    const writtenAt = this.parseTime(written, line)
    const createdAt = this.parseTime(created, line)
    if (writtenAt !== undefined) this.items.setWritten(item, writtenAt)
    if (createdAt !== undefined) this.items.setCreated(item, createdAt)
  }

  private parseTime(text: string | undefined, line: number): number | undefined {
    if (text === undefined || text.trim() === '') return undefined
    const { clock, tally } = this.context
    const exact = parseIsoTime(text.trim())
    if (exact !== undefined) return exact
    const local = parseCultureTime(text, clock.dateOrder)
    if (local === undefined)
      tally.addDamage({ line, reason: `a date and time that cannot be read: ${text.slice(0, 40)}` })
    return local === undefined ? undefined : local - clock.utcOffset * 60_000
  }

  /** Emits everything that was collected. */
  emit(): void {
    this.emitFolders()
    while (this.emitBatch()) {}
  }

  /** Emits the folders. Call this after everything was collected and before the items. */
  emitFolders(): void {
    const { path, emit } = this.context
    if (this.collected)
      emit({
        kind: 'collected',
        at: this.collected.at,
        from: 'the folder listing',
        source: { path, line: this.collected.line },
      })
    const partial = new Set(
      [...this.wholeListings]
        .filter(([, isWhole]) => !isWhole)
        .map(([listed]) => parseSpoolPath(listed)?.folder),
    )
    for (const [key, { place, line }] of this.folders) {
      const { folder, user } = place
      emit({
        kind: 'spool-folder',
        folder,
        via: 'listing',
        ...defined({
          takenAt: this.collected?.at,
          user,
          isPartial: partial.has(key) ? (true as const) : undefined,
        }),
        source: { path, line },
      })
    }
  }

  /** Emits the next items. Returns false when none were left. */
  emitBatch(): boolean {
    const { path, emit } = this.context
    const from = this.emittedItems
    this.emittedItems = Math.min(this.items.length, from + ITEMS_PER_BATCH)
    const takenAt = this.collected?.at
    for (let index = from; index < this.emittedItems; index += 1) {
      const { place, line, bytes, written, created } = this.items.get(index)
      const { folder, name, user } = place
      // Assigned property by property, because spreads would allocate several objects per item.
      const observation: Mutable<SpoolItemObservation> = {
        kind: 'spool-item',
        folder,
        name,
        via: 'listing',
        source: { path, line },
      }
      if (bytes !== undefined) observation.bytes = bytes
      if (user !== undefined) observation.user = user
      if (written !== undefined) observation.written = written
      if (created !== undefined) observation.created = created
      if (takenAt !== undefined) observation.takenAt = takenAt
      emit(observation)
    }
    this.items.releaseBefore(this.emittedItems)
    return this.emittedItems > from
  }
}
