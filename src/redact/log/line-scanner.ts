import { COMPILED } from '../../scan/compiled.ts'
import { FINDER_GROUP } from '../finder-groups.ts'
import { TOP_LEVEL_DOMAINS, WORD_LIKE_DOMAINS } from '../well-known.ts'
import { TRIGGER_WORDS, WEAK_WORDS } from './trigger-words.ts'

/** Exports of the WebAssembly scanner. Offsets are addresses in its memory. */
interface CompiledScanner {
  readonly memory: WebAssembly.Memory
  findPart(from: number, to: number, learning: boolean): number
  skipPlainHeaders(from: number, to: number, maxBytes: number): number
  headerKindAt(): number
  partEndAt(): number
  partGroups(): number
  partMayStartPacket(): number
  frontEndAt(): number
  restStartAt(): number
  lineEndAt(): number
  examine(from: number, to: number, isFront: boolean): number
  keyNumber(): number
  idCount(): number
  addKey(number: number): void
  clearKeys(): void
  learnWord(hash: number): boolean
  learnAllWords(): void
  splitPrefix(from: number, to: number): void
}

/** What `toString('latin1', …)` and `write` call after their checks. Node has it, but not its types. */
interface Latin1Buffer extends Buffer {
  latin1Slice(start: number, end: number): string
}

// Memory layout. Must match `src/scan/assembly/secrets.ts` and `line-keys.ts`.
const WORDS_AT = 65_536
const WORD_CHECKS_AT = 720_896
const CLASSES_AT = 327_680
const BITS_AT = 328_192
const EDGES_AT = 329_216
const IDS_AT = 331_776
const MAX_IDS = 64
const WORDS_PER_ID = 3
const LEARNED_ID = 128
/** At most three quarters of the slots are used. */
const MAX_LEARNED_WORDS = 196_000
/** Half of the slots. */
const MAX_KEYS = 1 << 14
/** Number for the keys of lines with nothing to learn, or to replace: `findPart` skips them. */
export const NOTHING_TO_DO = 0
/** Number for the keys of lines of which the ids matter: they are told apart by their ids, too. */
export const UNLIKE = 1
const WINDOW_AT = 8 << 20
const SLACK_BYTES = 64
const PAGE_BYTES = 65_536

// Meaning of words, beside the groups of finders.
const STRONG = 1 << 16
const TOP_LEVEL_DOMAIN = 1 << 17
const SCHEMA = 1 << 18
const SERVER = 1 << 19
const NAME = 1 << 20
const DASHED = 1 << 21
const SLASHED = 1 << 22
const COLONED = 1 << 23
const THREAD = 1 << 24
const SCHEME = 1 << 25
const TRANSPORT = 1 << 26
const LINE = 1 << 27
const URI = 1 << 28
const TITLE = 1 << 29

/**
 * A header that is not folded: `plain` changes nothing but itself; `unchanged` may tell how its
 * packet goes on, and does not change itself. As in `src/scan/assembly/secrets.ts`.
 */
export const HEADER_KIND = { none: 0, plain: 1, unchanged: 2 } as const

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
  /_/,
  /"/,
  />/,
]
const LAST_WORD_CLASS = 6
const classOf = (byte: number): number =>
  BYTE_CLASSES.findIndex((kind) => kind.test(String.fromCharCode(byte))) + 1
const toLower = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)

