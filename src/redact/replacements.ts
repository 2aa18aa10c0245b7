/**
 * Parts of a text that are to be replaced. The first claim of a place wins: finders run from the
 * most certain to the least.
 */
export class Replacements {
  private readonly length: number
  private readonly found: { readonly from: number; readonly to: number; readonly text: string }[] =
    []
  /** A mark for each place that is claimed, or has to stay. */
  private taken: Uint8Array | undefined

  /** For a text of that length. */
  constructor(length: number) {
    this.length = length
  }

  /** Nothing is to be replaced. */
  get isEmpty(): boolean {
    return this.found.length === 0
  }

  /** Nothing may be replaced there. */
  protect(from: number, to: number): void {
    this.taken ??= new Uint8Array(this.length)
    this.taken.fill(1, from, to)
  }

  claim(from: number, to: number, text: string): void {
    if (from >= to || this.overlaps(from, to)) return
    this.protect(from, to)
    this.found.push({ from, to, text })
  }

  /** Whether any of it is claimed already, or has to stay. */
  overlaps(from: number, to: number): boolean {
    const { taken } = this
    if (taken === undefined) return false
    for (let at = from; at < to; at += 1) if (taken[at] === 1) return true
    return false
  }

  /** Whether a claim reaches across this place. */
  crosses(at: number): boolean {
    return this.found.some(({ from, to }) => from < at && to > at)
  }

  applyTo(text: string): string {
    if (this.isEmpty) return text
    this.found.sort((one, other) => one.from - other.from)
    let out = ''
    let at = 0
    for (const { from, to, text: instead } of this.found) {
      out += text.slice(at, from) + instead
      at = to
    }
    return out + text.slice(at)
  }
}

/** A text as a finder sees it: it may have been decoded, and claims are made in its own places. */
export interface TextView {
  readonly text: string
  readonly isAscii: boolean
  claim(from: number, to: number, text: string): void
  overlaps(from: number, to: number): boolean
}

/**
 * Runs a global expression over a view, and claims what its first group holds, as `name` names it;
 * undefined leaves it.
 */
export function claimMatches(
  view: TextView,
  expression: RegExp,
  name: (group: string, match: RegExpExecArray) => string | undefined,
): void {
  for (let at = 0; ; ) {
    // `name` may look into a text inside of this one with the same expression.
    expression.lastIndex = at
    const match = expression.exec(view.text)
    if (match === null) return
    at = expression.lastIndex + (match[0] === '' ? 1 : 0)
    const groups = match.indices ?? []
    for (let index = 1; index < match.length; index += 1) {
      const [from, to] = groups[index] ?? [0, 0]
      if (from === to || view.overlaps(from, to)) continue
      const instead = name(view.text.slice(from, to), match)
      if (instead !== undefined) view.claim(from, to, instead)
    }
  }
}
