import type { EventDamageKind } from './event-cursor.ts'

/** Something that is not as it should be, and where in the file. */
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
  /** Bytes that are not read for it; for missing buffers, how many of these. */
  readonly lost: number
}

const words: Readonly<Record<EtlDamage['kind'], (lost: string) => string>> = {
  filler: (lost) => `the events of a buffer end ${lost} before it says that they do`,
  'event-marker': (lost) => `no event begins here: the last ${lost} of its buffer are not read`,
  'event-size': (lost) => `an event passes the end of its buffer: the last ${lost} are not read`,
  'extended-items': (lost) =>
    `extended items pass the end of their event: the last ${lost} of the buffer are not read`,
  'no-header': () => 'the trace does not begin with its header: clock and session are not known',
  'buffer-size': () => 'a buffer states an impossible size: the next one was found without it',
  'data-end': () => 'a buffer states two ends of its events: they are read as far as they go',
  'not-a-buffer': (lost) => `${lost} belong to no buffer`,
  cut: (lost) => `the file ends inside a buffer: ${lost} of it are missing`,
  'repeated-buffer': (lost) => `a buffer is here a second time (${lost}), and not counted again`,
  'missing-buffers': (lost) => `buffers that the header counts are not in the file: ${lost}`,
  'cannot-unpack': (lost) => `a compressed buffer is damaged: ${lost} of it could not be unpacked`,
  lznt1: (lost) => `a buffer is compressed with LZNT1, which is not supported (${lost})`,
  'xpress-huff': (lost) =>
    `a buffer is compressed with XPRESS Huffman, which is not supported (${lost})`,
  'unknown-compression': (lost) =>
    `a buffer is compressed in a way that its trace does not name (${lost})`,
}

export const formatDamage = ({ kind, lost }: EtlDamage): string =>
  words[kind](kind === 'missing-buffers' ? `${lost}` : `${lost} bytes`)
