import type { EtlEvent } from '../etl-event.ts'
import { copyEvent } from '../reusable-event.ts'
import { readTraitsName } from '../traits-name.ts'

/**
 * Damaged traces may have any number.
 * Limit: kinds of events that `etl info` counts apart for a provider.
 * Beyond: further ones count together.
 */
const MAX_KINDS = 4_096
const MAX_SAMPLES = 8

/** Bytes left for the samples of all providers of a trace. */
export interface SampleBudget {
  bytes: number
}

export interface KindCensus {
  readonly id: number
  readonly version: number
  readonly opcode: number | undefined
  readonly group: number | undefined
  events: number
  readonly samples: EtlEvent[]
}

/** Counts the events of one provider by kind and level, and keeps samples of each kind. */
export class ProviderCensus {
  readonly guid: string
  readonly isKernel: boolean
  readonly isMessage: boolean
  readonly isClassic: boolean
  /** Name of the provider from its events, if they carry one. */
  traitsName: string | undefined
  events = 0
  otherEvents = 0
  readonly kinds = new Map<number, KindCensus>()
  readonly byLevel: number[] = []
  readonly #budget: SampleBudget

  constructor(event: EtlEvent, budget: SampleBudget) {
    this.guid = event.guid
    this.isMessage = event.header === 'trace-message'
    this.isKernel = event.guid === '' && !this.isMessage
    this.isClassic = event.header === 'full' || event.header === 'instance'
    this.#budget = budget
  }

  add(event: EtlEvent): void {
    this.events++
    const { level } = event
    if (event.header === 'event') this.byLevel[level] = (this.byLevel[level] ?? 0) + 1
    if (event.traits !== undefined) this.traitsName ??= readTraitsName(event)
    const kind = this.#kindOf(event)
    if (kind === undefined) {
      this.otherEvents++
      return
    }
    kind.events++
    // Samples the 1st, 2nd, 4th, 8th … event, which spreads the samples over the trace.
    if ((kind.events & (kind.events - 1)) === 0 && this.#budget.bytes > 0) this.#sample(kind, event)
  }

  #sample({ samples }: KindCensus, event: EtlEvent): void {
    if (samples.length >= MAX_SAMPLES) return
    const copy = copyEvent(event)
    samples.push(copy)
    this.#budget.bytes -= copy.bytes.length + 500
  }

  #kindOf(event: EtlEvent): KindCensus | undefined {
    const { id, version, opcode, group } = event
    const key = keyOf(event)
    const known = this.kinds.get(key)
    if (known || this.kinds.size >= MAX_KINDS) return known
    const classic = event.header !== 'event' && event.header !== 'trace-message'
    const kernel = event.guid === '' && classic
    const kind = {
      id,
      version,
      opcode: classic ? opcode : undefined,
      group: kernel ? group : undefined,
      events: 0,
      samples: [],
    }
    this.kinds.set(key, kind)
    return kind
  }
}

/**
 * A small integer that is unique for each kind of one provider. Versions above 255 collide, but no
 * real event has them.
 */
function keyOf({ header, id, version, opcode, group }: EtlEvent): number {
  if (header === 'event' || header === 'trace-message') return (id << 8) | (version & 0xff)
  return (group << 16) | (opcode << 8) | (version & 0xff)
}
