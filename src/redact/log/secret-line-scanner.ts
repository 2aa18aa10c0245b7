import { COMPILED } from '../../scan/compiled.ts'
import { TOP_LEVEL_DOMAINS, WORD_LIKE_DOMAINS } from '../well-known.ts'
import { TRIGGER_WORDS } from './trigger-words.ts'

/** What the compiled part offers; places are addresses in its memory. */
interface Compiled {
  readonly memory: WebAssembly.Memory
  secretLine(from: number, to: number, once: boolean): number
  onlyBare(): number
}

// Where things lie in its memory: the same as `kernel/assembly/secrets.ts` says to the other side.
const WORDS = 65_536
const CLASSES = 131_072
const LOWERED = 131_328
const BITS = 131_584
const WINDOW = 8 << 20
const SLACK = 64
const PAGE = 65_536

const TRIGGER = 1
const TLD = 2
const SCHEMA = 4
const LEARNT = 8

/** Classes of bytes, numbered from 1; those up to the sixth make words. */
const KINDS = [
  /[0-9]/,
  /[a-f]/,
  /[A-F]/,
  /[g-z]/,
  /[G-Z]/,
  /[\x80-\xff]/,
  /\./,
  /:/,
  /-/,
  /@/,
  /\\/,
  /\+/,
  /%/,
  /&/,
  /\//,
  /\(/,
  /=/,
]
const LAST_OF_WORDS = 6
const classOf = (byte: number): number =>
  KINDS.findIndex((kind) => kind.test(String.fromCharCode(byte))) + 1
const lowered = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)

function hashOf(word: string): number {
  let hash = 0
  for (const byte of Buffer.from(word, 'utf8')) hash = ((hash << 7) | (hash >>> 25)) ^ lowered(byte)
  return (hash ^ (hash >>> 16)) & 0xffff
}

/**
 * Says of lines, from their bytes alone, whether anything in them may be a secret. It may say so in
 * vain; it must not miss one that the finders would find. Most lines of a log hold none, and are
 * never decoded.
 */
export class SecretLineScanner {
  private readonly compiled: Compiled
  private readonly words: Uint8Array
  private readonly window: Buffer
  /** Bytes that may be looked at together. */
  readonly maxBytes: number

  constructor(room: number) {
    this.maxBytes = room
    const module = new WebAssembly.Module(Buffer.from(COMPILED, 'base64'))
    this.compiled = new WebAssembly.Instance(module).exports as unknown as Compiled
    const { memory } = this.compiled
    const missing = WINDOW + room + SLACK - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
    this.words = new Uint8Array(memory.buffer, WORDS, 0x10000)
    this.window = Buffer.from(memory.buffer, WINDOW, room + SLACK)
    const bytes = Array.from({ length: 256 }, (_, byte) => byte)
    new Uint8Array(memory.buffer, CLASSES, 256).set(bytes.map(classOf))
    new Uint8Array(memory.buffer, LOWERED, 256).set(bytes.map(lowered))
    new Uint32Array(memory.buffer, BITS, 256).set(
      bytes.map((byte) =>
        classOf(byte) > 0 && classOf(byte) <= LAST_OF_WORDS ? 1 << classOf(byte) : 0,
      ),
    )
    for (const word of TRIGGER_WORDS) this.mark(word, TRIGGER)
    for (const word of TOP_LEVEL_DOMAINS) if (!WORD_LIKE_DOMAINS.has(word)) this.mark(word, TLD)
    this.mark('schemas', SCHEMA)
  }

  /**
   * A line that holds this word has to be looked at from now on. Of a name of several words, the
   * first will do.
   */
  readonly addWord = (word: string): void => this.mark(word, LEARNT)

  /** Of the line found last: nothing but such a word made it one. */
  get foundOnlyLearnedWord(): boolean {
    return this.compiled.onlyBare() !== 0
  }

  /** Sets what is looked at next, whole lines. */
  load(bytes: Uint8Array): void {
    this.window.set(bytes)
    this.window.fill(0, bytes.length, bytes.length + SLACK)
  }

  /**
   * Start of the first line from the line start `from` on that may hold a secret, else `to`. With
   * `once`, of equal lines only the first.
   */
  findNext(from: number, to: number, once = false): number {
    return Math.min(to, this.compiled.secretLine(WINDOW + from, WINDOW + to, once) - WINDOW)
  }

  private mark(word: string, bit: number): void {
    const at = hashOf(word)
    this.words[at] = (this.words[at] ?? 0) | bit
  }
}
