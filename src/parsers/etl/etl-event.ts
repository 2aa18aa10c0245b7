/** Kind of header that an event begins with. `trace-message` is the one of WPP. */
export type EtlHeader =
  | 'system'
  | 'compact'
  | 'perf-info'
  | 'full'
  | 'instance'
  | 'event'
  | 'trace-message'
  | 'error'

/** A range of the bytes of an event; `to` is exclusive. */
export interface ByteRange {
  readonly from: number
  readonly to: number
}

/**
 * One event of a trace. The object is reused for the next event, and its bytes belong to a reused
 * buffer: copy what is kept (`copyEvent`).
 */
export interface EtlEvent {
  readonly header: EtlHeader
  /** Size of a pointer in the payload, which is that of the process, not of the machine. */
  readonly pointerBytes: 4 | 8
  /** Milliseconds since the epoch, UTC, and 100 ns units beyond, 0 to 9999. */
  readonly at: number
  readonly ticks: number
  /**
   * True when the event has no time or an impossible one. `at` and `ticks` are then those of the
   * previous event, or of the buffer.
   */
  readonly untimed?: boolean
  readonly pid: number | undefined
  readonly tid: number | undefined
  readonly cpu: number
  /**
   * GUID in lower case without braces: the provider of an event header, the class of a full or
   * instance header, or the message GUID of a trace message. Empty for the kernel's own headers,
   * which have `group` and `opcode`.
   */
  readonly guid: string
  /** Event id, or the message number of a trace message; 0 where the header has none. */
  readonly id: number
  readonly version: number
  readonly channel: number
  /** 1 critical, 2 error, 3 warning, 4 information, 5 verbose; 0 where the header has none. */
  readonly level: number
  /** Opcode; for the kernel's own headers and for classic events, their type. */
  readonly opcode: number
  readonly task: number
  /** The keyword mask: high and low 32 bits. */
  readonly keywordHigh: number
  readonly keywordLow: number
  /** Event group of the kernel's own headers (3 process, 20 image …); 0 elsewhere. */
  readonly group: number
  /** True when the payload is a single UTF-16 text. */
  readonly stringOnly: boolean
  /** The decompressed buffer, and the range of the payload in it. */
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
  /** TraceLogging schema and provider traits, where the event carries them. */
  readonly schema: ByteRange | undefined
  readonly traits: ByteRange | undefined
  /** Range of all extended items, for `extendedItems`. */
  readonly items?: ByteRange | undefined
  /** Offset in the file: that of the event, or of its buffer when that is compressed. */
  readonly offset: number
}

/**
 * A decoded value. Integers beyond 2^53 are bigint, binary data is a copy of its bytes, GUIDs have
 * no braces, times are ISO 8601.
 */
export type EtlValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | readonly EtlValue[]
  | EtlFields

/** Decoded values by field name, in the order of the schema. */
export interface EtlFields {
  readonly [name: string]: EtlValue
}

/** What describes the values of an event. */
export type EtlSchemaKind = 'tracelogging' | 'manifest' | 'kernel' | 'wpp' | 'string'

/** An event with its names and values. */
export interface DecodedEvent {
  readonly by: EtlSchemaKind
  /** Name of the provider, if the schema has one. */
  readonly provider?: string
  /** Event, task or function name. */
  readonly name?: string
  /** Names from the TMF of a WPP message: level, flags, function. */
  readonly level?: string
  readonly flags?: string
  readonly function?: string
  /** Source file and line of a WPP message, such as `sideband_c229`. */
  readonly place?: string
  /** The formatted message, or the fields as `name=value`. */
  readonly message: string
  readonly fields: EtlFields
  /** How the schema fails to fit the payload. `message` then holds what could be read. */
  readonly mismatch?: string
  /** True when the schema leaves a part of the payload unread. Such an event is not decoded. */
  readonly isPartial?: true
  /**
   * Copies of the bytes that the values show without their text: binary data, arrays of small
   * integers, and text in another encoding than the schema states.
   */
  readonly blobs?: readonly Uint8Array[]
}

/** Decodes one kind of events. Damaged data is reported in the result, never thrown. */
export interface EtlDecoder {
  /** Takes a schema out of an event that carries one for other events. Returns true when it did. */
  learn?(event: EtlEvent): boolean
  /** Returns undefined for events of other kinds and for events without a known schema. */
  decode(event: EtlEvent): DecodedEvent | undefined
}
