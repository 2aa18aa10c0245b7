/**
 * A literal that every record an evidence asks for contains. Matched on bytes, ignoring ASCII case,
 * so that only these records are decoded. ASCII only, three characters or more, no line breaks.
 */
export interface Marker {
  /** `sip`: a SIP message in a log; `trace`: any other record of a trace. */
  readonly recordKind: 'sip' | 'trace'
  /**
   * `start`: at the first byte of the SIP start line or of the trace message; `method`: a whole SIP
   * method, in the CSeq of an answer; `anywhere`: in any place of the record, and then better long:
   * the shortest of these sets how fast traces are searched.
   */
  readonly place: 'start' | 'method' | 'anywhere'
  readonly text: string
}

export const sipStartMarkers = (...texts: readonly string[]): Marker[] =>
  texts.map((text) => ({ recordKind: 'sip', place: 'start', text }))
/** Requests of a method, and what answers them. */
export const sipMethodMarkers = (method: string): Marker[] => [
  ...sipStartMarkers(`${method} `),
  { recordKind: 'sip', place: 'method', text: method },
]
export const sipTextMarkers = (...texts: readonly string[]): Marker[] =>
  texts.map((text) => ({ recordKind: 'sip', place: 'anywhere', text }))
export const traceTextMarkers = (...texts: readonly string[]): Marker[] =>
  texts.map((text) => ({ recordKind: 'trace', place: 'anywhere', text }))
