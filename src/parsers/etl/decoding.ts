import type { Decoding } from '../../model/parser.ts'
import { etlDecoders } from './decoders/etl-decoders.ts'
import type { Manifest } from './decoders/manifest/manifest-model.ts'
import { readManifest } from './decoders/manifest/read-manifest.ts'
import { traceHeader } from './decoders/trace-header.ts'
import type { EtlDecoder } from './etl-event.ts'
import { readTmf } from './wpp/read-tmf.ts'
import { type Tmf, tmfOf } from './wpp/tmf.ts'
import { wpp } from './wpp/wpp.ts'
import type { DecodeAnsi } from './wpp/wpp-payload.ts'

interface Compiled {
  readonly tmf: Tmf
  readonly manifests: readonly Manifest[]
}

const NOTHING: Compiled = { tmf: new Map(), manifests: [] }
/** What the user gave is read once for all traces of a thread, when the first of them is met. */
const compiled = new WeakMap<Decoding, Compiled>()

function compile(decoding: Decoding | undefined): Compiled {
  if (!decoding) return NOTHING
  const known = compiled.get(decoding)
  if (known) return known
  const fresh = {
    tmf: tmfOf(decoding.tmf.map(({ text }) => readTmf(text))),
    manifests: decoding.manifests.map(({ text }) => readManifest(text)),
  }
  compiled.set(decoding, fresh)
  return fresh
}

/**
 * Decoders for one trace, in the order they are asked; they learn from it, so each trace needs its
 * own.
 */
export function traceDecoders(
  decoding: Decoding | undefined,
  decodeAnsi: DecodeAnsi,
): readonly EtlDecoder[] {
  const { tmf, manifests } = compile(decoding)
  return [traceHeader(), ...etlDecoders({ manifests }), wpp({ tmf, decodeAnsi })]
}
