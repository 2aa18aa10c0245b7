import { closestMatch } from 'leven'

/** ` Did you mean X?` with the candidate nearest to what was typed, or nothing when none is near. */
export function didYouMean(typed: string, candidates: readonly string[], before = ''): string {
  const word = typed.toLowerCase()
  const byLower = new Map(candidates.map((candidate) => [candidate.toLowerCase(), candidate]))
  const part = word.length > 3 ? [...byLower.keys()].find((candidate) => candidate.includes(word)) : undefined
  const near = closestMatch(word, [...byLower.keys()], { maxDistance: Math.max(2, Math.floor(word.length / 3)) }) ?? part
  return near === undefined ? '' : ` Did you mean ${before}${byLower.get(near)}?`
}
