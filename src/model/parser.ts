import type { Observation } from './observation.ts'
import type { Scanner } from './scanner.ts'
import type { InputStatus, Tally } from './tally.ts'
import type { WantedRecords } from './wanted-records.ts'

/** The beginning of an input, decoded, and hints that its name gives. */
export interface InputHead {
  readonly bytes: Uint8Array
  /** The same as text with LF line ends; a last partial line is kept. */
  readonly text: string
  /** True when this is the whole input. */
  readonly isWhole: boolean
  /** File name: a hint only, never what decides. */
  readonly fileName: string
  /**
   * The last stretch of the input as text with LF line ends, empty when the head is whole or the
   * input cannot seek.
   */
  readonly tail: string
}

export type DateOrder = 'mdy' | 'dmy' | 'ymd' | 'ydm'

/** How a parser reads times without a zone. */
export interface LocalClock {
  /** Minutes east of UTC. */
  readonly utcOffset: number
  readonly dateOrder: DateOrder
}

export interface Recognition {
  /** Times in it carry no zone: inputs find the offset and say where it comes from. */
  readonly localTime?: boolean
  /** Minutes east of UTC that the input itself proves, with where. */
  readonly utcOffset?: { readonly minutes: number; readonly why: string }
  /** The order of day, month and year that the input itself proves, or that the format fixes. */
  readonly dateOrder?: DateOrder
  /**
   * Day and month cannot be told apart in what was seen; the parser's usual order is taken and that
   * is said.
   */
  readonly ambiguousDates?: DateOrder
  readonly notes?: readonly string[]
}

/** A file that tells what the events of binary traces mean: its name and what stands in it. */
export interface SchemaText {
  readonly name: string
  readonly text: string
}

/**
 * What the user has beside the case that makes binary traces readable. Plain values, for workers;
 * parsers compile it once for a thread.
 */
export interface DecodingFiles {
  /** Trace message format files of WPP. */
  readonly tmf: readonly SchemaText[]
  /** Instrumentation manifests. */
  readonly manifests: readonly SchemaText[]
}

export interface ParseContext {
  readonly path: string
  readonly clock: LocalClock
  /** Which SIP messages and trace records some evidence asks for. */
  readonly wanted: WantedRecords
  /** Bytes to text in the input's encoding. The result is a copy and outlives the bytes. */
  decode(bytes: Uint8Array, from: number, to: number): string
  emit(seen: Observation): void
  readonly tally: Tally
  /**
   * There for large inputs; the bytes that are lent lie in its memory then, and it is opened for
   * them.
   */
  readonly scanner?: Scanner | undefined
  readonly decoding?: DecodingFiles | undefined
  /**
   * More may come behind an end: what is held back to be put in order is told sooner, and `final`
   * may be said more than once.
   */
  readonly isGrowing?: true
}

/** One input being read. */
export interface ParseSession {
  /**
   * Reads whole records of `bytes` from `from` up to `to` and returns the place up to which they
   * are read. What it leaves is offered again with more behind it. With `final` nothing more comes
   * and all of it is read. Bytes are only lent.
   */
  read(bytes: Uint8Array, from: number, to: number, final: boolean): number
  /**
   * For a reading that can tell only at the end, and then very much: emits some of it, to be called
   * again until it is false. Called when all has been read.
   */
  emitMore?(): boolean
}

/**
 * A format: bytes to observations. Pure and synchronous; bad data is counted in the tally, never
 * thrown.
 */
export interface Parser {
  readonly format: string
  readonly title: string
  /** Whether its records have times whose coverage counts. */
  readonly isLog: boolean
  /**
   * A record ends only where the next one begins. When such a log has been quiet for a while behind
   * a line end, its last record is told as if nothing came behind it, and reading goes on with the
   * next.
   */
  readonly isOpenEnded?: true
  /** Its bytes are no text: no encoding, no line ends. */
  readonly isBinary?: true
  /** Its text tells what events of the case's binary traces mean: their parsers are given it. */
  readonly schemaKind?: keyof DecodingFiles
  /** What an input of this format counts as, once it has been read, where that is not `read`. */
  inputStatus?(tally: Tally): InputStatus
  /**
   * Literals of its own, to the letter, that the format wants a kernel to find; numbered from 1.
   */
  readonly formatLiterals?: readonly string[]
  /** By content alone. */
  recognise(head: InputHead): Recognition | undefined
  open(context: ParseContext): ParseSession
}
