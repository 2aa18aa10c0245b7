import type { WantedRecords } from './marker.ts'
import type { Observation } from './observation.ts'
import type { Scanner } from './scanner.ts'
import type { InputStatus, Tally } from './tally.ts'

/** The first bytes of an input, for detecting its format. */
export interface InputHead {
  readonly bytes: Uint8Array
  /** `bytes` decoded to text with LF line ends. The last line may be incomplete. */
  readonly text: string
  /** True when `bytes` is the complete input. */
  readonly isWhole: boolean
  /** File name. A hint only: the content decides. */
  readonly fileName: string
  /**
   * The end of the input as text with LF line ends. Empty when `isWhole`, or when the input cannot
   * seek.
   */
  readonly tail: string
}

/** Order of year (`y`), month (`m`) and day (`d`) in dates. */
export type DateOrder = 'mdy' | 'dmy' | 'ymd' | 'ydm'

/** How a parser interprets times without a time zone. */
export interface LocalClock {
  /** Minutes east of UTC. */
  readonly utcOffset: number
  readonly dateOrder: DateOrder
}

export interface Recognition {
  /**
   * True when times have no zone. The input layer then determines the offset and notes its origin.
   */
  readonly localTime?: boolean
  /**
   * Offset in minutes east of UTC that the content proves, how it does, and in which line of the
   * text, if it is one line.
   */
  readonly utcOffset?: { readonly minutes: number; readonly why: string; readonly line?: number }
  /** Date order that the content proves or the format prescribes. */
  readonly dateOrder?: DateOrder
  /** Date order assumed when the content is ambiguous. The report notes the assumption. */
  readonly ambiguousDates?: DateOrder
  readonly notes?: readonly string[]
}

/** A file that describes the events of binary traces. */
export interface SchemaText {
  readonly name: string
  readonly text: string
}

/**
 * Files that describe the events of binary traces. Plain values that can be sent to workers;
 * parsers compile them once per thread.
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
  /** Selects the SIP messages and trace records that some evidence needs. */
  readonly wanted: WantedRecords
  /**
   * Decodes bytes in the encoding of the input. The result is a copy and stays valid after the
   * bytes are reused.
   */
  decode(bytes: Uint8Array, from: number, to: number): string
  emit(observation: Observation): void
  readonly tally: Tally
  /**
   * Present for large inputs. The bytes passed to `read` are then in the scanner's memory, and it
   * is already open for them.
   */
  readonly scanner?: Scanner | undefined
  readonly decoding?: DecodingFiles | undefined
  /**
   * True when the input may grow after its end. Observations held back for sorting are emitted
   * sooner, and `final` may be true more than once.
   */
  readonly isGrowing?: true
}

/** A parser reading one input. */
export interface ParseSession {
  /**
   * Reads complete records of `bytes` between `from` and `to`. Returns the offset where reading
   * stopped; the bytes from there are passed again, followed by more. With `final` no more bytes
   * follow, so all of them are read. `bytes` is reused after the call.
   */
  read(bytes: Uint8Array, from: number, to: number, final: boolean): number
  /**
   * For parsers that emit many observations only after the end. Emits a batch; called after the
   * final `read` until it returns false.
   */
  emitMore?(): boolean
}

/**
 * Turns the bytes of one format into observations. Pure and synchronous. Bad data is counted in the
 * tally and never throws.
 */
export interface Parser {
  readonly format: string
  readonly title: string
  /** True when records have times, so that gaps in them matter. */
  readonly isLog: boolean
  /** Set when only the client writes this format. */
  readonly isClientLog?: true
  /**
   * True when only the start of the next record ends a record. While watching, the last record is
   * emitted once the log has not grown for a while after a line end.
   */
  readonly isOpenEnded?: true
  /** True when the bytes are not text: no encoding and no line ends. */
  readonly isBinary?: true
  /**
   * Set when files of this format describe binary traces. Their text is passed to the parsers of
   * those traces.
   */
  readonly schemaKind?: keyof DecodingFiles
  /** Status of an input after it was read, if it can differ from `read`. */
  inputStatus?(tally: Tally): InputStatus
  /**
   * Case-sensitive literals that the scanner finds for the format itself, such as the record that
   * announces the direction of a SIP packet. Numbered from 1.
   */
  readonly formatLiterals?: readonly string[]
  /** Detects the format by content alone. Returns undefined for other formats. */
  recognise(head: InputHead): Recognition | undefined
  open(context: ParseContext): ParseSession
}
