import type { Kernel, Passed, PassedFormat, Run } from '../model/scanner.ts'
import type { Aim } from './aim.ts'
import { COMPILED } from './compiled.ts'
import { LAYOUT } from './layout.ts'

/** What the compiled part offers; places are addresses in its memory. */
interface Compiled {
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
export class WasmKernel implements Kernel {
  private readonly compiled: Compiled
  private aimed: Aim | undefined
  private words: Int32Array
  private base = 0
  private to = 0

  constructor() {
    const module = new WebAssembly.Module(Buffer.from(COMPILED, 'base64'))
    this.compiled = new WebAssembly.Instance(module).exports as Compiled
    this.words = new Int32Array(this.compiled.memory.buffer, LAYOUT.run, 16)
  }

  /**
   * Memory for at least so many bytes. What was lent before is detached when it has to grow, its
   * contents stay.
   */
  lend(length: number): Uint8Array {
    const { memory } = this.compiled
    const missing = LAYOUT.window + length + SLACK - memory.buffer.byteLength
    if (missing > 0) {
      memory.grow(Math.ceil(missing / PAGE))
      this.words = new Int32Array(memory.buffer, LAYOUT.run, 16)
    }
    return new Uint8Array(
      memory.buffer,
      LAYOUT.window,
      memory.buffer.byteLength - LAYOUT.window - SLACK,
    )
  }

  /** Sets what is looked for. */
  aim(aim: Aim): void {
    if (aim === this.aimed) return
    new Uint8Array(this.compiled.memory.buffer).set(aim.image, LAYOUT.tables)
    this.aimed = aim
  }

  open(bytes: Uint8Array, from: number, to: number): void {
    this.base = bytes.byteOffset
    this.to = to
    this.compiled.openSearch(this.base + from, this.base + to, this.aimed?.reach ?? 0)
  }

  next(from: number): number {
    this.compiled.passed(this.base + from)
    return this.compiled.hitFrom(this.base + from, this.base + this.to) - this.base
  }

  date(bytes: Uint8Array): void {
    new Uint8Array(this.words.buffer, LAYOUT.run, bytes.length).set(bytes)
  }

  pass(format: PassedFormat, from: number, run: Run): Passed {
    const { words, compiled, base } = this
    words[FIELD.latest] = Math.max(-FAR, Math.min(FAR, run.latest))
    words[FIELD.earliest] = FAR
    words[FIELD.shortestGap] = run.shortestGap
    words.fill(0, FIELD.records, FIELD.announced)
    words[FIELD.announced] = run.announced
    const at = PASS[format](compiled, base + from, base + this.to) - base
    const field = (index: number) => words[index] as number
    return {
      at,
      latest: field(FIELD.latest),
      earliest: field(FIELD.earliest),
      records: field(FIELD.records),
      disorder: field(FIELD.disorder),
      lines: field(FIELD.lines),
      undecoded: field(FIELD.undecoded),
      announced: field(FIELD.announced),
    }
  }
}

const PASS: Readonly<
  Record<PassedFormat, (compiled: Compiled, from: number, to: number) => number>
> = {
  'client-log': (compiled, from, to) => compiled.passClientLog(from, to),
  'cls-text': (compiled, from, to) => compiled.passCls(from, to),
  'tracefmt-text': (compiled, from, to) => compiled.passTracefmt(from, to),
}