/** Bytes after which an id may begin, and before which it may end. */
const BEFORE_ID = /[\s=:;"'<>,([{.]/
const AFTER_ID = /[\s:;"'<>,)\]}.]/

function hashOf(word: string): number {
  let hash = 0
  for (const byte of Buffer.from(word, 'utf8')) hash = ((hash << 7) | (hash >>> 25)) ^ toLower(byte)
  return hash
}

/** Tells words apart whose meanings are at the same place; never 0. */
const checkOf = (hash: number): number => (Math.imul(hash, 0x9e3779b1) >>> 24) | 1

/** An id in a line: a number, a GUID, or a long word with digits. */
export interface LineId {
  readonly from: number
  readonly to: number
  /** Whether a learned name is, or begins with, this id. */
  readonly isLearned: boolean
}

/** Places for words in the memory. */
const WORD_PLACES = 1 << 16

/** Meanings of words by their hashes. Words at one place share their meanings. */
class WordTable {
  private readonly meanings: Uint32Array
  private readonly checks: Uint8Array

  /** Uses these arrays, with an entry for each place. */
  constructor(meanings: Uint32Array, checks: Uint8Array) {
    this.meanings = meanings
    this.checks = checks
  }

  mark(word: string, meaning: number): void {
    const hash = hashOf(word)
    const at = (hash ^ (hash >>> 16)) & (WORD_PLACES - 1)
    const known = this.meanings[at] ?? 0
    const check = checkOf(hash)
    this.checks[at] = known === 0 || this.checks[at] === check ? check : 0
    this.meanings[at] = known | meaning
  }

  /** Replaces all meanings by those of another table. */
  copy({ meanings, checks }: WordTable): void {
    this.meanings.set(meanings)
    this.checks.set(checks)
  }
}

function listedWords(): WordTable {
  const table = new WordTable(new Uint32Array(WORD_PLACES), new Uint8Array(WORD_PLACES))
  // A word may follow an escaped line break or tab: `\nCookie`.
  const markAll = (word: string, meaning: number) => {
    for (const start of ['', 'n', 'r', 't']) table.mark(start + word, meaning)
  }
  for (const [group, words] of TRIGGER_WORDS)
    for (const word of words) markAll(word, group | STRONG)
  for (const [group, words] of WEAK_WORDS) for (const word of words) markAll(word, group)
  for (const word of TOP_LEVEL_DOMAINS)
    if (!WORD_LIKE_DOMAINS.has(word)) table.mark(word, TOP_LEVEL_DOMAIN)
  table.mark('xn', TOP_LEVEL_DOMAIN)
  table.mark('schemas', SCHEMA)
  table.mark('server', SERVER)
  markAll('name', NAME)
  markAll('line', LINE)
  for (const word of ['packet', 'received']) table.mark(word, TITLE)
  table.mark('uri', URI)
  markAll('x', DASHED)
  markAll('session', DASHED)
  table.mark('join', SLASHED)
  table.mark('conf', COLONED)
  table.mark('19', THREAD)
  for (const word of ['sip', 'sips']) table.mark(word, SCHEME)
  for (const word of ['tls', 'tcp', 'udp', 'ws', 'wss']) table.mark(word, TRANSPORT)
  return table
}

/** Tables by byte, as the memory has them. */
interface ByteTables {
  readonly classes: Uint8Array
  readonly bits: Uint32Array
  readonly edges: Uint8Array
}

function byteTables(): ByteTables {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte)
  const classes = Uint8Array.from(bytes, classOf)
  return {
    classes,
    bits: Uint32Array.from(classes, (byteClass, byte) =>
      byteClass > 0 && byteClass <= LAST_WORD_CLASS ? (1 << byteClass) | (toLower(byte) << 8) : 0,
    ),
    edges: Uint8Array.from(bytes, (byte) => {
      const character = byte < 0x80 ? String.fromCharCode(byte) : 'a'
      return (BEFORE_ID.test(character) ? 1 : 0) | (AFTER_ID.test(character) ? 2 : 0)
    }),
  }
}

/** Made once for all scanners of a thread: there is one for each file. */
interface SharedParts {
  readonly module: WebAssembly.Module
  readonly words: WordTable
  readonly bytes: ByteTables
}
let sharedParts: SharedParts | undefined

/**
 * Tells from the bytes of a line which finders may find something in it. It may name finders
 * needlessly, but never misses one that would find something. Most lines of a log contain no secret
 * and are never decoded. Offsets count from the start of the window.
 */
export class LineScanner {
  private readonly compiled: CompiledScanner
  private readonly words: WordTable
  private readonly ids: Uint32Array
  /** The bytes to search, at the start, and the text that was put last. */
  readonly window: Latin1Buffer
  private learnedWords = 0
  private keys = 0
  /** Offset of the text that was put last. */
  readonly textAt: number
  private readonly maxTextBytes: number

  /** Maximum number of bytes of a window, and of a text that is put. */
  constructor(maxBytes: number, maxTextBytes: number) {
    this.maxTextBytes = maxTextBytes
    this.textAt = maxBytes + SLACK_BYTES
    sharedParts ??= {
      module: new WebAssembly.Module(Buffer.from(COMPILED, 'base64')),
      words: listedWords(),
      bytes: byteTables(),
    }
    const { module, words, bytes } = sharedParts
    this.compiled = new WebAssembly.Instance(module).exports as unknown as CompiledScanner
    const { memory } = this.compiled
    const windowBytes = this.textAt + maxTextBytes + SLACK_BYTES
    const missing = WINDOW_AT + windowBytes - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES))
    const { buffer } = memory
    this.words = new WordTable(
      new Uint32Array(buffer, WORDS_AT, WORD_PLACES),
      new Uint8Array(buffer, WORD_CHECKS_AT, WORD_PLACES),
    )
    this.words.copy(words)
    new Uint8Array(buffer, CLASSES_AT, bytes.classes.length).set(bytes.classes)
    new Uint32Array(buffer, BITS_AT, bytes.bits.length).set(bytes.bits)
    new Uint8Array(buffer, EDGES_AT, bytes.edges.length).set(bytes.edges)
    this.ids = new Uint32Array(buffer, IDS_AT, MAX_IDS * WORDS_PER_ID)
    this.window = Buffer.from(buffer, WINDOW_AT, windowBytes) as Latin1Buffer
  }

  /**
   * Reports lines that contain this word from now on. For a name of several words, the first is
   * sufficient. Call it for every name that is learned: keys of lines with the word change. Returns
   * false if there are too many words for that, so that keys have to be cleared.
   */
  addWord(word: string): boolean {
    this.words.mark(word, FINDER_GROUP.learned)
    if (this.learnedWords === MAX_LEARNED_WORDS) {
      this.compiled.learnAllWords()
      return false
    }
    if (this.compiled.learnWord(hashOf(word))) this.learnedWords += 1
    return true
  }

  /** Sets the end of the bytes to search in the window. They are complete lines. */
  endWindow(length: number): void {
    this.window.fill(0, length, length + SLACK_BYTES)
  }

  /** Puts a text with one character per byte at `textAt`. Returns false if it is too long. */
  put(text: string): boolean {
    if (text.length > this.maxTextBytes) return false
    const { window, textAt } = this
    window.write(text, textAt, 'latin1')
    window[textAt + text.length] = 0
    return true
  }

  /** The text of these bytes, one character per byte. */
  text(from: number, to: number): string {
    return this.window.latin1Slice(from, to)
  }

  /** Whether these bytes are a text with one character per byte. */
  hasText(from: number, to: number, text: string): boolean {
    if (text.length !== to - from) return false
    const { window } = this
    for (let at = from; at < to; at += 1)
      if (window[at] !== text.charCodeAt(at - from)) return false
    return true
  }

  /**
   * Start of the first part of a line at or after `from` that may contain a secret, or `to`. A part
   * is the prefix with pool and server, or what is after date, time and ids. `from` must be the start
   * of a line or the end of the part found last. Sets `partEnd`, `groups`, `key` and the ids. When
   * learning, a part is not reported if one like it was.
   */
  findPart(from: number, to: number, learning = false): number {
    return this.compiled.findPart(WINDOW_AT + from, WINDOW_AT + to, learning) - WINDOW_AT
  }

  /** End of the part found or examined last. */
  get partEnd(): number {
    return this.compiled.partEndAt() - WINDOW_AT
  }

  /** The groups of finders that may find something in the part found or examined last. */
  get groups(): number {
    return this.compiled.partGroups()
  }

  /** Whether the part found last may be the start line or the title of a packet. */
  get mayStartPacket(): boolean {
    return this.compiled.partMayStartPacket() !== 0
  }

  /**
   * Start of the first line at or after `from` that is no plain header, or that changes, or that is
   * longer than `maxBytes`. A plain header is not folded, and does not change how its packet goes on.
   * Sets `headerKind`, `lineEnd`, `groups`, `key` and the ids of that line. `to`: end of the bytes
   * that are known.
   */
  skipPlainHeaders(from: number, to: number, maxBytes: number): number {
    return this.compiled.skipPlainHeaders(WINDOW_AT + from, WINDOW_AT + to, maxBytes) - WINDOW_AT
  }

  /** Kind of the line at which `skipPlainHeaders` ended: one of `HEADER_KIND`. */
  get headerKind(): number {
    return this.compiled.headerKindAt()
  }

  /** Sets `frontEnd` and `restStart` of a line. */
  split(from: number, to: number): void {
    this.compiled.splitPrefix(WINDOW_AT + from, WINDOW_AT + to)
  }

  /** End of the line found or examined last, with its line feed. */
  get lineEnd(): number {
    return this.compiled.lineEndAt() - WINDOW_AT
  }

  /** End of the prefix with pool and server; the start of the line when there is none. */
  get frontEnd(): number {
    return this.compiled.frontEndAt() - WINDOW_AT
  }

  /** End of date, time and ids, which hold no name; the start of the line when there are none. */
  get restStart(): number {
    return this.compiled.restStartAt() - WINDOW_AT
  }

  /**
   * The groups of finders that may find something in a part of a line. Unless they are 0, sets
   * `key` and the ids. `isFront`: the part is the prefix that `split` found last.
   */
  examine(from: number, to: number, isFront: boolean): number {
    return this.compiled.examine(WINDOW_AT + from, WINDOW_AT + to, isFront)
  }

  /** The number that `addKey` gave to the key of the part examined last; -1 when it is new. */
  get key(): number {
    return this.compiled.keyNumber()
  }

  /**
   * The ids of the part examined last, relative to `from`. All parts with the same key are equal
   * except for their ids, and the finders treat these ids alike.
   */
  idsFrom(from: number): readonly LineId[] {
    return Array.from({ length: this.compiled.idCount() }, (_, index) => {
      const at = index * WORDS_PER_ID
      return {
        from: (this.ids[at] ?? 0) - WINDOW_AT - from,
        to: (this.ids[at + 1] ?? 0) - WINDOW_AT - from,
        isLearned: ((this.ids[at + 2] ?? 0) & LEARNED_ID) !== 0,
      }
    })
  }

  /** Whether `clearKeys` must be called before another key is added. */
  get hasMaxKeys(): boolean {
    return this.keys === MAX_KEYS
  }

  /** Gives the key of the part examined last a number. */
  addKey(number: number): void {
    this.keys += 1
    this.compiled.addKey(number)
  }

  clearKeys(): void {
    this.keys = 0
    this.compiled.clearKeys()
  }
}
