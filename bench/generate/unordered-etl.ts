import { pick, seededRandom } from './seeded-random.ts'

const BUFFER = 256 << 10
const HEADER_BYTES = 0x48
const START = 133_500_000_000_000_000n
/** Number of processors that fill buffers at the same time. */
const OVERLAPPING = 16
const WORDS = ['sent', 'spooled', 'answered', 'signed in', 'busy', 'retried']

/**
 * Generates a trace of buffers of 256 KiB with texts. 16 buffers overlap in time, and their order is
 * shuffled.
 */
export function* unorderedEtl(buffers: number, seed: number): Generator<Buffer> {
  const next = seededRandom(seed)
  const order = Array.from({ length: buffers }, (_, index) => index)
  for (let at = buffers - 1; at > 0; at--) {
    const other = next(at + 1)
    ;[order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0]
  }
  yield bufferOf([headerEvent(buffers + 1)], 0, 4)
  const texts = Array.from({ length: 256 }, (_, index) =>
    textEvent(`message ${index} ${pick(WORDS, next)} `.repeat(4), index === 0 ? 2 : 4),
  )
  for (const sequence of order) yield bufferOf(eventsOf(sequence, texts), sequence + 1, 0)
}

/** The events of one buffer, spread over 1 to 16 time steps of the trace. */
function eventsOf(sequence: number, texts: readonly Buffer[]): Buffer[] {
  const events: Buffer[] = []
  let left = BUFFER - HEADER_BYTES
  for (let index = 0; ; index++) {
    const text = texts[(sequence + index) % texts.length] as Buffer
    if (text.length > left) return events
    left -= text.length
    const event = Buffer.from(text)
    event.writeBigUInt64LE(BigInt(sequence * 1_000_000 + index * OVERLAPPING * 1_000), 16)
    events.push(event)
  }
}

function textEvent(text: string, level: number): Buffer {
  const event = Buffer.alloc((80 + 2 * text.length + 2 + 7) & ~7)
  event.writeUInt32LE((0xc013_0000 | event.length) >>> 0, 0)
  event.writeUInt16LE(4, 4)
  event.writeUInt32LE(11, 8)
  event.writeUInt32LE(22, 12)
  event.fill(0xab, 24, 40)
  event.writeUInt8(level, 44)
  event.write(text, 80, 'utf16le')
  return event
}

function headerEvent(buffers: number): Buffer {
  const event = Buffer.alloc(32 + 248 + 32 + 8)
  event.writeUInt32LE(0xc002_0002, 0)
  event.writeUInt16LE(event.length, 4)
  event.writeUInt32LE(BUFFER, 32)
  event.writeBigUInt64LE(START + 600_000_000n, 32 + 16)
  event.writeUInt32LE(1, 32 + 32)
  event.writeUInt32LE(buffers, 32 + 36)
  event.writeUInt32LE(8, 32 + 44)
  event.writeBigUInt64LE(10_000_000n, 32 + 248 + 8)
  event.writeBigUInt64LE(START, 32 + 248 + 16)
  event.writeUInt32LE(1, 32 + 248 + 24)
  return event
}

function bufferOf(events: readonly Buffer[], sequence: number, type: number): Buffer {
  const bytes = Buffer.alloc(BUFFER, 0xff)
  bytes.fill(0, 0, HEADER_BYTES)
  let end = HEADER_BYTES
  for (const event of events) end += event.copy(bytes, end)
  bytes.writeUInt32LE(BUFFER, 0)
  bytes.writeUInt32LE(end, 4)
  bytes.writeBigInt64LE(BigInt(sequence), 0x18)
  bytes.writeUInt32LE(end, 0x30)
  bytes.writeUInt16LE(0x20, 0x34)
  bytes.writeUInt16LE(type, 0x36)
  return bytes
}
