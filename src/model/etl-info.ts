/** Output of `etl info`. Times are ISO 8601 in UTC with seven decimals (100 ns). */
export interface EtlInfo {
  readonly schemaVersion: 1
  readonly tool: { readonly name: 'spoolscope'; readonly version: string }
  readonly files: readonly EtlFileInfo[]
  readonly totals: {
    readonly files: number
    readonly bytes: number
    readonly events: number
    readonly damage: number
  }
}

export interface EtlFileInfo {
  readonly path: string
  readonly bytes: number
  /** Concatenated files contain several sessions. Empty when the file is not a binary trace. */
  readonly sessions: readonly EtlSessionInfo[]
  /** The first damaged places. `damaged` counts all. */
  readonly damage: readonly {
    readonly offset: number
    readonly kind: string
    readonly text: string
  }[]
  readonly damaged: number
  /** Number of zero bytes at the end of the file (preallocated space). */
  readonly unusedBytes: number
}

export interface EtlSessionInfo {
  readonly offset: number
  /** Absent when the header could not be read. */
  readonly header?: EtlHeaderInfo
  readonly buffers: {
    /** Number in the header. Too low if the session was not closed. */
    readonly stated: number
    readonly found: number
    readonly compressed: number
    readonly bytes: number
    readonly unpackedBytes: number
    /** Buffers with a flag saying that events or buffers were lost before them. */
    readonly marked: { readonly eventsLost: number; readonly buffersLost: number }
  }
  readonly lost: { readonly events: number; readonly buffers: number }
  readonly compression: 'none' | 'LZNT1' | 'XPRESS' | 'XPRESS Huffman' | 'unknown'
  readonly events: number
  /** Events without a time, or with an invalid one. */
  readonly untimed: number
  readonly from?: string
  readonly to?: string
  readonly byHeader: Readonly<Record<string, number>>
  readonly byLevel: Readonly<Record<string, number>>
  /** Sorted by number of events, descending. */
  readonly providers: readonly EtlProviderInfo[]
  /** Events of providers that exceed the limit of the list. */
  readonly otherEvents: number
  readonly client: EtlClientEvidence
  /**
   * Share of events that can be decoded to text, 0 to 1, estimated from samples of each kind.
   * Absent when not estimated.
   */
  readonly decoded?: number
}

export interface EtlHeaderInfo {
  readonly loggerName: string
  readonly logFileName: string
  readonly version: string
  readonly build: number
  readonly cpus: number
  readonly cpuMegahertz: number
  readonly pointerBits: 32 | 64
  readonly clock: {
    readonly kind: 'performance counter' | 'system time' | 'CPU cycles' | 'unknown'
    readonly frequency: number
  }
  readonly zone: { readonly name: string; readonly biasMinutes: number }
  readonly bootTime?: string
  readonly startTime?: string
  /** Absent when the session was not closed. */
  readonly endTime?: string
  readonly mode: { readonly value: string; readonly names: readonly string[] }
  readonly bufferBytes: number
  readonly startBuffers: number
  readonly maximumFileSize: number
  readonly timerResolution: number
}

export interface EtlProviderInfo {
  /** `kernel` for events whose header has no GUID. */
  readonly guid: string
  readonly name?: string
  /** `message`: WPP messages of one source file; their GUID is not that of the provider. */
  readonly kind: 'kernel' | 'classic' | 'event' | 'message'
  readonly events: number
  readonly decoded?: number
  readonly byLevel: Readonly<Record<string, number>>
  /** Sorted by number of events, descending. */
  readonly kinds: readonly EtlKindInfo[]
  readonly otherEvents: number
}

/** Events of one id and version. For classic and kernel events: of one type. */
export interface EtlKindInfo {
  readonly id: number
  readonly version: number
  readonly opcode?: number
  readonly group?: number
  readonly name?: string
  readonly events: number
  readonly decoded?: number
}

/**
 * Whether the trace comes from the Skype for Business client. Its provider GUIDs are not published,
 * so its names are searched instead. A missing name proves nothing, because undecoded events have
 * no names.
 */
export interface EtlClientEvidence {
  readonly found: boolean
  readonly signs: readonly string[]
}
