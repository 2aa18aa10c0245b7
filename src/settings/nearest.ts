import { closestMatch } from 'leven'

/**
 * ` Did you mean X?` with the candidate nearest to what was typed, or nothing when none is near.
 */
export function didYouMean(typed: string, candidates: readonly string[], before = ''): string {
  const word = typed.toLowerCase()
  const byLower = new Map(candidates.map((candidate) => [candidate.toLowerCase(), candidate]))
  const part =
    word.length > 3 ? [...byLower.keys()].find((candidate) => candidate.includes(word)) : undefined
  const maxDistance = Math.max(2, Math.floor(word.length / 3))
  const near =
    closestMatch(word, [...byLower.keys()], { maxDistance }) ??
    part ??
    findNearestPrefix(word, [...byLower.keys()])
  return near === undefined ? '' : ` Did you mean ${before}${byLower.get(near)}?`
}

/**
 * The candidate whose beginning is nearest to a long word: `spool-mesage` for
 * `spool-message-stuck`.
 */
function findNearestPrefix(word: string, candidates: readonly string[]): string | undefined {
  if (word.length < 6) return undefined
  const beginnings = new Map(
    candidates.map((candidate) => [candidate.slice(0, word.length), candidate]),
  )
  const near = closestMatch(word, [...beginnings.keys()], {
    maxDistance: Math.floor(word.length / 4),
  })
  return near === undefined ? undefined : beginnings.get(near)
}
