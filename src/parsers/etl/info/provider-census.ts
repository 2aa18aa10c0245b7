import type { EtlEvent } from '../etl-event.ts'
import { copyEvent } from '../reusable-event.ts'
import { readTraitsName } from '../traits-name.ts'

/**
 * Kinds of events that are told apart for one provider, and samples that are kept of each and of
 * all together.
 */
const MOST_KINDS = 4_096
const MOST_SAMPLES = 8

/** What samples may take, for all providers of a trace. */
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

/** Counts the events of one provider by kind and level, and keeps some of each kind. */
export class ProviderCensus {
  readonly guid: string
  readonly isKernel: boolean
  readonly isMessage: boolean
  readonly isClassic: boolean
  /** What the provider calls itself, where its events say so. */
  traitsName: string | undefined
  events = 0
  otherEvents = 0
  readonly kinds = new Map<number, KindCensus>()
  readonly byLevel: number[] = []
  readonly #room: SampleBudget

  constructor(event: EtlEvent, room: SampleBudget) {
    this.guid = event.guid
    this.isMessage = event.header === 'trace-message'
    this.isKernel = event.guid === '' && !this.isMessage
    this.isClassic = event.header === 'full' || event.header === 'instance'
    this.#room = room
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
    // The 1st, 2nd, 4th, 8th …: spread over the trace, however many there are.
    if ((kind.events & (kind.events - 1)) === 0 && this.#room.bytes > 0) this.#sample(kind, event)
  }

  #sample({ samples }: KindCensus, event: EtlEvent): void {
    if (samples.length >= MOST_SAMPLES) return
    const kept = copyEvent(event)
    samples.push(kept)
    this.#room.bytes -= kept.bytes.length + 500
  }

  #kindOf(event: EtlEvent): KindCensus | undefined {
    const { id, version, opcode, group } = event
    const key = keyOf(event)
    const known = this.kinds.get(key)
    if (known || this.kinds.size >= MOST_KINDS) return known
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
 * A small integer, different for all kinds that one provider can have but versions above 255, which
 * no real event has.
 */
function keyOf({ header, id, version, opcode, group }: EtlEvent): number {
  if (header === 'event' || header === 'trace-message') return (id << 8) | (version & 0xff)
  return (group << 16) | (opcode << 8) | (version & 0xff)
}
