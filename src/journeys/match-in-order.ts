interface Timed {
  /** Milliseconds UTC. */
  readonly at: number
}

/** The conditions under which two entries may form a pair. */
export interface MatchWindow<A = unknown, B = unknown> {
  /**
   * Smallest time from the first to the second entry, milliseconds; negative if it may be earlier.
   */
  readonly minOffset: number
  /** Largest time from the first to the second entry, milliseconds. */
  readonly maxOffset: number
  /** An additional condition. */
  readonly accepts?: (first: A, second: B) => boolean
}

/** Larger clusters are paired greedily, because the exact search compares all pairs. */
const MAX_COMPARED_PAIRS = 40_000

/**
 * Pairs entries that only their times can join. Each entry is in at most one pair, both entries of
 * a pair are inside the window, and pairs never cross: first in, first out. Returns as many pairs
 * as possible, and of several such results the one with the smallest sum of time differences.
 */
export function matchInOrder<A extends Timed, B extends Timed>(
  firsts: readonly A[],
  seconds: readonly B[],
  window: MatchWindow<A, B>,
): Map<A, B> {
  const pairs = new Map<A, B>()
  for (const [left, right] of clusters(sortByTime(firsts), sortByTime(seconds), window)) {
    const match = left.length * right.length > MAX_COMPARED_PAIRS ? matchGreedily : matchBest
    for (const [first, second] of match(left, right, window)) pairs.set(first, second)
  }
  return pairs
}

const sortByTime = <T extends Timed>(list: readonly T[]): T[] =>
  [...list].sort((left, right) => left.at - right.at)

const isInWindow = <A extends Timed, B extends Timed>(
  first: A,
  second: B,
  { minOffset, maxOffset, accepts }: MatchWindow<A, B>,
): boolean =>
  second.at >= first.at + minOffset &&
  second.at <= first.at + maxOffset &&
  (accepts?.(first, second) ?? true)

/**
 * Splits the entries at every gap that is longer than the window. Entries on different sides of
 * such a gap can never form a pair, so each cluster is matched on its own.
 */
function* clusters<A extends Timed, B extends Timed>(
  firsts: readonly A[],
  seconds: readonly B[],
  window: MatchWindow<A, B>,
): Generator<[A[], B[]]> {
  const maxGap = Math.max(window.maxOffset, -window.minOffset)
  let [left, right]: [A[], B[]] = [[], []]
  let last = Number.NEGATIVE_INFINITY
  for (let [a, b] = [0, 0]; a < firsts.length || b < seconds.length; ) {
    const [first, second] = [firsts[a], seconds[b]]
    const isFirst = first !== undefined && (second === undefined || first.at <= second.at)
    const at = (isFirst ? first : second)?.at ?? last
    if (at - last > maxGap) {
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

/** The score of a pair. Larger than any sum of time differences, so that more pairs always win. */
const PAIR_SCORE = 2 ** 40

/** The best pairs, by dynamic programming as in the alignment of two texts. */
function matchBest<A extends Timed, B extends Timed>(
  firsts: readonly A[],
  seconds: readonly B[],
  window: MatchWindow<A, B>,
): [A, B][] {
  const width = seconds.length + 1
  /**
   * At `a * width + b`: the best score that `firsts` from `a` on and `seconds` from `b` on allow.
   */
  const scores = new Float64Array((firsts.length + 1) * width)
  const scoreOfPair = (a: number, b: number): number => {
    const [first, second] = [firsts[a], seconds[b]]
    if (!first || !second || !isInWindow(first, second, window)) return -1
    return PAIR_SCORE - Math.abs(second.at - first.at) + (scores[(a + 1) * width + b + 1] ?? 0)
  }
  for (let a = firsts.length - 1; a >= 0; a -= 1)
    for (let b = seconds.length - 1; b >= 0; b -= 1)
      scores[a * width + b] = Math.max(
        scores[(a + 1) * width + b] ?? 0,
        scores[a * width + b + 1] ?? 0,
        scoreOfPair(a, b),
      )
  const pairs: [A, B][] = []
  for (let [a, b] = [0, 0]; a < firsts.length && b < seconds.length; ) {
    const [first, second] = [firsts[a], seconds[b]]
    if (first && second && scoreOfPair(a, b) === scores[a * width + b]) {
      pairs.push([first, second])
      a += 1
      b += 1
    } else if (scores[(a + 1) * width + b] === scores[a * width + b]) a += 1
    else b += 1
  }
  return pairs
}

/** Pairs each entry with the next one inside the window. Fast, for clusters that are ambiguous. */
function matchGreedily<A extends Timed, B extends Timed>(
  firsts: readonly A[],
  seconds: readonly B[],
  window: MatchWindow<A, B>,
): [A, B][] {
  const pairs: [A, B][] = []
  let b = 0
  for (const first of firsts) {
    while (b < seconds.length && (seconds[b] as B).at < first.at + window.minOffset) b += 1
    const second = seconds[b]
    if (second && isInWindow(first, second, window)) {
      pairs.push([first, second])
      b += 1
    }
  }
  return pairs
}
