import { FieldNames } from '../field-names.ts'
import { IN_TYPE, resolveFieldType, type ValueFormat } from '../field-type.ts'
import type { Amount, Field, Layout } from '../layout.ts'

/** The schema that a TraceLogging event carries. */
export interface TraceLoggingSchema {
  readonly name: string
  readonly layout: Layout
  /** Why the schema could be read only in part. */
  readonly damage: string | undefined
}

const STRUCT = 24
const CHAIN_FLAG = 0x80
const TYPE_MASK = 0x1f
const COUNT_MASK = 0x60
const FIXED_COUNT = 0x20
const COUNTED = 0x40
/**
 * Deeper than any program nests; protects the stack from hostile schemas.
 * Limit: structures inside structures of a TraceLogging event.
 * Beyond: the event counts as decoded in part.
 */
const MAX_DEPTH = 16

/** Display formats of TlgOut_t. Other types do not affect the display. */
const FORMATS = new Map<number, ValueFormat>([
  [2, 'character'],
  [3, 'boolean'],
  [4, 'hex'],
  [7, 'port'],
  [8, 'ipv4'],
  [9, 'ipv6'],
  [10, 'socket-address'],
  [14, 'hex'],
  [15, 'hex'],
  [16, 'time'],
  [17, 'signed'],
  [18, 'unsigned'],
  [37, 'hex'],
  [38, 'utc'],
])

/** Reads a schema: u16 size, tags, the name of the event, and its fields. */
export function readTraceLoggingSchema(bytes: Uint8Array): TraceLoggingSchema {
  const reading = new SchemaReader(bytes)
  reading.skipTags()
  const name = reading.name()
  const layout = reading.fields(Number.POSITIVE_INFINITY, 0)
  return { name, layout, damage: reading.damage }
}

class SchemaReader {
  damage: string | undefined
  private readonly bytes: Buffer
  private readonly to: number
  private at = 2

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.to = bytes.length < 2 ? 0 : Math.min(this.bytes.readUInt16LE(0), bytes.length)
    if (this.to < this.at + 2) this.damage = 'the schema is cut off'
  }

  /** Skips tags: seven bits per byte; the last byte is below 0x80. */
  skipTags(): void {
    while (this.byte() >= CHAIN_FLAG);
  }

  name(): string {
    const nul = this.bytes.indexOf(0, this.at)
    const end = nul < 0 || nul >= this.to ? this.to : nul
    if (end === this.to) this.damage ??= 'the schema is cut off'
    const name = this.bytes.toString('utf8', this.at, end)
    this.at = end + 1
    return name
  }

  fields(most: number, depth: number): Layout {
    const layout: Field[] = []
    const names = new FieldNames()
    while (layout.length < most && this.at < this.to && this.damage === undefined) {
      const field = this.field(names, depth)
      if (field) layout.push(field)
    }
    if (most !== Number.POSITIVE_INFINITY && layout.length < most)
      this.damage ??= 'a structure lacks members'
    return layout
  }

  private field(names: FieldNames, depth: number): Field | undefined {
    const name = names.makeUnique(this.name())
    const tlgIn = this.byte()
    const tlgOut = tlgIn >= CHAIN_FLAG ? this.byte() : 0
    if (tlgOut >= CHAIN_FLAG) this.skipTags()
    const count = this.count(tlgIn & COUNT_MASK)
    const inType = tlgIn & TYPE_MASK
    if (this.damage !== undefined) return undefined
    if (inType === STRUCT) {
      if (depth >= MAX_DEPTH) {
        this.damage = `${name} is nested deeper than ${MAX_DEPTH} structures`
        return undefined
      }
      return {
        name,
        read: () => null,
        count,
        members: this.fields(tlgOut & ~CHAIN_FLAG, depth + 1),
      }
    }
    // Binary data has its length before it, like the counted types.
    const type = resolveFieldType(
      inType === IN_TYPE.binary ? IN_TYPE.countedBinary : inType,
      FORMATS.get(tlgOut & ~CHAIN_FLAG) ?? 'plain',
    )
    if (type === undefined) {
      this.damage = `${name} has the unknown type ${inType}`
      return undefined
    }
    return { name, count, ...type }
  }

  private count(countKind: number): Amount | undefined {
    if (countKind === 0) return undefined
    if (countKind === COUNTED) return { kind: 'counted' }
    const amount = this.byte() | (this.byte() << 8)
    if (countKind === FIXED_COUNT) return { kind: 'fixed', amount }
    // A custom type: `amount` bytes describe it here, and its values are counted like an array.
    this.at += amount
    return { kind: 'counted' }
  }

  private byte(): number {
    if (this.at >= this.to) {
      this.damage ??= 'the schema is cut off'
      return 0
    }
    const byte = this.bytes[this.at] as number
    this.at += 1
    return byte
  }
}
