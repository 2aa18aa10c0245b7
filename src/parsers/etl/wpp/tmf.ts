/** One argument of a message: what was logged, and how it lies in the payload. */
export interface TmfArgument {
  /**
   * Number in the format string, from 10 on; arguments lie in the payload in the order of their
   * numbers.
   */
  readonly number: number
  /** As the source has it: `DevCtx->Settings.Delay`. */
  readonly expression: string
  /** `ItemLong`; empty where the line could not be understood. */
  readonly item: string
  /** Of a list or set: the labels. */
  readonly labels: readonly string[]
}

/** One message of a trace message format file. */
export interface TmfMessage {
  /** Of the source file, in lower case. */
  readonly guid: string
  readonly number: number
  readonly provider: string
  /** `Sideband.c`. */
  readonly source: string
  /** `Sideband_c229`: source file and line. */
  readonly place: string
  readonly format: string
  readonly level?: string
  readonly flags?: string
  readonly function?: string
  readonly component?: string
  readonly subComponent?: string
  readonly arguments: readonly TmfArgument[]
}

/** All messages that are known: by GUID, then by number. */
export type TmfIndex = ReadonlyMap<string, ReadonlyMap<number, TmfMessage>>

/** What is read of one text, and what in it was not understood. */
export interface ParsedTmf {
  readonly messages: readonly TmfMessage[]
  readonly problems: readonly string[]
}

/** Messages by GUID and number; of two with the same the later one counts. */
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
