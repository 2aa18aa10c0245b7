import { present } from '../../../model/defined.ts'
import type { EtlEvent, EtlHeader } from '../etl-event.ts'
import type { EtlBuffer } from '../etl-reader.ts'
import type { EtlSession } from '../etl-session.ts'
import { ProviderCensus, type SampleBudget } from './provider-census.ts'

/**
 * A damaged trace may have any number.
 * Limit: providers that `etl info` counts apart.
 * Beyond: further ones count together.
 */
const MAX_PROVIDERS = 4_096
const SAMPLE_BYTES = 16 << 20

/** Counts the content of one session. */
export class SessionCensus {
  readonly session: EtlSession
  events = 0
  untimed = 0
  otherEvents = 0
  buffers = 0
  compressed = 0
  bytes = 0
  unpackedBytes = 0
  buffersAfterLostEvents = 0
  buffersAfterLostBuffers = 0
  from = { at: Number.POSITIVE_INFINITY, ticks: 0 }
  to = { at: Number.NEGATIVE_INFINITY, ticks: 0 }
  /**
   * Providers by GUID (empty for the kernel's own headers). Message GUIDs are a separate namespace.
   */
  readonly #providers = new Map<string, ProviderCensus>()
  readonly #messages = new Map<string, ProviderCensus>()
  readonly #headerCounts = new Map<EtlHeader, [number, number]>()
  readonly #budget: SampleBudget
  #last: ProviderCensus | undefined

  /** With `sampling`, samples of each kind of events are kept. */
  constructor(session: EtlSession, sampling: boolean) {
    this.session = session
    this.#budget = { bytes: sampling ? SAMPLE_BYTES : 0 }
  }

  addBuffer({ header, bytes }: EtlBuffer): void {
    this.buffers++
    this.bytes += bytes
    this.unpackedBytes += header.compressed ? header.dataEnd : bytes
    if (header.compressed) this.compressed++
    if (header.eventsLost) this.buffersAfterLostEvents++
    if (header.buffersLost) this.buffersAfterLostBuffers++
  }

  addEvent(event: EtlEvent): void {
    this.events++
    if (event.untimed) this.untimed++
    else this.#addTime(event.at, event.ticks)
    this.#addHeader(event)
    const last = this.#last
    const message = event.header === 'trace-message'
    const same = last !== undefined && last.guid === event.guid && last.isMessage === message
    const provider = same
      ? last
      : this.#providerOf(event, message ? this.#messages : this.#providers)
    if (provider) provider.add(event)
    else this.otherEvents++
  }

  /** All providers, most frequent first. */
  providers(): readonly ProviderCensus[] {
    return [...this.#providers.values(), ...this.#messages.values()].sort(
      (left, right) => right.events - left.events,
    )
  }

  /** Events by header and pointer size, such as `full 32` and `event 64`. */
  headerCounts(): readonly (readonly [string, number])[] {
    return [...this.#headerCounts].flatMap(([header, [narrow, wide]]) =>
      present([
        narrow > 0 ? ([`${header} 32`, narrow] as const) : undefined,
        wide > 0 ? ([`${header} 64`, wide] as const) : undefined,
      ]),
    )
  }

  #addTime(at: number, ticks: number): void {
    const { from, to } = this
    if (at < from.at || (at === from.at && ticks < from.ticks)) {
      from.at = at
      from.ticks = ticks
    }
    if (at > to.at || (at === to.at && ticks > to.ticks)) {
      to.at = at
      to.ticks = ticks
    }
  }

  #addHeader({ header, pointerBytes }: EtlEvent): void {
    const counts = this.#headerCounts.get(header)
    if (counts === undefined) this.#headerCounts.set(header, pointerBytes === 4 ? [1, 0] : [0, 1])
    else if (pointerBytes === 4) counts[0]++
    else counts[1]++
  }

  #providerOf(event: EtlEvent, providers: Map<string, ProviderCensus>): ProviderCensus | undefined {
    let provider = providers.get(event.guid)
    if (provider === undefined) {
      if (providers.size >= MAX_PROVIDERS) return undefined
      provider = new ProviderCensus(event, this.#budget)
      providers.set(event.guid, provider)
    }
    this.#last = provider
    return provider
  }
}
