import type { DecodingFiles } from '../../model/parser.ts'
import { createEtlDecoders } from './decoders/etl-decoders.ts'
import type { Manifest } from './decoders/manifest/manifest-model.ts'
import { readManifest } from './decoders/manifest/read-manifest.ts'
import { traceHeaderDecoder } from './decoders/trace-header-decoder.ts'
import type { EtlDecoder } from './etl-event.ts'
import { readTmf } from './wpp/read-tmf.ts'
import { indexTmfMessages, type TmfIndex } from './wpp/tmf.ts'
import { wppDecoder } from './wpp/wpp-decoder.ts'
import type { DecodeAnsi } from './wpp/wpp-payload.ts'

interface ParsedSchemas {
  readonly tmf: TmfIndex
  readonly manifests: readonly Manifest[]
}

const NO_SCHEMAS: ParsedSchemas = { tmf: new Map(), manifests: [] }
/** The files of the user are parsed once per thread, when the first trace needs them. */
const parsedSchemas = new WeakMap<DecodingFiles, ParsedSchemas>()

function parseSchemas(decoding: DecodingFiles | undefined): ParsedSchemas {
  if (!decoding) return NO_SCHEMAS
  const known = parsedSchemas.get(decoding)
  if (known) return known
  const parsed = {
    tmf: indexTmfMessages(decoding.tmf.map(({ text }) => readTmf(text))),
    manifests: decoding.manifests.map(({ text }) => readManifest(text)),
  }
  parsedSchemas.set(decoding, parsed)
  return parsed
}

/**
 * Creates the decoders for one trace, in the order in which they are tried. They learn schemas from
 * the trace, so each trace needs its own.
 */
export function createTraceDecoders(
  decoding: DecodingFiles | undefined,
  decodeAnsi: DecodeAnsi,
): readonly EtlDecoder[] {
  const { tmf, manifests } = parseSchemas(decoding)
  return [
    traceHeaderDecoder(),
    ...createEtlDecoders({ manifests }),
    wppDecoder({ tmf, decodeAnsi }),
  ]
}
