import type { Layout } from '../layout.ts'
import type { MessagePart } from './manifest-message.ts'
import type { ValueMap } from './value-map.ts'

/** What a manifest says of one version of one event. */
export interface ManifestEvent {
  readonly id: number
  readonly version: number
  /** Task and opcode, `GarbageCollection/Start`, else its symbol. */
  readonly name: string | undefined
  readonly layout: Layout
  readonly message: readonly MessagePart[] | undefined
}

export interface ManifestProvider {
  /** Lower case, without braces. */
  readonly guid: string
  readonly name: string
  readonly events: readonly ManifestEvent[]
}

/**
 * An instrumentation manifest, read: a `.man` file, or what a .NET EventSource writes into the
 * trace.
 */
export interface Manifest {
  readonly providers: readonly ManifestProvider[]
  /** What in it could not be read, in words. */
  readonly problems: readonly string[]
}

/** Maps of one provider by name. They may come after the events that use them. */
export type ValueMaps = Map<string, ValueMap>
