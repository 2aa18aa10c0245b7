import { defined } from '../../../model/defined.ts'
import type { EtlKindInfo, EtlProviderInfo } from '../../../model/etl-info.ts'
import type { EtlDecoder } from '../etl-event.ts'
import { findProviderName } from '../known-providers.ts'
import { type DecodedKind, decodeKinds } from './decode-kinds.ts'
import type { ProviderCensus } from './provider-census.ts'

/** Converts the counts of a provider for `etl info`. */
export function providerInfo(
  census: ProviderCensus,
  decoders: readonly EtlDecoder[],
): EtlProviderInfo {
  const kinds = decodeKinds(census, decoders)
  const name =
    kinds.find(({ provider }) => provider !== undefined)?.provider ??
    census.traitsName ??
    findProviderName(census.guid)
  const decoded = decodedShare(kinds, census.events)
  return {
    guid: census.isKernel ? 'kernel' : census.guid,
    ...defined({ name }),
    kind: providerKind(census),
    events: census.events,
    ...defined({ decoded }),
    byLevel: toLevelCounts(census.byLevel),
    kinds: kinds.map(kindInfo),
    otherEvents: census.otherEvents,
  }
}

function providerKind({ isKernel, isMessage, isClassic }: ProviderCensus): EtlProviderInfo['kind'] {
  if (isKernel) return 'kernel'
  if (isMessage) return 'message'
  return isClassic ? 'classic' : 'event'
}

/** Counts by level as an object with only the levels that occur. */
export const toLevelCounts = (
  counts: readonly (number | undefined)[],
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    counts.flatMap((count, level) => (count === undefined ? [] : [[String(level), count]])),
  )

/** Share of decoded events. Kinds without a sample count as not decoded. */
function decodedShare(kinds: readonly DecodedKind[], events: number): number | undefined {
  const withShare = kinds.filter(({ share }) => share !== undefined)
  if (withShare.length === 0 || events === 0) return undefined
  return withShare.reduce((sum, { kind, share }) => sum + kind.events * (share ?? 0), 0) / events
}

function kindInfo({
  kind: { id, version, opcode, group, events },
  share,
  name,
}: DecodedKind): EtlKindInfo {
  return {
    id,
    version,
    ...defined({ opcode, group, name }),
    events,
    ...defined({ decoded: share }),
  }
}
