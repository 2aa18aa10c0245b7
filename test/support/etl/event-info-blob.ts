import { EtlBytes } from './etl-payload.ts'

export interface BlobProperty {
  readonly name: string
  readonly inType?: number
  readonly outType?: number
  readonly map?: string
  /** PROPERTY_FLAGS: 1 structure, 2 length by field, 4 count by field, 0x20 fixed count. */
  readonly flags?: number
  readonly count?: number
  readonly length?: number
}

interface BlobEvent {
  readonly provider: string
  readonly providerName: string
  readonly id: number
  readonly version?: number
  readonly opcode?: number
  readonly task?: string
  readonly opcodeName?: string
  readonly message?: string
  readonly properties: readonly BlobProperty[]
  /** Number of properties that are not members of structures; they come first. */
  readonly top?: number
}

/** Collects texts and returns their offsets. */
class Texts {
  readonly bytes = new EtlBytes()
  private readonly base: number

  constructor(base: number) {
    this.base = base
  }

  /** Adds a text with a trailing space, as Windows writes it. */
  add(text: string | undefined): number {
    if (text === undefined) return 0
    const at = this.base + this.bytes.length
    this.bytes.wide(`${text} `)
    return at
  }
}

/** Builds a TRACE_EVENT_INFO, which merging adds to a trace. */
export function eventInfoBlob(event: BlobEvent): Buffer {
  const { properties } = event
  const texts = new Texts(112 + properties.length * 24)
  const head = new EtlBytes().guid(event.provider).guid('00000000-0000-0000-0000-000000000000')
  head
    .u16(event.id)
    .u8(event.version ?? 0, 0, 4, event.opcode ?? 0)
    .u16(0)
    .u64(0)
  head.u32(0, texts.add(event.providerName), 0, 0, 0)
  head.u32(
    texts.add(event.task),
    texts.add(event.opcodeName),
    texts.add(event.message),
    0,
    0,
    0,
    0,
    0,
  )
  head.u32(properties.length, event.top ?? properties.length, 0)
  for (const { name, inType = 0, outType = 0, map, flags = 0, count = 1, length = 0 } of properties)
    head
      .u32(flags, texts.add(name))
      .u16(inType, outType)
      .u32(texts.add(map))
      .u16(count, length)
      .u32(0)
  return head.raw(texts.bytes.build()).build()
}

/** Builds an EVENT_MAP_INFO after the GUID of its provider. */
export function eventMapBlob(
  provider: string,
  name: string,
  bits: boolean,
  values: readonly (readonly [number, string])[],
): Buffer {
  const texts = new Texts(16 + values.length * 8)
  const map = new EtlBytes().u32(texts.add(name), bits ? 2 : 1, values.length, 0)
  for (const [value, text] of values) map.u32(texts.add(text), value)
  return new EtlBytes().guid(provider).raw(map.build(), texts.bytes.build()).build()
}
