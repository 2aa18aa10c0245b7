import type { ParseContext } from '../../model/parser.ts'

/**
 * Creates a function that tells whether `bytes` from `from` to before `end` contain a wanted
 * literal. Call it with ascending ranges: one search runs ahead to the next literal and answers for
 * every range before it.
 */
export function createMarkerSearch(
  { scanner, wanted }: ParseContext,
  bytes: Uint8Array,
  to: number,
): (from: number, end: number) => boolean {
  let literalAt = -1
  return (from, end) => {
    if (literalAt < from)
      literalAt = scanner ? scanner.findNext(from) : wanted.any.findNext(bytes, from, to)
    return literalAt < end
  }
}

/**
 * Creates a function that returns the position of the first `needle` at or after `from`, or the
 * length of `view` when there is none. No part of `view` is searched twice while `from` ascends.
 */
export function createForwardSearch(view: Buffer, needle: Buffer): (from: number) => number {
  let searchedFrom = 0
  let foundAt = -1
  return (from) => {
    if (from < searchedFrom || from > foundAt) {
      const found = view.indexOf(needle, from)
      foundAt = found < 0 ? view.length : found
      searchedFrom = from
    }
    return foundAt
  }
}
