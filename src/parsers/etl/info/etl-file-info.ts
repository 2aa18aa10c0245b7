import { defined } from '../../../model/defined.ts'
import type { EtlFileInfo, EtlSessionInfo } from '../../../model/etl-info.ts'
import { toExactIsoTime } from '../../../model/moment.ts'
import { formatDamage } from '../etl-damage.ts'
import type { EtlDecoder } from '../etl-event.ts'
import { findClientSigns } from './client-signs.ts'
import type { EtlCensus } from './etl-census.ts'
import { headerInfo } from './header-info.ts'
import { providerInfo, toLevelCounts } from './provider-info.ts'
import type { SessionCensus } from './session-census.ts'

interface CountedFile {
  readonly path: string
  readonly bytes: number
  readonly unusedBytes: number
  readonly census: EtlCensus
}

/** Summarizes a counted file. The decoders are tried on the samples that were kept. */
export function etlFileInfo(
  { path, bytes, unusedBytes, census }: CountedFile,
  decoders: readonly EtlDecoder[],
): EtlFileInfo {
  const sessions = census.sessions.filter(
    ({ session, events }) => session.header !== undefined || events > 0,
  )
  return {
    path,
    bytes,
    sessions: sessions.map((session) => sessionInfo(session, decoders)),
    damage: census.firstDamage.map((damage) => ({
      offset: damage.offset,
      kind: damage.kind,
      text: formatDamage(damage),
    })),
    damaged: census.damageCount,
    unusedBytes,
  }
}

function sessionInfo(census: SessionCensus, decoders: readonly EtlDecoder[]): EtlSessionInfo {
  const { session, events, untimed, otherEvents } = census
  const { header } = session
  const providers = census.providers().map((provider) => providerInfo(provider, decoders))
  const decoded = providers.reduce(
    (sum, provider) => sum + provider.events * (provider.decoded ?? 0),
    0,
  )
  return {
    offset: session.offset,
    ...defined({ header: header === undefined ? undefined : headerInfo(header) }),
    buffers: {
      stated: header?.buffersWritten ?? 0,
      found: census.buffers,
      compressed: census.compressed,
      bytes: census.bytes,
      unpackedBytes: census.unpackedBytes,
      marked: {
        eventsLost: census.buffersAfterLostEvents,
        buffersLost: census.buffersAfterLostBuffers,
      },
    },
    lost: { events: header?.eventsLost ?? 0, buffers: header?.buffersLost ?? 0 },
    compression: compressionOf(census),
    events,
    untimed,
    ...defined({
      from: census.from.at <= census.to.at ? toExactIsoTime(census.from) : undefined,
      to: census.from.at <= census.to.at ? toExactIsoTime(census.to) : undefined,
    }),
    byHeader: Object.fromEntries(census.headerCounts()),
    byLevel: allLevels(census),
    providers,
    otherEvents,
    client: findClientSigns(header, providers),
    ...defined({ decoded: decoders.length === 0 || events === 0 ? undefined : decoded / events }),
  }
}

function compressionOf({ session, compressed }: SessionCensus): EtlSessionInfo['compression'] {
  if (compressed === 0) return 'none'
  const names = { 2: 'LZNT1', 3: 'XPRESS', 4: 'XPRESS Huffman' } as const
  const { compression } = session
  return compression === 2 || compression === 3 || compression === 4
    ? names[compression]
    : 'unknown'
}

function allLevels(census: SessionCensus): Readonly<Record<string, number>> {
  const counts: number[] = []
  for (const { byLevel } of census.providers())
    byLevel.forEach((count, level) => {
      counts[level] = (counts[level] ?? 0) + count
    })
  return toLevelCounts(counts)
}
