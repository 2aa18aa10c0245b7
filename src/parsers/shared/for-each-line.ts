const LF = 10
const CR = 13

/**
 * Walks the complete lines of `bytes` from `from` to `to` and returns the place behind the last
 * one. A line ends at LF, CRLF or a lone CR; `line` gets its start, its end without the line end,
 * and where the next begins. With `final` the rest counts as a line.
 */
export function forEachLine(
  bytes: Uint8Array,
  from: number,
  to: number,
  final: boolean,
  line: (start: number, end: number, next: number) => void,
): number {
  let start = from
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at]
    if (byte !== LF && byte !== CR) continue
    // A CR at the very end may be half of a CRLF.
    if (byte === CR && at + 1 === to && !final) return start
    const next = byte === CR && at + 1 < to && bytes[at + 1] === LF ? at + 2 : at + 1
    line(start, at, next)
    start = next
    at = next - 1
  }
  if (final && start < to) {
    line(start, to, to)
    start = to
  }
  return start
}
