/**
 * Removes all of these characters from the end of a text. Takes time in proportion to what it
 * removes. The expression `[…]+$` takes the square of the longest run of them anywhere.
 */
export function trimTrailing(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}
