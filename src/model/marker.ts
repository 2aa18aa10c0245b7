/**
 * A literal contained in every record that some evidence needs. Only records that contain a marker
 * are decoded. Matched on bytes, ignoring ASCII case. ASCII only, at least three characters, no
 * line breaks.
 */
export interface Marker {
  /** `sip`: a SIP message in a log; `trace`: any other record of a trace. */
  readonly recordKind: 'sip' | 'trace'
  /**
   * `start`: at the first byte of the SIP start line or trace message. `method`: a complete SIP
   * method in the CSeq of a response, unless the record says that the client sent it: no evidence
   * needs those. `anywhere`: at any position. Prefer long literals for
   * `anywhere`: the shortest one limits the search speed. `sent`: the first packets that a client
   * sent, in its own log, whatever they contain; `text` is empty.
   */
  readonly place: 'start' | 'method' | 'anywhere' | 'sent'
  readonly text: string
}

/** Markers for SIP messages whose start line begins with one of these texts. */
export const sipStartMarkers = (...texts: readonly string[]): Marker[] =>
  texts.map((text) => ({ recordKind: 'sip', place: 'start', text }))
/** Markers for the requests of a SIP method, and for the responses that the client received. */
export const sipMethodMarkers = (method: string): Marker[] => [
  ...sipStartMarkers(`${method} `),
  { recordKind: 'sip', place: 'method', text: method },
]
/** The first packets that a client sent, in its own log. Their observations are marked. */
export const firstSentMarker: Marker = { recordKind: 'sip', place: 'sent', text: '' }
/** Markers for SIP messages that contain one of these texts. */
export const sipTextMarkers = (...texts: readonly string[]): Marker[] =>
  texts.map((text) => ({ recordKind: 'sip', place: 'anywhere', text }))
/** Markers for trace records that contain one of these texts. */
export const traceTextMarkers = (...texts: readonly string[]): Marker[] =>
  texts.map((text) => ({ recordKind: 'trace', place: 'anywhere', text }))

/** Detects from its bytes whether a record is needed by some evidence. */
export interface RecordMatcher {
  /**
   * Whether a start literal, or a response with a wanted method, is at `at`. `isSent`: whether the
   * client certainly sent it.
   */
  matchesStart(bytes: Uint8Array, at: number, to: number, isSent?: boolean): boolean
  /**
   * Offset of the first literal of place `anywhere` that is completely between `from` and `to`, or
   * `to` if there is none.
   */
  findNext(bytes: Uint8Array, from: number, to: number): number
}

/**
 * Matchers per kind of record. `any` finds the literals of all kinds in one search; use it first.
 */
export interface WantedRecords {
  readonly sip: RecordMatcher
  readonly trace: RecordMatcher
  readonly any: RecordMatcher
  /** Whether the first packets that a client sent are wanted, whatever they contain. */
  readonly sentPackets?: boolean
  /** The markers behind the matchers. Absent when all records are wanted. */
  readonly markers?: readonly Marker[]
}
