import type { ParseContext } from '../../model/parser.ts'

/**
 * Tells whether a stretch of `bytes` holds a literal that is asked for. Stretches are to be asked
 * in their order: one search runs ahead to the next literal and serves all stretches before it.
 */
export function createMarkerSearch(
  { scanner: kernel, wanted }: ParseContext,
  bytes: Uint8Array,
  to: number,
): (from: number, end: number) => boolean {
  let hit = -1
  return (from, end) => {
    if (hit < from) hit = kernel ? kernel.findNext(from) : wanted.any.findNext(bytes, from, to)
    return hit < end
  }
}

/**
 * Place of the first `needle` from a place on, the length of `view` when there is none. Runs ahead
 * in the same way.
 */
export function createForwardSearch(view: Buffer, needle: Buffer): (from: number) => number {
  let searched = 0
  let place = -1
  return (from) => {
    if (from < searched || from > place) {
      const found = view.indexOf(needle, from)
      place = found < 0 ? view.length : found
      searched = from
    }
    return place
  }
}
