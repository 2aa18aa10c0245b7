import { defined } from '../../../model/defined.ts'
import { decodeEvent } from '../decoders/decode-event.ts'
import type { DecodedEvent, EtlDecoder, EtlEvent } from '../etl-event.ts'
import type { KindCensus, ProviderCensus } from './provider-census.ts'

/** Result of decoding the samples of one kind of events. */
export interface DecodedKind {
  readonly kind: KindCensus
  /** Share of decoded samples, 0 to 1; absent without samples. */
  readonly share?: number
  readonly provider?: string
  /** Name of the event, if all samples agree. */
  readonly name?: string
}

/** Decodes the samples of each kind of events of a provider, most frequent kind first. */
export function decodeKinds(
  provider: ProviderCensus,
  decoders: readonly EtlDecoder[],
): readonly DecodedKind[] {
  const kinds = [...provider.kinds.values()].sort((left, right) => right.events - left.events)
  return decoders.length === 0
    ? kinds.map((kind) => ({ kind }))
    : kinds.map((kind) => decodeKind(kind, decoders))
}

function decodeKind(kind: KindCensus, decoders: readonly EtlDecoder[]): DecodedKind {
  const { samples } = kind
  if (samples.length === 0) return { kind }
  const decodedSamples = samples.flatMap((event) => {
    const decoded = decodeEvent(event, decoders)
    return decoded === undefined ? [] : [{ event, decoded }]
  })
  const fitting = decodedSamples.filter(({ event, decoded }) => isDecoded(event, decoded))
  const provider = decodedSamples.find(({ decoded }) => decoded.provider !== undefined)?.decoded
    .provider
  const names = new Set(fitting.map(({ decoded }) => decoded.name))
  const [name] = names
  return {
    kind,
    share: fitting.length / samples.length,
    ...defined({ provider, name: names.size === 1 && name !== undefined ? name : undefined }),
  }
}

/**
 * Whether an event counts as decoded. A name alone does not, and neither do texts that were found
 * without a schema.
 */
const isDecoded = (event: EtlEvent, { by, mismatch, message }: DecodedEvent): boolean =>
  mismatch === undefined &&
  (by !== 'string' || event.stringOnly) &&
  (message !== '' || event.from === event.to)
