/** One argument of a message: its source expression and its type. */
export interface TmfArgument {
  /**
   * Number in the format string, from 10 on. The payload holds the arguments in ascending order of
   * their numbers.
   */
  readonly number: number
  /** Expression in the source, such as `DevCtx->Settings.Delay`. */
  readonly expression: string
  /** Item type, such as `ItemLong`; empty when the line is malformed. */
  readonly item: string
  /** Labels of a list or set; else empty. */
  readonly labels: readonly string[]
}

/** One message of a trace message format file. */
export interface TmfMessage {
  /** GUID of the source file, in lower case. */
  readonly guid: string
  readonly number: number
  readonly provider: string
  /** Source file, such as `Sideband.c`. */
  readonly source: string
  /** Source file and line, such as `Sideband_c229`. */
  readonly place: string
  readonly format: string
  readonly level?: string
  readonly flags?: string
  readonly function?: string
  readonly component?: string
  readonly subComponent?: string
  readonly arguments: readonly TmfArgument[]
}

/** Messages by GUID, then by number. */
export type TmfIndex = ReadonlyMap<string, ReadonlyMap<number, TmfMessage>>

/** Messages of one file, and descriptions of its malformed lines. */
export interface ParsedTmf {
  readonly messages: readonly TmfMessage[]
  readonly problems: readonly string[]
}

/** Indexes messages by GUID and number. Of two equal keys the later message wins. */
export function indexTmfMessages(texts: Iterable<ParsedTmf>): TmfIndex {
  const all = new Map<string, Map<number, TmfMessage>>()
  for (const { messages } of texts) {
    for (const message of messages) {
      const own = all.get(message.guid) ?? new Map<number, TmfMessage>()
      all.set(message.guid, own.set(message.number, message))
    }
  }
  return all
}
