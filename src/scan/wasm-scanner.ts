import type { Mutable } from '../model/defined.ts'
import type {
  ScannedFormat,
  ScannedPacket,
  Scanner,
  SkipResult,
  SkipState,
} from '../model/scanner.ts'
import { detachString } from '../model/text/detach-string.ts'
import { COMPILED } from './compiled.ts'
import { MEMORY_LAYOUT } from './memory-layout.ts'
import type { SearchPlan } from './search-plan.ts'

/**
 * Exports of the WebAssembly module (`assembly/index.ts`). Positions are addresses in its memory.
 */
interface ScannerExports {
  readonly memory: WebAssembly.Memory
  openSearch(from: number, to: number, maxFingerprintOffset: number): void
  findHit(from: number, limit: number): number
  releaseBefore(at: number): void
  skipClientLog(from: number, to: number): number
  skipCls(from: number, to: number): number
  skipTracefmt(from: number, to: number): number
  skipTracerptCsv(from: number, to: number): number
}

/** What `toString('latin1', …)` calls after its checks; Node has it, but not its types. */
interface Latin1Buffer extends Buffer {
  latin1Slice(start: number, end: number): string
}

const PACKET_TEXT = MEMORY_LAYOUT.packetText
const PAGE_BYTES = 65_536
/** SIMD loads may read past the end of the input. */
const SLACK_BYTES = 64
/** Offsets of the fields of `assembly/skip-state.ts` in the skip state, in 32-bit words. */
const FIELD = {
  latest: 4,
  earliest: 5,
  minGap: 6,
  records: 7,
  disorder: 8,
  lines: 9,
  undecoded: 10,
  announced: 11,
  keepSent: 12,
  packetEnd: 13,
  packetMoment: 14,
  packetLines: 15,
  textBytes: 16,
  startLineBytes: 17,
  status: 18,
  methodAt: 19,
  methodBytes: 20,
  contentType: 21,
  contentTypeBytes: 22,
  body: 23,
  hasLists: 24,
} as const
const STATE_WORDS = 25
/** SIP has about fifteen methods; a hostile log has any number. */
const MAX_SHARED_METHODS = 16
/** The numbers of `SkipState.sentPackets` in `assembly/skip-state.ts`. */
const SENT_PACKETS = { none: 0, wanted: 1, all: 2 } as const
/** More than a day, and small enough that sums do not overflow. */
const OUTSIDE_DAY_MS = 1_000_000_000

/**
 * Runs the WebAssembly scanner. Its memory also holds the bytes that are read, so nothing is
 * copied. It searches for literals at sixteen positions at once and skips runs of ordinary records.
 * Its results are those that the parsers alone would give.
 */
export class WasmScanner implements Scanner {
  private readonly exports: ScannerExports
  private plan: SearchPlan | undefined
  private stateWords: Int32Array
  private memory: Latin1Buffer
  // Used again for each call, because there is one for every wanted packet.
  private readonly result: Mutable<SkipResult> = {
    nextRecordAt: 0,
    records: 0,
    disorder: 0,
    lines: 0,
    undecoded: 0,
    earliestMs: 0,
    latestMs: 0,
    announcedDirection: 0,
    packet: undefined,
  }
  private readonly packet: Mutable<ScannedPacket> = {
    end: 0,
    ms: 0,
    lines: 0,
    startLine: '',
    headers: '',
    hasLists: false,
    method: '',
    status: 0,
    contentType: '',
    bodyAt: 0,
  }
  private readonly methods: string[] = []
  private baseAddress = 0
  private end = 0

  constructor() {
    const module = new WebAssembly.Module(Buffer.from(COMPILED, 'base64'))
    this.exports = new WebAssembly.Instance(module).exports as ScannerExports
    const { buffer } = this.exports.memory
    this.stateWords = new Int32Array(buffer, MEMORY_LAYOUT.skipState, STATE_WORDS)
    this.memory = Buffer.from(buffer) as Latin1Buffer
  }

  /**
   * Returns memory for at least `length` bytes. When the memory has to grow, arrays that were
   * returned before are detached; their content stays.
   */
  reserve(length: number): Uint8Array {
    const { memory } = this.exports
    const missing = MEMORY_LAYOUT.input + length + SLACK_BYTES - memory.buffer.byteLength
    if (missing > 0) {
      memory.grow(Math.ceil(missing / PAGE_BYTES))
      this.stateWords = new Int32Array(memory.buffer, MEMORY_LAYOUT.skipState, STATE_WORDS)
      this.memory = Buffer.from(memory.buffer) as Latin1Buffer
    }
    return new Uint8Array(
      memory.buffer,
      MEMORY_LAYOUT.input,
      memory.buffer.byteLength - MEMORY_LAYOUT.input - SLACK_BYTES,
    )
  }

