import type { Manifest, ManifestEvent, ValueMaps } from './manifest-model.ts'

/**
 * Where a schema is from, the least trusted first: what the machine that recorded knew beats what
 * the user has.
 */
const ORIGINS = ['supplied', 'event-source', 'event-info'] as const
export type SchemaOrigin = (typeof ORIGINS)[number]

/** A trace needs hundreds; damaged ones could bring any number. */
const MOST_EVENTS = 50_000
const MOST_PROVIDERS = 4096
/** Versions have one byte. */
const VERSIONS = 256

export interface StoredEvent {
  readonly provider: string
  readonly event: ManifestEvent
  readonly origin: SchemaOrigin
}

/** Schemas by provider, id and version. */
export class ManifestStore {
  private readonly events = new Map<string, Map<number, StoredEvent>>()
  private readonly mapsByProvider = new Map<string, ValueMaps>()
  private readonly names = new Map<string, string>()
  private readonly seenXml = new Set<string>()
  /** Found for versions that no schema is known for; forgotten with each schema that comes. */
  private readonly olderVersions = new Map<string, StoredEvent | undefined>()
  private size = 0

  constructor(supplied: readonly Manifest[]) {
    for (const one of supplied) this.addManifest(one, 'supplied')
  }

  addManifest({ providers }: Manifest, origin: SchemaOrigin): void {
    for (const { guid, name, events } of providers) {
      this.names.set(guid, name)
      for (const event of events) this.add(guid, name, event, origin)
    }
  }

  add(guid: string, provider: string, event: ManifestEvent, origin: SchemaOrigin): void {
    let ofProvider = this.events.get(guid)
    if (ofProvider === undefined) {
      if (this.events.size >= MOST_PROVIDERS) return
      ofProvider = new Map()
      this.events.set(guid, ofProvider)
    }
    const key = event.id * VERSIONS + event.version
    const known = ofProvider.get(key)
    if (known && ORIGINS.indexOf(known.origin) > ORIGINS.indexOf(origin)) return
    if (known === undefined) {
      if (this.size >= MOST_EVENTS) return
      this.size += 1
    }
    ofProvider.set(key, { provider, event, origin })
    if (this.olderVersions.size > 0) this.olderVersions.clear()
  }

  /**
   * The schema of this version, else of the last one before: new versions mostly add fields at the
   * end.
   */
  find(guid: string, id: number, version: number): StoredEvent | undefined {
    const ofProvider = this.events.get(guid)
    if (ofProvider === undefined) return undefined
    return ofProvider.get(id * VERSIONS + version) ?? this.findOlder(ofProvider, guid, id, version)
  }

  private findOlder(
    ofProvider: ReadonlyMap<number, StoredEvent>,
    guid: string,
    id: number,
    version: number,
  ): StoredEvent | undefined {
    const key = `${guid} ${id} ${version}`
    if (this.olderVersions.has(key)) return this.olderVersions.get(key)
    let found: StoredEvent | undefined
    for (let before = version - 1; before >= 0 && found === undefined; before -= 1)
      found = ofProvider.get(id * VERSIONS + before)
    if (this.olderVersions.size >= MOST_EVENTS) this.olderVersions.clear()
    this.olderVersions.set(key, found)
    return found
  }

  providerName(guid: string): string | undefined {
    return this.names.get(guid)
  }

  /** Maps of one provider from blobs; filled as they are met. */
  mapsOf(guid: string): ValueMaps {
    const known = this.mapsByProvider.get(guid)
    if (known) return known
    const maps: ValueMaps = new Map()
    if (this.mapsByProvider.size < MOST_PROVIDERS) this.mapsByProvider.set(guid, maps)
    return maps
  }

  /** Every session that asks gets the same manifest again. */
  rememberXml(guid: string, xml: string): boolean {
    const key = `${guid} ${xml.length} ${hashOfText(xml)}`
    if (this.seenXml.has(key)) return false
    if (this.seenXml.size < MOST_PROVIDERS) this.seenXml.add(key)
    return true
  }
}

/** FNV-1a. */
function hashOfText(text: string): number {
  let hash = 0x811c9dc5 | 0
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}
