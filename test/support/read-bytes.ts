import { createTextDecoder } from '../../src/inputs/encoding.ts'
import type { Marker } from '../../src/model/marker.ts'
import type { Observation } from '../../src/model/observation.ts'
import type { DecodingFiles, LocalClock, Parser } from '../../src/model/parser.ts'
import { Tally } from '../../src/model/tally.ts'
import { allRecords, createWantedRecords } from '../../src/scan/matcher.ts'

export interface ReadOptions {
  /** Piece sizes in turn, the last one repeated; all at once when absent. */
  readonly pieces?: readonly number[]
  readonly clock?: Partial<LocalClock>
  /** Read only what these ask for; everything when absent. */
  readonly markers?: readonly Marker[]
  readonly path?: string
  readonly decoding?: DecodingFiles
}

/** Runs a parser over bytes, offered in pieces of any size, as an input would. */
export function readBytes(
  parser: Parser,
  input: Uint8Array | string,
  reads: ReadOptions = {},
): { observations: Observation[]; tally: Tally } {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input
  const seen: Observation[] = []
  const tally = new Tally()
  const { markers } = reads
  const reading = parser.open({
    path: reads.path ?? 'input',
    clock: { utcOffset: 0, dateOrder: 'mdy', ...reads.clock },
    wanted: markers ? createWantedRecords(markers) : allRecords,
    decode: createTextDecoder('windows-1252'),
    emit: (one) => seen.push(one),
    tally,
    decoding: reads.decoding,
  })
  let unread = new Uint8Array(0)
  let at = 0
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = reads.pieces
      ? (reads.pieces[Math.min(turn, reads.pieces.length - 1)] ?? 1)
      : bytes.length
    // A fresh copy each time: a parser that keeps the bytes it was lent is found out.
    const offered = Uint8Array.from(Buffer.concat([unread, bytes.subarray(at, at + size)]))
    at += size
    const read = reading.read(offered, 0, offered.length, false)
    unread = offered.slice(read)
    offered.fill(0)
  }
  reading.read(unread, 0, unread.length, true)
  while (reading.emitMore?.()) {}
  return { observations: seen, tally }
}
