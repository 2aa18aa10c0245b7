interface Timed {
  /** Milliseconds UTC. */
  readonly at: number
}

/**
 * How far the second of a pair may be from the first, in milliseconds: from `after` (negative:
 * earlier) to `before`.
 */
export interface MatchWindow<A = unknown, B = unknown> {
  readonly after: number
  readonly before: number
  /** What else has to be so. */
  readonly also?: (first: A, second: B) => boolean
}

/** More pairs than this are not weighed against each other. */
const MOST_WEIGHED = 40_000

/**
 * Pairs what only times can join: each at most once, inside the window, and never crosswise, for
 * what came first goes on first. As many pairs as that allows; of several such ways the one whose
 * times are nearest.
 */
export function matchInOrder<A extends Timed, B extends Timed>(
  firsts: readonly A[],
  seconds: readonly B[],
  window: MatchWindow<A, B>,
): Map<A, B> {
  const pairs = new Map<A, B>()
  for (const [left, right] of clusters(inOrder(firsts), inOrder(seconds), window)) {
    const match = left.length * right.length > MOST_WEIGHED ? greedily : nearest
    for (const [first, second] of match(left, right, window)) pairs.set(first, second)
  }
  return pairs
}

const inOrder = <T extends Timed>(list: readonly T[]): T[] =>
  [...list].sort((left, right) => left.at - right.at)

const fits = <A extends Timed, B extends Timed>(
  first: A,
  second: B,
  { after, before, also }: MatchWindow<A, B>,
): boolean =>
  second.at >= first.at + after && second.at <= first.at + before && (also?.(first, second) ?? true)

/**
 * Those that may touch each other: where nothing happened for as long as the window is, what comes
 * next cannot belong to what was before.
 */
function* clusters<A extends Timed, B extends Timed>(
  firsts: readonly A[],
  seconds: readonly B[],
  window: MatchWindow<A, B>,
): Generator<[A[], B[]]> {
  const apart = Math.max(window.before, -window.after)
  let [left, right]: [A[], B[]] = [[], []]
  let last = Number.NEGATIVE_INFINITY
  for (let [a, b] = [0, 0]; a < firsts.length || b < seconds.length; ) {
    const [first, second] = [firsts[a], seconds[b]]
    const isFirst = first !== undefined && (second === undefined || first.at <= second.at)
    const at = (isFirst ? first : second)?.at ?? last
    if (at - last > apart) {
      if (left.length > 0 && right.length > 0) yield [left, right]
      ;[left, right] = [[], []]
    }
    last = at
    if (isFirst) {
      left.push(first)
      a += 1
    } else {
      if (second !== undefined) right.push(second)
      b += 1
    }
  }
  if (left.length > 0 && right.length > 0) yield [left, right]
}

/** A pair weighs more than any distance. */
const PAIR = 2 ** 40

/** The best of all ways to pair without crossing, as two texts are aligned. */
function nearest<A extends Timed, B extends Timed>(
  firsts: readonly A[],
  seconds: readonly B[],
  window: MatchWindow<A, B>,
): [A, B][] {
  const width = seconds.length + 1
  /** By how many of each are left, from the end: what the best way is worth. */
  const worth = new Float64Array((firsts.length + 1) * width)
  const paired = (a: number, b: number): number => {
    const [first, second] = [firsts[a], seconds[b]]
    if (!first || !second || !fits(first, second, window)) return -1
    return PAIR - Math.abs(second.at - first.at) + (worth[(a + 1) * width + b + 1] ?? 0)
  }
  for (let a = firsts.length - 1; a >= 0; a -= 1)
    for (let b = seconds.length - 1; b >= 0; b -= 1)
      worth[a * width + b] = Math.max(
        worth[(a + 1) * width + b] ?? 0,
        worth[a * width + b + 1] ?? 0,
        paired(a, b),
      )
  const pairs: [A, B][] = []
  for (let [a, b] = [0, 0]; a < firsts.length && b < seconds.length; ) {
    const [first, second] = [firsts[a], seconds[b]]
    if (first && second && paired(a, b) === worth[a * width + b]) {
      pairs.push([first, second])
      a += 1
      b += 1
    } else if (worth[(a + 1) * width + b] === worth[a * width + b]) a += 1
    else b += 1
  }
  return pairs
}

/** The first that fits: for crowds, where nobody can tell anyway. */
function greedily<A extends Timed, B extends Timed>(
  firsts: readonly A[],
  seconds: readonly B[],
  window: MatchWindow<A, B>,
): [A, B][] {
  const pairs: [A, B][] = []
  let b = 0
  for (const first of firsts) {
    while (b < seconds.length && (seconds[b] as B).at < first.at + window.after) b += 1
    const second = seconds[b]
    if (second && fits(first, second, window)) {
      pairs.push([first, second])
      b += 1
    }
  }
  return pairs
}
