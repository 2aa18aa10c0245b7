import type { EventDamageKind } from './event-cursor.ts'

/** A defect in a trace, and where it is in the file. */
export interface EtlDamage {
  readonly offset: number
  readonly kind:
    | EventDamageKind
    | 'no-header'
    | 'buffer-size'
    | 'data-end'
    | 'not-a-buffer'
    | 'cut'
    | 'repeated-buffer'
    | 'missing-buffers'
    | 'cannot-unpack'
    | 'lznt1'
    | 'xpress-huff'
    | 'unknown-compression'
  /** Bytes that could not be read; for missing buffers, their number. */
  readonly lost: number
}

const MESSAGES: Readonly<Record<EtlDamage['kind'], (lost: string) => string>> = {
  filler: (lost) => `events of this buffer end ${lost} before the stated end`,
  'event-marker': (lost) => `no event begins here: the last ${lost} of the buffer were skipped`,
  'event-size': (lost) =>
    `an event extends past the end of its buffer: the last ${lost} were skipped`,
  'extended-items': (lost) =>
    'extended items extend past the end of their event: ' +
    `the last ${lost} of the buffer were skipped`,
  'no-header': () => 'the header of the trace is missing: clock and session are unknown',
  'buffer-size': () => 'a buffer has an impossible size: the next buffer was found by searching',
  'data-end': () => 'a buffer states two different ends of its events: all of them were read',
  'not-a-buffer': (lost) => `${lost} belong to no buffer`,
  cut: (lost) => `the file ends inside a buffer: ${lost} are missing`,
  'repeated-buffer': (lost) => `this buffer was read before: ${lost} were skipped`,
  'missing-buffers': (lost) => `buffers in the header but not in the file: ${lost}`,
  'cannot-unpack': (lost) => `a compressed buffer is damaged: ${lost} could not be unpacked`,
  lznt1: (lost) => `LZNT1 compression of a buffer is not supported (${lost})`,
  'xpress-huff': (lost) => `XPRESS Huffman compression of a buffer is not supported (${lost})`,
  'unknown-compression': (lost) => `the compression of a buffer is unknown (${lost})`,
}

/** Describes a defect in one sentence, for reports. */
export const formatDamage = ({ kind, lost }: EtlDamage): string =>
  MESSAGES[kind](kind === 'missing-buffers' ? `${lost}` : `${lost} bytes`)
