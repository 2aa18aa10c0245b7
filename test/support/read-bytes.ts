import { createTextDecoder, type DecodeText } from '../../src/inputs/encoding.ts'
import type { Marker } from '../../src/model/marker.ts'
import type { Observation } from '../../src/model/observation.ts'
import type { DecodingFiles, LocalClock, Parser } from '../../src/model/parser.ts'
import { Tally } from '../../src/model/tally.ts'
import { allRecords, createWantedRecords } from '../../src/scan/matcher.ts'

export interface ReadOptions {
  /** Sizes of the pieces in order. The last size repeats. When absent, one piece. */
  readonly pieces?: readonly number[]
  readonly clock?: Partial<LocalClock>
  /** Markers of the wanted records. When absent, all records are wanted. */
  readonly markers?: readonly Marker[]
  readonly path?: string
  readonly decoding?: DecodingFiles
  /** Decodes bytes; as Windows-1252 when absent. */
  readonly decode?: DecodeText
}

/** Runs a parser over bytes in pieces of any size, as an input does. */
export function readBytes(
  parser: Parser,
  input: Uint8Array | string,
  options: ReadOptions = {},
): { observations: Observation[]; tally: Tally } {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input
  const observations: Observation[] = []
  const tally = new Tally()
  const { markers } = options
  const reading = parser.open({
    path: options.path ?? 'input',
    clock: { utcOffset: 0, dateOrder: 'mdy', ...options.clock },
    wanted: markers ? createWantedRecords(markers) : allRecords,
    decode: options.decode ?? createTextDecoder('windows-1252'),
    emit: (observation) => observations.push(observation),
    tally,
    decoding: options.decoding,
  })
  let unread = new Uint8Array(0)
  let at = 0
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = options.pieces
      ? (options.pieces[Math.min(turn, options.pieces.length - 1)] ?? 1)
      : bytes.length
    // A fresh copy each time, so that a parser that keeps the given bytes is detected.
    const piece = bytes.subarray(at, at + size)
    const offered = new Uint8Array(unread.length + piece.length)
    offered.set(unread)
    offered.set(piece, unread.length)
    at += size
    const read = reading.read(offered, 0, offered.length, false)
    unread = offered.slice(read)
    offered.fill(0)
  }
  reading.read(unread, 0, unread.length, true)
  while (reading.emitMore?.()) {}
  return { observations, tally }
}
