/**
 * What `etl info` tells of binary traces. Times are ISO 8601 in UTC with seven digits: exact to 100
 * ns.
 */
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
  /** Files that were joined end to end hold several. Empty: this is no binary trace. */
  readonly sessions: readonly EtlSessionInfo[]
  /** The first places; all are counted in `damaged`. */
  readonly damage: readonly {
    readonly offset: number
    readonly kind: string
    readonly text: string
  }[]
  readonly damaged: number
  /** Zeros at the end of the file: room that was kept for it. */
  readonly unusedBytes: number
}

export interface EtlSessionInfo {
  readonly offset: number
  /** Absent: the header could not be read. */
  readonly header?: EtlHeaderInfo
  readonly buffers: {
    /** Files of sessions that were not closed state fewer. */
    readonly stated: number
    readonly found: number
    readonly compressed: number
    readonly bytes: number
    readonly unpackedBytes: number
    /** That say of themselves that events, or a buffer, were lost before them. */
    readonly marked: { readonly eventsLost: number; readonly buffersLost: number }
  }
  readonly lost: { readonly events: number; readonly buffers: number }
  readonly compression: 'none' | 'LZNT1' | 'XPRESS' | 'XPRESS Huffman' | 'unknown'
  readonly events: number
  /** Without a time, or with one that cannot be. */
  readonly untimed: number
  readonly from?: string
  readonly to?: string
  readonly byHeader: Readonly<Record<string, number>>
  readonly byLevel: Readonly<Record<string, number>>
  /** Most events first. */
  readonly providers: readonly EtlProviderInfo[]
  /** Events of providers beyond those that are told apart. */
  readonly otherEvents: number
  readonly client: EtlClientEvidence
  /**
   * Share of events, 0 to 1, that can be shown in words; judged by some of each kind. Absent where
   * nobody tried.
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
  /** Absent: the session was not closed. */
  readonly endTime?: string
  readonly mode: { readonly value: string; readonly names: readonly string[] }
  readonly bufferBytes: number
  readonly startBuffers: number
  readonly maximumFileSize: number
  readonly timerResolution: number
}

export interface EtlProviderInfo {
  /** `kernel` for headers without GUID. */
  readonly guid: string
  readonly name?: string
  /** `message`: a source file with WPP messages, whose GUID is not that of the provider. */
  readonly kind: 'kernel' | 'classic' | 'event' | 'message'
  readonly events: number
  readonly decoded?: number
  readonly byLevel: Readonly<Record<string, number>>
  /** Most events first. */
  readonly kinds: readonly EtlKindInfo[]
  readonly otherEvents: number
}

/** Events of one id and version; of classic and kernel events of one type. */
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
 * Whether the trace is of the Skype for Business client. Its provider GUIDs are not published, so
 * its names are looked for. No sign is no proof: what cannot be decoded has no names.
 */
export interface EtlClientEvidence {
  readonly found: boolean
  readonly signs: readonly string[]
}