  /** Sets the literals to search for. */
  setPlan(plan: SearchPlan): void {
    if (plan === this.plan) return
    new Uint8Array(this.exports.memory.buffer).set(plan.image, MEMORY_LAYOUT.tables)
    this.plan = plan
  }

  open(bytes: Uint8Array, from: number, to: number): void {
    this.baseAddress = bytes.byteOffset
    this.end = to
    this.exports.openSearch(
      this.baseAddress + from,
      this.baseAddress + to,
      this.plan?.maxFingerprintOffset ?? 0,
    )
  }

  findNext(from: number): number {
    this.exports.releaseBefore(this.baseAddress + from)
    return (
      this.exports.findHit(this.baseAddress + from, this.baseAddress + this.end) - this.baseAddress
    )
  }

  setDate(bytes: Uint8Array): void {
    new Uint8Array(this.stateWords.buffer, MEMORY_LAYOUT.skipState, bytes.length).set(bytes)
  }

  setRowLayout(delimiter: number, offsets: Int32Array): void {
    const { buffer } = this.stateWords
    const words = new Int32Array(buffer, MEMORY_LAYOUT.rowLayout, offsets.length)
    words.set(offsets)
    words[0] = delimiter
  }

  skipRecords(format: ScannedFormat, from: number, state: SkipState): SkipResult {
    const { stateWords: words, exports, baseAddress: base, result } = this
    words[FIELD.latest] = Math.max(-OUTSIDE_DAY_MS, Math.min(OUTSIDE_DAY_MS, state.latestMs))
    words[FIELD.earliest] = OUTSIDE_DAY_MS
    words[FIELD.minGap] = state.minGapMs
    words[FIELD.records] = 0
    words[FIELD.disorder] = 0
    words[FIELD.lines] = 0
    words[FIELD.undecoded] = 0
    words[FIELD.announced] = state.announcedDirection
    words[FIELD.keepSent] = SENT_PACKETS[state.sentPackets]
    words[FIELD.packetEnd] = 0
    result.nextRecordAt = SKIP_FUNCTIONS[format](exports, base + from, base + this.end) - base
    result.latestMs = words[FIELD.latest] as number
    result.earliestMs = words[FIELD.earliest] as number
    result.records = words[FIELD.records] as number
    result.disorder = words[FIELD.disorder] as number
    result.lines = words[FIELD.lines] as number
    result.undecoded = words[FIELD.undecoded] as number
    result.announcedDirection = words[FIELD.announced] as number
    result.packet = words[FIELD.packetEnd] === 0 ? undefined : this.readPacket()
    return result
  }

  private readPacket(): ScannedPacket {
    const { stateWords: words, baseAddress, memory, packet } = this
    const text = memory.latin1Slice(PACKET_TEXT, PACKET_TEXT + (words[FIELD.textBytes] as number))
    const startLineBytes = words[FIELD.startLineBytes] as number
    const methodAt = words[FIELD.methodAt] as number
    const typeAt = words[FIELD.contentType] as number
    const typeBytes = words[FIELD.contentTypeBytes] as number
    packet.end = (words[FIELD.packetEnd] as number) - baseAddress
    packet.ms = words[FIELD.packetMoment] as number
    packet.lines = words[FIELD.packetLines] as number
    packet.startLine = text.slice(0, startLineBytes)
    packet.headers = text.slice(startLineBytes)
    packet.hasLists = words[FIELD.hasLists] !== 0
    packet.method = this.shareMethod(text, methodAt, words[FIELD.methodBytes] as number)
    packet.status = words[FIELD.status] as number
    // No body of a MESSAGE is kept, whatever its type.
    packet.contentType =
      typeBytes === 0 || packet.method === 'MESSAGE'
        ? ''
        : memory.latin1Slice(typeAt, typeAt + typeBytes)
    packet.bodyAt = (words[FIELD.body] as number) - baseAddress
    return packet
  }

  /** The same string for the same method, because evidence compares it again and again. */
  private shareMethod(text: string, at: number, length: number): string {
    for (const method of this.methods)
      if (method.length === length && text.startsWith(method, at)) return method
    const method = detachString(text.slice(at, at + length))
    if (this.methods.length < MAX_SHARED_METHODS) this.methods.push(method)
    return method
  }
}

const SKIP_FUNCTIONS: Readonly<
  Record<ScannedFormat, (exports: ScannerExports, from: number, to: number) => number>
> = {
  'client-log': (exports, from, to) => exports.skipClientLog(from, to),
  'cls-text': (exports, from, to) => exports.skipCls(from, to),
  'tracefmt-text': (exports, from, to) => exports.skipTracefmt(from, to),
  'tracerpt-csv': (exports, from, to) => exports.skipTracerptCsv(from, to),
}
