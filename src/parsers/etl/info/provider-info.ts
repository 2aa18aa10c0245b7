import { defined } from '../../../model/defined.ts'
import type { EtlKindInfo, EtlProviderInfo } from '../../../model/etl-info.ts'
import type { EtlDecoder } from '../etl-event.ts'
import { knownProvider } from '../known-providers.ts'
import { decodeKinds, type KindDecoded } from './decoded-share.ts'
import type { ProviderCensus } from './provider-census.ts'

export function providerInfo(
  census: ProviderCensus,
  decoders: readonly EtlDecoder[],
): EtlProviderInfo {
  const kinds = decodeKinds(census, decoders)
  const name =
    kinds.find(({ provider }) => provider !== undefined)?.provider ??
    census.traitsName ??
    knownProvider(census.guid)
  const decoded = shareOf(kinds, census.events)
  return {
    guid: census.kernel ? 'kernel' : census.guid,
    ...defined({ name }),
    kind: census.kernel
      ? 'kernel'
      : census.message
        ? 'message'
        : census.classic
          ? 'classic'
          : 'event',
    events: census.events,
    ...defined({ decoded }),
    byLevel: levelsOf(census.byLevel),
    kinds: kinds.map(kindInfo),
    otherEvents: census.otherEvents,
  }
}

export const levelsOf = (
  counts: readonly (number | undefined)[],
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    counts.flatMap((count, level) => (count === undefined ? [] : [[String(level), count]])),
  )

/** Of all events, those of kinds without a sample counting as not decoded. */
function shareOf(kinds: readonly KindDecoded[], events: number): number | undefined {
  const judged = kinds.filter(({ share }) => share !== undefined)
  if (judged.length === 0 || events === 0) return undefined
  return judged.reduce((sum, { kind, share }) => sum + kind.events * (share ?? 0), 0) / events
}

function kindInfo({
  kind: { id, version, opcode, group, events },
  share,
  name,
}: KindDecoded): EtlKindInfo {
  return {
    id,
    version,
    ...defined({ opcode, group, name }),
    events,
    ...defined({ decoded: share }),
  }
}
