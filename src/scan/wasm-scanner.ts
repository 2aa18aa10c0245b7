import type { ScannedFormat, Scanner, SkipResult, SkipState } from '../model/scanner.ts'
import { COMPILED } from './compiled.ts'
import { MEMORY_LAYOUT } from './memory-layout.ts'
import type { SearchPlan } from './search-plan.ts'

/** What the compiled part offers; places are addresses in its memory. */
interface ScannerExports {
  readonly memory: WebAssembly.Memory
  openSearch(from: number, to: number, reach: number): void
  hitFrom(from: number, limit: number): number
  passed(at: number): void
  passClientLog(from: number, to: number): number
  passCls(from: number, to: number): number
  passTracefmt(from: number, to: number): number
}

const PAGE = 65_536
/** Loads may reach beyond the end of the window. */
const SLACK = 64
/** A field of `assembly/run.ts`: its distance from `LAYOUT.run`, in words. */
const FIELD = {
  latest: 4,
  earliest: 5,
  shortestGap: 6,
  records: 7,
  disorder: 8,
  lines: 9,
  undecoded: 10,
  announced: 11,
} as const
/** More than a day, and far from where sums overflow. */
const FAR = 1_000_000_000

/**
 * Code compiled to WebAssembly, with memory of its own in which the bytes that are read lie. It
 * does what has to be done with every byte: searches for literals sixteen places at once, and
 * passes over runs of ordinary records. What it says is what parsers say by themselves, or nothing.
 */
export class WasmScanner implements Scanner {
  private readonly exports: ScannerExports
  private plan: SearchPlan | undefined
  private stateWords: Int32Array
  private baseAddress = 0
  private end = 0

  constructor() {
    const module = new WebAssembly.Module(Buffer.from(COMPILED, 'base64'))
    this.exports = new WebAssembly.Instance(module).exports as ScannerExports
    this.stateWords = new Int32Array(this.exports.memory.buffer, MEMORY_LAYOUT.passState, 16)
  }

  /**
   * Memory for at least so many bytes. What was lent before is detached when it has to grow, its
   * contents stay.
   */
  reserve(length: number): Uint8Array {
    const { memory } = this.exports
    const missing = MEMORY_LAYOUT.input + length + SLACK - memory.buffer.byteLength
    if (missing > 0) {
      memory.grow(Math.ceil(missing / PAGE))
      this.stateWords = new Int32Array(memory.buffer, MEMORY_LAYOUT.passState, 16)
    }
    return new Uint8Array(
      memory.buffer,
      MEMORY_LAYOUT.input,
      memory.buffer.byteLength - MEMORY_LAYOUT.input - SLACK,
    )
  }

  /** Sets what is looked for. */
  setPlan(aim: SearchPlan): void {
    if (aim === this.plan) return
    new Uint8Array(this.exports.memory.buffer).set(aim.image, MEMORY_LAYOUT.tables)
    this.plan = aim
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
    this.exports.passed(this.baseAddress + from)
    return (
      this.exports.hitFrom(this.baseAddress + from, this.baseAddress + this.end) - this.baseAddress
    )
  }

  setDate(bytes: Uint8Array): void {
    new Uint8Array(this.stateWords.buffer, MEMORY_LAYOUT.passState, bytes.length).set(bytes)
  }

  skipRecords(format: ScannedFormat, from: number, run: SkipState): SkipResult {
    const { stateWords: words, exports: compiled, baseAddress: base } = this
    words[FIELD.latest] = Math.max(-FAR, Math.min(FAR, run.latestMs))
    words[FIELD.earliest] = FAR
    words[FIELD.shortestGap] = run.minGapMs
    words.fill(0, FIELD.records, FIELD.announced)
    words[FIELD.announced] = run.announcedDirection
    const at = PASS[format](compiled, base + from, base + this.end) - base
    const field = (index: number) => words[index] as number
    return {
      nextRecordAt: at,
      latestMs: field(FIELD.latest),
      earliestMs: field(FIELD.earliest),
      records: field(FIELD.records),
      disorder: field(FIELD.disorder),
      lines: field(FIELD.lines),
      undecoded: field(FIELD.undecoded),
      announcedDirection: field(FIELD.announced),
    }
  }
}

const PASS: Readonly<
  Record<ScannedFormat, (compiled: ScannerExports, from: number, to: number) => number>
> = {
  'client-log': (compiled, from, to) => compiled.passClientLog(from, to),
  'cls-text': (compiled, from, to) => compiled.passCls(from, to),
  'tracefmt-text': (compiled, from, to) => compiled.passTracefmt(from, to),
}
