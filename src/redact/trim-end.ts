/**
 * Removes all of these characters from the end of a text. An expression such as `/[.-]+$/` takes
 * quadratic time for a text with many of them.
 */
export function trimEnd(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text[end - 1] ?? '')) end -= 1
  return text.slice(0, end)
}
