import { present } from '../../../model/defined.ts'
import type { EtlEvent, EtlHeader } from '../etl-event.ts'
import type { EtlBuffer } from '../etl-reader.ts'
import type { EtlSession } from '../etl-session.ts'
import { ProviderCensus, type SampleBudget } from './provider-census.ts'

const MOST_PROVIDERS = 4_096
const SAMPLE_BYTES = 16 << 20

/** Counts what is in one session. */
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
  /** By GUID, which is empty for the kernel's own headers; GUIDs of messages are another kind. */
  readonly #providers = new Map<string, ProviderCensus>()
  readonly #messages = new Map<string, ProviderCensus>()
  readonly #headerCounts = new Map<EtlHeader, [number, number]>()
  readonly #room: SampleBudget
  #last: ProviderCensus | undefined

  /** With `sampling` some events of each kind are kept. */
  constructor(session: EtlSession, sampling: boolean) {
    this.session = session
    this.#room = { bytes: sampling ? SAMPLE_BYTES : 0 }
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
    else this.#time(event.at, event.ticks)
    this.#header(event)
    const last = this.#last
    const message = event.header === 'trace-message'
    const same = last !== undefined && last.guid === event.guid && last.isMessage === message
    const provider = same
      ? last
      : this.#providerOf(event, message ? this.#messages : this.#providers)
    if (provider) provider.add(event)
    else this.otherEvents++
  }

  /** Most events first. */
  providers(): readonly ProviderCensus[] {
    return [...this.#providers.values(), ...this.#messages.values()].sort(
      (left, right) => right.events - left.events,
    )
  }

  /** `full 32`, `event 64` … */
  headerCounts(): readonly (readonly [string, number])[] {
    return [...this.#headerCounts].flatMap(([header, [narrow, wide]]) =>
      present([
        narrow > 0 ? ([`${header} 32`, narrow] as const) : undefined,
        wide > 0 ? ([`${header} 64`, wide] as const) : undefined,
      ]),
    )
  }

  #time(at: number, ticks: number): void {
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

  #header({ header, pointerBytes }: EtlEvent): void {
    const counts = this.#headerCounts.get(header)
    if (counts === undefined) this.#headerCounts.set(header, pointerBytes === 4 ? [1, 0] : [0, 1])
    else if (pointerBytes === 4) counts[0]++
    else counts[1]++
  }

  #providerOf(event: EtlEvent, providers: Map<string, ProviderCensus>): ProviderCensus | undefined {
    let provider = providers.get(event.guid)
    if (provider === undefined) {
      if (providers.size >= MOST_PROVIDERS) return undefined
      provider = new ProviderCensus(event, this.#room)
      providers.set(event.guid, provider)
    }
    this.#last = provider
    return provider
  }
}
