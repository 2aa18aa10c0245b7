import { defined } from '../../../model/defined.ts'
import type { DecodedEvent, EtlDecoder, EtlEvent } from '../etl-event.ts'
import type { KindCensus, ProviderCensus } from './provider-census.ts'

/** What decoders made of the samples of a kind. */
export interface DecodedKind {
  readonly kind: KindCensus
  /** 0 to 1; absent where there was no sample. */
  readonly share?: number
  readonly provider?: string
  /** Of the event, where all samples agree. */
  readonly name?: string
}

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
  const read = samples.flatMap((event) => {
    const decoded = decodeEvent(event, decoders)
    return decoded === undefined ? [] : [{ event, decoded }]
  })
  const fit = read.filter(({ event, decoded }) => fits(event, decoded))
  const provider = read.find(({ decoded }) => decoded.provider !== undefined)?.decoded.provider
  const names = new Set(fit.map(({ decoded }) => decoded.name))
  const [name] = names
  return {
    kind,
    share: fit.length / samples.length,
    ...defined({ provider, name: names.size === 1 && name !== undefined ? name : undefined }),
  }
}

/**
 * Neither a mere name nor strings that were found in a payload without its schema make a decoded
 * event.
 */
const fits = (event: EtlEvent, { by, mismatch, message }: DecodedEvent): boolean =>
  mismatch === undefined &&
  (by !== 'string' || event.stringOnly) &&
  (message !== '' || event.from === event.to)

/** The first decoder that knows the event says what it is. */
export function decodeEvent(
  event: EtlEvent,
  decoders: readonly EtlDecoder[],
): DecodedEvent | undefined {
  for (const decoder of decoders) {
    const decoded = decoder.decode(event)
    if (decoded !== undefined) return decoded
  }
  return undefined
}
