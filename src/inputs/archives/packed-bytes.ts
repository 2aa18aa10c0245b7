/** Bytes that one can start to read anywhere: of a file on disk, or held in memory. */
export type SeekableBytes =
  | {
      readonly kind: 'range'
      readonly location: string
      readonly from: number
      readonly bytes: number
    }
  /** Shared memory, so that a worker sees the same and not a copy. */
  | {
      readonly kind: 'held'
      readonly held: Uint8Array
      readonly from: number
      readonly bytes: number
    }

/**
 * How to get at the bytes of an archive's entry, again and again: plain values that can be sent to
 * a worker.
 */
export type PackedBytes =
  | SeekableBytes
  /** An entry of a zip. */
  | {
      readonly kind: 'zipped'
      readonly of: SeekableBytes
      readonly method: 'stored' | 'deflated'
      readonly bytes: number
      readonly crc: number
    }
  | { readonly kind: 'gzip'; readonly of: PackedBytes; readonly most: GzipLimits }
  /** Part of what can only be read from its start. */
  | {
      readonly kind: 'part'
      readonly of: PackedBytes
      readonly from: number
      readonly bytes: number
      /**
       * Its beginning and end, kept so that it can be recognised without reading all before it once
       * more.
       */
      readonly head?: Uint8Array
      readonly tail?: Uint8Array
    }

/** How much may come out of a gzip, which does not say it beforehand. */
export interface GzipLimits {
  readonly bytes: number
  readonly ratio: number
}

export const isSeekable = (packed: PackedBytes): packed is SeekableBytes =>
  packed.kind === 'range' || packed.kind === 'held'

/** Part of what can be read anywhere: the same, further in. */
export const sliceSeekable = (
  plain: SeekableBytes,
  from: number,
  bytes: number,
): SeekableBytes => ({
  ...plain,
  from: plain.from + from,
  bytes,
})

/** What is wrong with an entry, in words for the report. */
export class DamagedEntryError extends Error {}

/** More comes out of an entry than may. */
export class LimitExceededError extends DamagedEntryError {}
