/**
 * The least of some numbers; undefined when there are none. `Math.min(...numbers)` fails for more
 * than some hundred thousand, because each of them is an argument.
 */
export function leastOf(numbers: Iterable<number>): number | undefined {
  let least: number | undefined
  for (const number of numbers) if (least === undefined || number < least) least = number
  return least
}

/** The greatest of some numbers; undefined when there are none. */
export function greatestOf(numbers: Iterable<number>): number | undefined {
  let greatest: number | undefined
  for (const number of numbers) if (greatest === undefined || number > greatest) greatest = number
  return greatest
}
