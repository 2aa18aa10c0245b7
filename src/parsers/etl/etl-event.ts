/** Which header an event begins with. `trace-message` is WPP's. */
export type EtlHeader =
  | 'system'
  | 'compact'
  | 'perf-info'
  | 'full'
  | 'instance'
  | 'event'
  | 'trace-message'
  | 'error'

/** A stretch of the bytes of an event: from, and up to but not including. */
export interface ByteRange {
  readonly from: number
  readonly to: number
}

/**
 * One event as it lies in its buffer. It is filled anew for the next one, and its bytes are only
 * lent: take a copy of what is kept.
 */
export interface EtlEvent {
  readonly header: EtlHeader
  /** Bytes of a pointer in its payload: that of the process, not of the machine. */
  readonly pointerBytes: 4 | 8
  /** Milliseconds since the epoch, UTC, and 100 ns units beyond, 0 to 9999. */
  readonly at: number
  readonly ticks: number
  /**
   * It has no time, or one that cannot be: `at` and `ticks` are those of the event before it, or of
   * its buffer.
   */
  readonly untimed?: boolean
  readonly pid: number | undefined
  readonly tid: number | undefined
  readonly cpu: number
  /**
   * GUID in lower case without braces: the provider of an event header, the class of a full or
   * instance header, the message GUID of a trace message. Empty for the kernel's own headers, which
   * have `group` and `opcode`.
   */
  readonly guid: string
  /** Event id, or the message number of a trace message; 0 where the header has none. */
  readonly id: number
  readonly version: number
  readonly channel: number
  /** 1 critical, 2 error, 3 warning, 4 information, 5 verbose; 0 where the header has none. */
  readonly level: number
  /** Opcode; for the kernel's own headers and classic events their type. */
  readonly opcode: number
  readonly task: number
  /** High and low 32 bits. */
  readonly keywordHigh: number
  readonly keywordLow: number
  /** Event group of the kernel's own headers (3 process, 20 image …); 0 elsewhere. */
  readonly group: number
  /** The payload is one UTF-16 text. */
  readonly stringOnly: boolean
  /** Its buffer, decompressed, and where in it the payload lies. */
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  /** TraceLogging schema and provider traits, where the event carries them. */
  readonly schema: ByteRange | undefined
  readonly traits: ByteRange | undefined
  /** All extended items, for `extendedItems`. */
  readonly items?: ByteRange | undefined
  /** Offset in the file: of the event, or of its buffer where that is compressed. */
  readonly offset: number
}

/**
 * Integers beyond 2^53 are bigint; binary is lower-case hexadecimal; GUIDs have no braces; times
 * are ISO 8601.
 */
export type EtlValue = string | number | bigint | boolean | null | readonly EtlValue[] | EtlFields

/** By name, in the order of the schema. */
export interface EtlFields {
  readonly [name: string]: EtlValue
}

/** What is behind an event, in words. */
export interface DecodedEvent {
  readonly by: 'tracelogging' | 'manifest' | 'kernel' | 'wpp' | 'string'
  /** Provider by name, where the schema has one. */
  readonly provider?: string
  /** Event, task or function name. */
  readonly name?: string
  /** Names of flags, component and the like of a WPP message, as its TMF has them. */
  readonly level?: string
  readonly flags?: string
  readonly function?: string
  /** Source file and line of a WPP message: `sideband_c229`. */
  readonly place?: string
  /** One text: the formatted message, or the fields as `name=value`. */
  readonly message: string
  readonly fields: EtlFields
  /**
   * What shows that the schema does not fit the payload; then `message` holds what could be read.
   */
  readonly mismatch?: string
}

/** Makes events readable, one kind of them. Bad data is an answer, never thrown. */
export interface EtlDecoder {
  /** Takes a schema out of an event that carries one for others; true when it did. */
  learn?(event: EtlEvent): boolean
  /** Undefined for events of other kinds, and for those whose schema is not known. */
  decode(event: EtlEvent): DecodedEvent | undefined
}
