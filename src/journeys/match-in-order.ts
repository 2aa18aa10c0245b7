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

/**
 * Larger clusters are paired greedily, because the exact search compares all pairs.
 * Limit: pairs of messages and items that are compared.
 * Beyond: they are paired one after the other, without looking for the best match.
 */
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
  for (
    let [firstIndex, secondIndex] = [0, 0];
    firstIndex < firsts.length || secondIndex < seconds.length;
  ) {
    const [first, second] = [firsts[firstIndex], seconds[secondIndex]]
    const isFirst = first !== undefined && (second === undefined || first.at <= second.at)
    const at = (isFirst ? first : second)?.at ?? last
    if (at - last > maxGap) {
      if (left.length > 0 && right.length > 0) yield [left, right]
      ;[left, right] = [[], []]
    }
    last = at
    if (isFirst) {
      left.push(first)
      firstIndex += 1
    } else {
      if (second !== undefined) right.push(second)
      secondIndex += 1
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
   * At `firstIndex * width + secondIndex`: the best score that the entries from these on allow.
   */
  const scores = new Float64Array((firsts.length + 1) * width)
  const scoreOfPair = (firstIndex: number, secondIndex: number): number => {
    const [first, second] = [firsts[firstIndex], seconds[secondIndex]]
    if (!first || !second || !isInWindow(first, second, window)) return -1
    return (
      PAIR_SCORE -
      Math.abs(second.at - first.at) +
      (scores[(firstIndex + 1) * width + secondIndex + 1] ?? 0)
    )
  }
  for (let firstIndex = firsts.length - 1; firstIndex >= 0; firstIndex -= 1)
    for (let secondIndex = seconds.length - 1; secondIndex >= 0; secondIndex -= 1)
      scores[firstIndex * width + secondIndex] = Math.max(
        scores[(firstIndex + 1) * width + secondIndex] ?? 0,
        scores[firstIndex * width + secondIndex + 1] ?? 0,
        scoreOfPair(firstIndex, secondIndex),
      )
  const pairs: [A, B][] = []
  for (
    let [firstIndex, secondIndex] = [0, 0];
    firstIndex < firsts.length && secondIndex < seconds.length;
  ) {
    const [first, second] = [firsts[firstIndex], seconds[secondIndex]]
    if (
      first &&
      second &&
      scoreOfPair(firstIndex, secondIndex) === scores[firstIndex * width + secondIndex]
    ) {
      pairs.push([first, second])
      firstIndex += 1
      secondIndex += 1
    } else if (
      scores[(firstIndex + 1) * width + secondIndex] === scores[firstIndex * width + secondIndex]
    )
      firstIndex += 1
    else secondIndex += 1
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
  let secondIndex = 0
  for (const first of firsts) {
    while (
      secondIndex < seconds.length &&
      (seconds[secondIndex] as B).at < first.at + window.minOffset
    )
      secondIndex += 1
    const second = seconds[secondIndex]
    if (second && isInWindow(first, second, window)) {
      pairs.push([first, second])
      secondIndex += 1
    }
  }
  return pairs
}
