import type { Manifest, ManifestEvent, ValueMaps } from './manifest-model.ts'

/**
 * Origins of schemas, least trusted first. The machine that recorded the trace knows its schemas
 * better than the user's files.
 */
const ORIGINS = ['supplied', 'event-source', 'event-info'] as const
export type SchemaOrigin = (typeof ORIGINS)[number]

/**
 * Bounds the memory: a trace needs hundreds of schemas, a damaged one could bring any number.
 * Limit: events described by schemas.
 * Beyond: further ones are not decoded.
 */
const MAX_EVENTS = 50_000
/**
 * A machine has about two thousand.
 * Limit: providers described by schemas.
 * Beyond: further ones are not decoded.
 */
const MAX_PROVIDERS = 4096
/** Number of versions: a version has one byte. */
const VERSIONS = 256

export interface StoredEvent {
  readonly provider: string
  readonly event: ManifestEvent
  readonly origin: SchemaOrigin
}

/** Stores event schemas by provider, id and version. */
export class ManifestStore {
  private readonly events = new Map<string, Map<number, StoredEvent>>()
  private readonly mapsByProvider = new Map<string, ValueMaps>()
  private readonly names = new Map<string, string>()
  private readonly knownXml = new Set<string>()
  /** Cached results of `findOlder`. Cleared when a schema is added. */
  private readonly olderVersions = new Map<string, StoredEvent | undefined>()
  private size = 0

  constructor(supplied: readonly Manifest[]) {
    for (const manifest of supplied) this.addManifest(manifest, 'supplied')
  }

  addManifest({ providers }: Manifest, origin: SchemaOrigin): void {
    for (const { guid, name, events } of providers) {
      this.names.set(guid, name)
      for (const event of events) this.add(guid, name, event, origin)
    }
  }

  add(guid: string, provider: string, event: ManifestEvent, origin: SchemaOrigin): void {
    let providerEvents = this.events.get(guid)
    if (providerEvents === undefined) {
      if (this.events.size >= MAX_PROVIDERS) return
      providerEvents = new Map()
      this.events.set(guid, providerEvents)
    }
    const key = event.id * VERSIONS + event.version
    const known = providerEvents.get(key)
    if (known && ORIGINS.indexOf(known.origin) > ORIGINS.indexOf(origin)) return
    if (known === undefined) {
      if (this.size >= MAX_EVENTS) return
      this.size += 1
    }
    providerEvents.set(key, { provider, event, origin })
    if (this.olderVersions.size > 0) this.olderVersions.clear()
  }

  /**
   * Finds the schema of this version, or else of the latest older version: new versions mostly add
   * fields at the end.
   */
  find(guid: string, id: number, version: number): StoredEvent | undefined {
    const providerEvents = this.events.get(guid)
    if (providerEvents === undefined) return undefined
    return (
      providerEvents.get(id * VERSIONS + version) ??
      this.findOlder(providerEvents, guid, id, version)
    )
  }

  private findOlder(
    providerEvents: ReadonlyMap<number, StoredEvent>,
    guid: string,
    id: number,
    version: number,
  ): StoredEvent | undefined {
    const key = `${guid} ${id} ${version}`
    if (this.olderVersions.has(key)) return this.olderVersions.get(key)
    let found: StoredEvent | undefined
    for (let before = version - 1; before >= 0 && found === undefined; before -= 1)
      found = providerEvents.get(id * VERSIONS + before)
    if (this.olderVersions.size >= MAX_EVENTS) this.olderVersions.clear()
    this.olderVersions.set(key, found)
    return found
  }

  providerName(guid: string): string | undefined {
    return this.names.get(guid)
  }

  /** Value maps of one provider; the caller adds maps as events bring them. */
  mapsOf(guid: string): ValueMaps {
    const known = this.mapsByProvider.get(guid)
    if (known) return known
    const maps: ValueMaps = new Map()
    if (this.mapsByProvider.size < MAX_PROVIDERS) this.mapsByProvider.set(guid, maps)
    return maps
  }

  /**
   * Remembers the XML of a manifest. Returns false when it was known: every new session makes the
   * provider write its manifest again.
   */
  rememberXml(guid: string, xml: string): boolean {
    const key = `${guid} ${xml.length} ${hashOfText(xml)}`
    if (this.knownXml.has(key)) return false
    if (this.knownXml.size < MAX_PROVIDERS) this.knownXml.add(key)
    return true
  }
}

/** FNV-1a hash. */
function hashOfText(text: string): number {
  let hash = 0x811c9dc5 | 0
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}
