import type { EtlDecoder } from '../etl-event.ts'
import { manifest } from './manifest/manifest.ts'
import type { Manifest } from './manifest/manifest-model.ts'
import { stringOnly } from './string-only.ts'
import { traceLogging } from './trace-logging/trace-logging.ts'
import { kernel } from './windows-kernel/kernel.ts'

export interface KnownSchemas {
  /** Of `--manifest`, read with `readManifest`. */
  readonly manifests?: readonly Manifest[]
}

/**
 * Decoders for one trace, in the order they are asked; they learn from it, so each trace needs its
 * own.
 */
export const etlDecoders = ({ manifests = [] }: KnownSchemas = {}): readonly EtlDecoder[] => [
  traceLogging(),
  stringOnly(),
  manifest(manifests),
  kernel(),
]
