const LF = 10
const CR = 13

/**
 * Calls `onLine` for each complete line from `from` to before `to`. Returns the position after the
 * last one. A line ends at LF, CRLF or a lone CR. `onLine` receives the start of the line, its end
 * without the line break, and the start of the next line. With `final`, an unfinished last line
 * counts too.
 */
export function forEachLine(
  bytes: Uint8Array,
  from: number,
  to: number,
  final: boolean,
  onLine: (start: number, end: number, next: number) => void,
): number {
  let start = from
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at]
    if (byte !== LF && byte !== CR) continue
    // A CR at the very end may be the first half of a CRLF.
    if (byte === CR && at + 1 === to && !final) return start
    const next = byte === CR && at + 1 < to && bytes[at + 1] === LF ? at + 2 : at + 1
    onLine(start, at, next)
    start = next
    at = next - 1
  }
  if (final && start < to) {
    onLine(start, to, to)
    start = to
  }
  return start
}
