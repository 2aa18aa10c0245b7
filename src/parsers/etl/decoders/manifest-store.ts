import type { Manifest, ManifestEvent, ValueMaps } from './manifest-model.ts'

/** Where a schema is from, the least trusted first: what the machine that recorded knew beats what the user has. */
const ORIGINS = ['supplied', 'event-source', 'event-info'] as const
export type Origin = (typeof ORIGINS)[number]

/** A trace needs hundreds; damaged ones could bring any number. */
const MOST_EVENTS = 50_000
const MOST_PROVIDERS = 4096
/** Versions have one byte. */
const VERSIONS = 256

export interface KnownEvent {
  readonly provider: string
  readonly event: ManifestEvent
  readonly origin: Origin
}

/** Schemas by provider, id and version. */
export class ManifestStore {
  private readonly events = new Map<string, Map<number, KnownEvent>>()
  private readonly mapsByProvider = new Map<string, ValueMaps>()
  private readonly names = new Map<string, string>()
  private readonly lastXml = new Map<string, string>()
  private size = 0

  constructor(supplied: readonly Manifest[]) {
    for (const one of supplied) this.addManifest(one, 'supplied')
  }

  addManifest({ providers }: Manifest, origin: Origin): void {
    for (const { guid, name, events } of providers) {
      this.names.set(guid, name)
      for (const event of events) this.add(guid, name, event, origin)
    }
  }

  add(guid: string, provider: string, event: ManifestEvent, origin: Origin): void {
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
  }

  find(guid: string, id: number, version: number): KnownEvent | undefined {
    return this.events.get(guid)?.get(id * VERSIONS + version)
  }

  providerName(guid: string): string | undefined {
    return this.names.get(guid)
  }

  /** Maps of one provider from blobs; filled as they are met. */
  maps(guid: string): ValueMaps {
    const known = this.mapsByProvider.get(guid)
    if (known) return known
    const maps: ValueMaps = new Map()
    if (this.mapsByProvider.size < MOST_PROVIDERS) this.mapsByProvider.set(guid, maps)
    return maps
  }

  /** Every session that asks gets the same manifest again. */
  isNewXml(guid: string, xml: string): boolean {
    if (this.lastXml.get(guid) === xml) return false
    if (this.lastXml.size < MOST_PROVIDERS) this.lastXml.set(guid, xml)
    return true
  }
}
