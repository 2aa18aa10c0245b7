import type { EtlEvent } from '../../../src/parsers/etl/etl-event.ts'

/** Builds little-endian bytes. */
export class EtlBytes {
  private readonly pieces: Buffer[] = []
  length = 0

  u8(...values: number[]): this {
    return this.raw(Uint8Array.from(values))
  }

  u16(...values: number[]): this {
    return this.raw(...values.map((value) => Buffer.from(Uint16Array.of(value).buffer)))
  }

  u32(...values: number[]): this {
    return this.raw(...values.map((value) => Buffer.from(Uint32Array.of(value).buffer)))
  }

  u64(...values: (number | bigint)[]): this {
    return this.raw(
      ...values.map((value) =>
        Buffer.from(BigUint64Array.of(BigInt.asUintN(64, BigInt(value))).buffer),
      ),
    )
  }

  f32(value: number): this {
    return this.raw(Buffer.from(Float32Array.of(value).buffer))
  }

  f64(value: number): this {
    return this.raw(Buffer.from(Float64Array.of(value).buffer))
  }

  /** Adds UTF-16 text with a NUL. */
  wide(text: string): this {
    return this.raw(Buffer.from(`${text}\0`, 'utf16le'))
  }

  /** Adds UTF-8 text with a NUL. */
  narrow(text: string): this {
    return this.raw(Buffer.from(`${text}\0`))
  }

  hex(digits: string): this {
    return this.raw(Buffer.from(digits.replaceAll(' ', ''), 'hex'))
  }

  guid(text: string): this {
    const [a = '', b = '', c = '', ...rest] = text.split('-')
    const swapped = (digits: string) => (digits.match(/../g) ?? []).reverse().join('')
    return this.hex(swapped(a) + swapped(b) + swapped(c) + rest.join(''))
  }

  raw(...pieces: Uint8Array[]): this {
    for (const piece of pieces) {
      this.pieces.push(Buffer.from(piece))
      this.length += piece.length
    }
    return this
  }

  build(): Buffer {
    return Buffer.concat(this.pieces)
  }
}

interface Parts extends Partial<EtlEvent> {
  readonly payload?: EtlBytes | Uint8Array
  readonly schemaBytes?: Uint8Array
  readonly traitsBytes?: Uint8Array
}

/** Creates an event as read from a trace, with some bytes of its buffer around the payload. */
export function etlEvent({ payload, schemaBytes, traitsBytes, ...given }: Parts = {}): EtlEvent {
  const pieces = [
    new Uint8Array(16),
    schemaBytes ?? new Uint8Array(),
    traitsBytes ?? new Uint8Array(),
  ]
  const own = payload instanceof EtlBytes ? payload.build() : (payload ?? new Uint8Array())
  const schemaAt = 16
  const traitsAt = schemaAt + (schemaBytes?.length ?? 0)
  const from = traitsAt + (traitsBytes?.length ?? 0)
  return {
    header: 'event',
    pointerBytes: 8,
    at: Date.UTC(2016, 8, 20, 8, 31),
    ticks: 0,
    untimed: false,
    pid: 4711,
    tid: 12,
    cpu: 0,
    guid: '01234567-89ab-cdef-0123-456789abcdef',
    id: 0,
    version: 0,
    channel: 0,
    level: 4,
    opcode: 0,
    task: 0,
    keywordHigh: 0,
    keywordLow: 0,
    group: 0,
    stringOnly: false,
    bytes: Buffer.concat([
      ...pieces,
      own,
      Uint8Array.of(0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa),
    ]),
    from,
    to: from + own.length,
    schema: schemaBytes && { from: schemaAt, to: schemaAt + schemaBytes.length },
    traits: traitsBytes && { from: traitsAt, to: traitsAt + traitsBytes.length },
    items: undefined,
    offset: 0,
    ...given,
  }
}

/** Creates the schema of a TraceLogging event: u16 size, no tags, name, fields. */
export function traceLoggingSchema(name: string, fields: EtlBytes): Buffer {
  const inside = new EtlBytes().u8(0).narrow(name).raw(fields.build()).build()
  return new EtlBytes()
    .u16(inside.length + 2)
    .raw(inside)
    .build()
}

/** Creates provider traits that contain only a name. */
export const providerTraits = (name: string): Buffer =>
  new EtlBytes()
    .u16(name.length + 3)
    .narrow(name)
    .build()
