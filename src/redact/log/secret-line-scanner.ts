import { COMPILED } from '../../scan/compiled.ts'
import { TOP_LEVEL_DOMAINS, WORD_LIKE_DOMAINS } from '../well-known.ts'
import { TRIGGER_WORDS } from './trigger-words.ts'

/** Exports of the WebAssembly scanner. Offsets are addresses in its memory. */
interface CompiledScanner {
  readonly memory: WebAssembly.Memory
  findSecretLine(from: number, to: number, once: boolean): number
  foundOnlyLearnedWord(): number
}

// Memory layout. Must match `src/scan/assembly/secrets.ts`.
const WORDS_AT = 65_536
const CLASSES_AT = 131_072
const LOWERED_AT = 131_328
const BITS_AT = 131_584
const WINDOW_AT = 8 << 20
const SLACK_BYTES = 64
const PAGE_BYTES = 65_536

const TRIGGER_BIT = 1
const TOP_LEVEL_DOMAIN_BIT = 2
const SCHEMA_BIT = 4
const LEARNED_BIT = 8
const SERVER_BIT = 16
const NAME_BIT = 32

/** Byte classes, numbered from 1. The first six are the characters of words. */
const BYTE_CLASSES = [
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
const LAST_WORD_CLASS = 6
const classOf = (byte: number): number =>
  BYTE_CLASSES.findIndex((kind) => kind.test(String.fromCharCode(byte))) + 1
const toLower = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)

function hashOf(word: string): number {
  let hash = 0
  for (const byte of Buffer.from(word, 'utf8')) hash = ((hash << 7) | (hash >>> 25)) ^ toLower(byte)
  return (hash ^ (hash >>> 16)) & 0xffff
}

/** Compiled once for all scanners. */
let compiledModule: WebAssembly.Module | undefined

/**
 * Finds the lines that may contain a secret, without decoding them. It may report lines without a
 * secret, but never misses one that the finders would find. Most lines of a log contain none and
 * are never decoded.
 */
export class SecretLineScanner {
  private readonly compiled: CompiledScanner
  private readonly words: Uint8Array
  private readonly window: Buffer
  /** Maximum number of bytes per call of `load`. */
  readonly maxBytes: number

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
    compiledModule ??= new WebAssembly.Module(Buffer.from(COMPILED, 'base64'))
    this.compiled = new WebAssembly.Instance(compiledModule).exports as unknown as CompiledScanner
    const { memory } = this.compiled
    const missing = WINDOW_AT + maxBytes + SLACK_BYTES - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES))
    this.words = new Uint8Array(memory.buffer, WORDS_AT, 0x10000)
    this.window = Buffer.from(memory.buffer, WINDOW_AT, maxBytes + SLACK_BYTES)
    const bytes = Array.from({ length: 256 }, (_, byte) => byte)
    new Uint8Array(memory.buffer, CLASSES_AT, 256).set(bytes.map(classOf))
    new Uint8Array(memory.buffer, LOWERED_AT, 256).set(bytes.map(toLower))
    new Uint32Array(memory.buffer, BITS_AT, 256).set(
      bytes.map((byte) =>
        classOf(byte) > 0 && classOf(byte) <= LAST_WORD_CLASS ? 1 << classOf(byte) : 0,
      ),
    )
    // A word may follow an escaped line break or tab: `\nCookie`.
    for (const word of TRIGGER_WORDS)
      for (const start of ['', 'n', 'r', 't']) this.mark(start + word, TRIGGER_BIT)
    for (const word of TOP_LEVEL_DOMAINS)
      if (!WORD_LIKE_DOMAINS.has(word)) this.mark(word, TOP_LEVEL_DOMAIN_BIT)
    this.mark('schemas', SCHEMA_BIT)
    this.mark('server', SERVER_BIT)
    for (const start of ['', 'n', 'r', 't']) this.mark(`${start}name`, NAME_BIT)
  }

  /**
   * Reports lines that contain this word from now on. For a name of several words, the first is
   * sufficient.
   */
  readonly addWord = (word: string): void => this.mark(word, LEARNED_BIT)

  /** Whether the line found last was reported only because of words added with `addWord`. */
  get foundOnlyLearnedWord(): boolean {
    return this.compiled.foundOnlyLearnedWord() !== 0
  }

  /** Sets the bytes to search. They must be complete lines. */
  load(bytes: Uint8Array): void {
    this.window.set(bytes)
    this.window.fill(0, bytes.length, bytes.length + SLACK_BYTES)
  }

  /**
   * Start of the first line at or after `from` that may contain a secret, or `to`. `from` must be
   * the start of a line. With `once`, equal lines are reported only once.
   */
  findNext(from: number, to: number, once = false): number {
    return Math.min(
      to,
      this.compiled.findSecretLine(WINDOW_AT + from, WINDOW_AT + to, once) - WINDOW_AT,
    )
  }

  private mark(word: string, bit: number): void {
    const at = hashOf(word)
    this.words[at] = (this.words[at] ?? 0) | bit
  }
}
