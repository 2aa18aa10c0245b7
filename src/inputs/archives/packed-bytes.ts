/** Bytes that can be read from any position: of a file on disk, or held in memory. */
export type SeekableBytes =
  | {
      readonly kind: 'range'
      readonly location: string
      readonly from: number
      readonly bytes: number
    }
  /** Shared memory, so that a worker sees the same bytes and no copy. */
  | {
      readonly kind: 'held'
      readonly held: Uint8Array
      readonly from: number
      readonly bytes: number
    }

/**
 * Describes how to get the bytes of an archive entry, any number of times. Plain values that can be
 * sent to a worker.
 */
export type PackedBytes =
  | SeekableBytes
  /** An entry of a zip. */
  | {
      readonly kind: 'zipped'
      readonly raw: SeekableBytes
      readonly method: 'stored' | 'deflated'
      readonly bytes: number
      readonly crc: number
    }
  | { readonly kind: 'gzip'; readonly container: PackedBytes; readonly limits: GzipLimits }
  /** A part of bytes that can only be read from their start. */
  | {
      readonly kind: 'part'
      readonly container: PackedBytes
      readonly from: number
      readonly bytes: number
      /** Its first and last bytes, so that recognizing it does not unpack everything before it. */
      readonly head?: Uint8Array
      readonly tail?: Uint8Array
    }

/** Limits for the output of a gzip, which does not state its size beforehand. */
export interface GzipLimits {
  readonly bytes: number
  /** Unpacked size divided by packed size. */
  readonly ratio: number
}

export const isSeekable = (packed: PackedBytes): packed is SeekableBytes =>
  packed.kind === 'range' || packed.kind === 'held'

/** Returns a part of seekable bytes. `from` counts from their start. */
export const sliceSeekable = (
  seekable: SeekableBytes,
  from: number,
  bytes: number,
): SeekableBytes => ({
  ...seekable,
  from: seekable.from + from,
  bytes,
})

/** The message says what is wrong with an entry, in words for the report. */
export class DamagedEntryError extends Error {}

/** An entry unpacks to more than a limit allows. */
export class LimitExceededError extends DamagedEntryError {}
