import type { Layout } from '../layout.ts'
import type { MessagePart } from './manifest-message.ts'
import type { ValueMap } from './value-map.ts'

/** Schema of one version of one event. */
export interface ManifestEvent {
  readonly id: number
  readonly version: number
  /** Task and opcode, such as `GarbageCollection/Start`; else its symbol. */
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
 * A parsed instrumentation manifest: a `.man` file, or one that a .NET EventSource wrote to the
 * trace.
 */
export interface Manifest {
  readonly providers: readonly ManifestProvider[]
  /** Descriptions of the parts that could not be read. */
  readonly problems: readonly string[]
}

/** Value maps of one provider by name. They may arrive after the events that use them. */
export type ValueMaps = Map<string, ValueMap>
