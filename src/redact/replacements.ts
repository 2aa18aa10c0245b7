/** A part of a text and its replacement. */
export interface Claim {
  readonly from: number
  readonly to: number
  readonly text: string
}

/**
 * Replacements for parts of a text. The first claim of a range wins, so the most reliable finders
 * must run first.
 */
export class Replacements {
  private readonly length: number
  private readonly found: Claim[] = []
  /** One entry per character: 1 if claimed or protected. */
  private taken: Uint8Array | undefined

  /** `length`: length of the text. */
  constructor(length: number) {
    this.length = length
  }

  /** True if nothing will be replaced. */
  get isEmpty(): boolean {
    return this.found.length === 0
  }

  /** Prevents replacements in a range. */
  protect(from: number, to: number): void {
    this.taken ??= new Uint8Array(this.length)
    this.taken.fill(1, from, to)
  }

  /** Replaces a range by `text`, unless it overlaps another claim or a protected range. */
  claim(from: number, to: number, text: string): void {
    if (from >= to || this.overlaps(from, to)) return
    this.protect(from, to)
    this.found.push({ from, to, text })
  }

  /** Whether any part of the range is already claimed or protected. */
  overlaps(from: number, to: number): boolean {
    const { taken } = this
    if (taken === undefined) return false
    for (let at = from; at < to; at += 1) if (taken[at] === 1) return true
    return false
  }

  /** Whether the character at an offset is claimed or protected. */
  isTaken(at: number): boolean {
    return this.taken?.[at] === 1
  }

  /** The claim of the character at an offset. */
  claimAt(at: number): Claim | undefined {
    return this.found.find(({ from, to }) => from <= at && at < to)
  }

  /** Whether a claimed range contains one of these boundaries, which must be in ascending order. */
  crossesAny(boundaries: readonly number[]): boolean {
    this.sort()
    let index = 0
    return boundaries.some((at) => {
      while ((this.found[index]?.to ?? at + 1) <= at) index += 1
      return (this.found[index]?.from ?? at) < at
    })
  }

  /** The claimed parts in ascending order. */
  get claims(): readonly Claim[] {
    this.sort()
    return this.found
  }

  applyTo(text: string): string {
    if (this.isEmpty) return text
    this.sort()
    let out = ''
    let at = 0
    for (const { from, to, text: replacement } of this.found) {
      out += text.slice(at, from) + replacement
      at = to
    }
    return out + text.slice(at)
  }

  private sort(): void {
    this.found.sort((left, right) => left.from - right.from)
  }
}

/** A text for finders. It may be decoded from another text; offsets refer to `text` itself. */
export interface TextView {
  readonly text: string
  readonly isAscii: boolean
  claim(from: number, to: number, text: string): void
  overlaps(from: number, to: number): boolean
}

/**
 * Claims the capture groups of all matches of a global expression. `replace` returns the
 * replacement of a group, or undefined to keep it. The expression needs the flags `d` and `g`.
 */
export function claimMatches(
  view: TextView,
  expression: RegExp,
  replace: (group: string, match: RegExpExecArray) => string | undefined,
): void {
  for (let at = 0; ; ) {
    // `replace` may run the same expression on a nested text.
    expression.lastIndex = at
    const match = expression.exec(view.text)
    if (match === null) return
    at = expression.lastIndex + (match[0] === '' ? 1 : 0)
    const groups = match.indices ?? []
    for (let index = 1; index < match.length; index += 1) {
      const [from, to] = groups[index] ?? [0, 0]
      if (from === to || view.overlaps(from, to)) continue
      claimAs(view, from, to, replace(view.text.slice(from, to), match))
    }
  }
}

/**
 * Claims the capture groups as `claimMatches` does; of a group in which something is claimed
 * already, all that is left and has a letter or a digit. For texts of which nothing may remain.
 */
export function claimWholeMatches(
  view: TextView,
  expression: RegExp,
  replace: (group: string) => string | undefined,
): void {
  expression.lastIndex = 0
  for (const { indices } of view.text.matchAll(expression))
    for (const group of indices?.slice(1) ?? []) {
      const [from, to] = group ?? [0, 0]
      if (view.overlaps(from, to)) claimRest(view, from, to, replace)
      else claimAs(view, from, to, replace(view.text.slice(from, to)))
    }
}

function claimRest(
  view: TextView,
  from: number,
  to: number,
  replace: (group: string) => string | undefined,
): void {
  for (let at = from; at < to; at += 1) {
    if (view.overlaps(at, at + 1)) continue
    let end = at + 1
    while (end < to && !view.overlaps(end, end + 1)) end += 1
    const rest = view.text.slice(at, end)
    if (/[\p{L}\d]/u.test(rest)) claimAs(view, at, end, replace(rest))
    at = end
  }
}

/** Claims a range, unless there is no replacement. */
function claimAs(view: TextView, from: number, to: number, replacement: string | undefined): void {
  if (replacement !== undefined) view.claim(from, to, replacement)
}
