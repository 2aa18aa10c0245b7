import type { EtlDecoder } from '../etl-event.ts'
import { manifestDecoder } from './manifest/manifest-decoder.ts'
import type { Manifest } from './manifest/manifest-model.ts'
import { stringDecoder } from './string-decoder.ts'
import { traceLoggingDecoder } from './trace-logging/trace-logging-decoder.ts'
import { kernelDecoder } from './windows-kernel/kernel-decoder.ts'

export interface SuppliedSchemas {
  /** Manifests from `--manifest`, read with `readManifest`. */
  readonly manifests?: readonly Manifest[]
}

/**
 * Creates the decoders for one trace, in the order in which they are tried. They learn schemas from
 * the trace, so each trace needs its own.
 */
export const createEtlDecoders = ({
  manifests = [],
}: SuppliedSchemas = {}): readonly EtlDecoder[] => [
  traceLoggingDecoder(),
  stringDecoder(),
  manifestDecoder(manifests),
  kernelDecoder(),
]
