import { closestMatch } from 'leven'

const MIN_CHARS_FOR_SUBSTRING = 4
const MIN_CHARS_FOR_PREFIX = 6

/**
 * ` Did you mean X?` with the candidate nearest to a mistyped word; empty when none is near.
 * `prefix` is put before the candidate, such as the dashes of an option.
 */
export function didYouMean(typed: string, candidates: readonly string[], prefix = ''): string {
  const word = typed.toLowerCase()
  const byLowerCase = new Map(candidates.map((candidate) => [candidate.toLowerCase(), candidate]))
  const words = [...byLowerCase.keys()]
  const maxDistance = Math.max(2, Math.floor(word.length / 3))
  const nearest =
    closestMatch(word, words, { maxDistance }) ??
    findContaining(word, words) ??
    findNearestPrefix(word, words)
  return nearest === undefined ? '' : ` Did you mean ${prefix}${byLowerCase.get(nearest)}?`
}

const findContaining = (word: string, candidates: readonly string[]): string | undefined =>
  word.length < MIN_CHARS_FOR_SUBSTRING
    ? undefined
    : candidates.find((candidate) => candidate.includes(word))

/** For a long word, the candidate with the nearest start: `spool-mesage` → `spool-message-stuck`. */
function findNearestPrefix(word: string, candidates: readonly string[]): string | undefined {
  if (word.length < MIN_CHARS_FOR_PREFIX) return undefined
  const byPrefix = new Map(
    candidates.map((candidate) => [candidate.slice(0, word.length), candidate]),
  )
  const nearest = closestMatch(word, [...byPrefix.keys()], {
    maxDistance: Math.floor(word.length / 4),
  })
  return nearest === undefined ? undefined : byPrefix.get(nearest)
}
