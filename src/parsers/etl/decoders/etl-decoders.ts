import type { EtlDecoder } from '../etl-event.ts'
import { kernel } from './kernel.ts'
import { manifest } from './manifest.ts'
import type { Manifest } from './manifest-model.ts'
import { stringOnly } from './string-only.ts'
import { traceLogging } from './trace-logging.ts'

export interface KnownSchemas {
  /** Of `--manifest`, read with `readManifest`. */
  readonly manifests?: readonly Manifest[]
}

/** Decoders for one trace, in the order they are asked; they learn from it, so each trace needs its own. */
export const etlDecoders = ({ manifests = [] }: KnownSchemas = {}): readonly EtlDecoder[] => [
  traceLogging(),
  stringOnly(),
  manifest(manifests),
  kernel(),
]
