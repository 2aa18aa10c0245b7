// Builds a binary event trace (.etl): a header buffer, then buffers of several processors in the order
// in which they filled up. The content is invented.

const BUFFER_HEADER = 0x48
const TICKS_PER_MILLISECOND = 10_000
const EPOCH = 116_444_736_000_000_000n
const PID = 0x1a2c
const TID = 0x9f4

const filetime = (at) => BigInt(Math.floor(at)) * 10_000n + EPOCH

/** Pseudo-random numbers from 0 to below 1; the same seed gives the same sequence (mulberry32). */
function random(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const wide = (text) => Buffer.from(`${text}\0`, 'utf16le')

export function u32(value) {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}

/** GUID text as the 16 bytes that Windows writes. */
function guidBytes(text) {
  const [a, b, c, d, e] = text.split('-')
  const swapped = (hex) => Buffer.from(hex, 'hex').reverse()
  return Buffer.concat([swapped(a), swapped(b), swapped(c), Buffer.from(d + e, 'hex')])
}

/**
 * Builds a trace of one session from times in milliseconds UTC. Its clock is a performance counter of
 * 10 MHz that started a day earlier.
 */
export class EtlTrace {
  #events = []
  #sequence = 0

  constructor({
    start,
    end,
    name = 'Lync',
    bufferBytes = 8192,
    processors = 2,
    seed = 1,
    eventsLost = 0,
  }) {
    Object.assign(this, { start, end, name, bufferBytes, processors, seed, eventsLost })
  }

  /** Converts a time to the raw value of the session's clock. */
  #raw(at) {
    return BigInt(Math.round((at - this.start) * TICKS_PER_MILLISECOND)) + 864_000_000_000n
  }

  #add(at, bytes) {
    if (BUFFER_HEADER + bytes.length > this.bufferBytes)
      throw new Error(`An event of ${bytes.length} bytes fits no buffer`)
    this.#events.push({ at, bytes })
    return this
  }

  /**
   * Adds an event of a provider with a manifest elsewhere: the trace has no schema for its payload.
   */
  event(at, { provider, id, level = 4, payload, flags = 0 }) {
    const bytes = Buffer.alloc(80 + payload.length)
    bytes.writeUInt16LE(bytes.length, 0)
    bytes.writeUInt16LE(0xc013, 2)
    bytes.writeUInt16LE(flags, 4)
    bytes.writeUInt32LE(TID, 8)
    bytes.writeUInt32LE(PID, 12)
    bytes.writeBigUInt64LE(this.#raw(at), 16)
    guidBytes(provider).copy(bytes, 24)
    bytes.writeUInt16LE(id, 40)
    bytes.writeUInt8(level, 44)
    payload.copy(bytes, 80)
    return this.#add(at, bytes)
  }

  /** Adds what EventWriteString writes: one text, which needs no schema. */
  text(at, { provider, level = 4, text }) {
    return this.event(at, { provider, id: 0, level, payload: wide(text), flags: 4 })
  }

  /** Adds a WPP message; `payload` contains its arguments. */
  message(at, { guid, number, payload }) {
    const bytes = Buffer.alloc(44 + payload.length)
    bytes.writeUInt16LE(bytes.length, 0)
    bytes.writeUInt16LE(0x9000, 2)
    bytes.writeUInt16LE(number, 4)
    bytes.writeUInt16LE(0x2b, 6)
    bytes.writeUInt32LE(++this.#sequence, 8)
    guidBytes(guid).copy(bytes, 12)
    bytes.writeBigUInt64LE(this.#raw(at), 28)
    bytes.writeUInt32LE(TID, 36)
    bytes.writeUInt32LE(PID, 40)
    payload.copy(bytes, 44)
    return this.#add(at, bytes)
  }

  /** Returns the bytes of the file. */
  build() {
    const next = random(this.seed)
    const open = Array.from({ length: this.processors }, () => [])
    const filled = [[0, [this.#header(0)], this.start]]
    const room = this.bufferBytes - BUFFER_HEADER
    const padded = ({ length }) => (length + 7) & ~7
    const sizeOf = (events) => events.reduce((sum, bytes) => sum + padded(bytes), 0)
    let last = this.start
    for (const { at, bytes } of [...this.#events].sort((left, right) => left.at - right.at)) {
      const cpu = Math.floor(next() * this.processors)
      if (sizeOf(open[cpu]) + padded(bytes) > room) filled.push([cpu, open[cpu].splice(0), at])
      open[cpu].push(bytes)
      last = at
    }
    for (const [cpu, events] of open.entries())
      if (events.length > 0) filled.push([cpu, events, last])
    filled[0][1] = [this.#header(filled.length)]
    return Buffer.concat(
      filled.map(([cpu, events, at], index) => this.#buffer(cpu, events, at, index)),
    )
  }

  #buffer(cpu, events, at, index) {
    const bytes = Buffer.alloc(this.bufferBytes, index === 0 ? 0 : 0xff)
    bytes.fill(0, 0, BUFFER_HEADER)
    let end = BUFFER_HEADER
    for (const event of events) {
      event.copy(bytes, end)
      end += (event.length + 7) & ~7
    }
    bytes.writeUInt32LE(this.bufferBytes, 0)
    bytes.writeUInt32LE(end, 4)
    bytes.writeBigUInt64LE(index === 0 ? 0n : this.#raw(at), 0x10)
    bytes.writeUInt32LE(index, 0x18)
    bytes.writeUInt16LE(cpu, 0x28)
    bytes.writeUInt32LE(3, 0x2c)
    bytes.writeUInt32LE(end, 0x30)
    bytes.writeUInt16LE(0x21, 0x34)
    bytes.writeUInt16LE(index === 0 ? 4 : 0, 0x36)
    return bytes
  }

  /** TRACE_LOGFILE_HEADER of a machine with 64 bits, as the first event of the trace. */
  #header(buffers) {
    const names = Buffer.concat([
      wide(this.name),
      wide(
        `C:\\Users\\kim\\AppData\\Local\\Microsoft\\Office\\16.0\\Lync\\Tracing\\${this.name}.etl`,
      ),
    ])
    const bytes = Buffer.alloc(32 + 280 + names.length)
    bytes.writeUInt32LE(0xc0020002, 0)
    bytes.writeUInt16LE(bytes.length, 4)
    bytes.writeUInt32LE(TID, 8)
    bytes.writeUInt32LE(PID, 12)
    bytes.writeBigUInt64LE(this.#raw(this.start), 16)
    const at = 32
    bytes.writeUInt32LE(this.bufferBytes, at)
    Buffer.from([10, 0, 1, 5]).copy(bytes, at + 4)
    bytes.writeUInt32LE(14_393, at + 8)
    bytes.writeUInt32LE(this.processors, at + 12)
    bytes.writeBigUInt64LE(filetime(this.end), at + 16)
    bytes.writeUInt32LE(156_250, at + 24)
    bytes.writeUInt32LE(100, at + 28)
    bytes.writeUInt32LE(1, at + 32)
    bytes.writeUInt32LE(buffers, at + 36)
    bytes.writeUInt32LE(1, at + 40)
    bytes.writeUInt32LE(8, at + 44)
    bytes.writeUInt32LE(this.eventsLost, at + 48)
    bytes.writeUInt32LE(2592, at + 52)
    bytes.writeInt32LE(-60, at + 72)
    bytes.writeBigUInt64LE(filetime(this.start - 86_400_000), at + 248)
    bytes.writeBigUInt64LE(10_000_000n, at + 256)
    bytes.writeBigUInt64LE(filetime(this.start), at + 264)
    bytes.writeUInt32LE(1, at + 272)
    names.copy(bytes, at + 280)
    return bytes
  }
}
