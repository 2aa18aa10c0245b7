import { decodeDoubledQuotes, decodeEscapes } from './decode-escapes.ts'
import { findPrivate, findPrivateStrings } from './find-private.ts'
import { Replacements, type TextView } from './replacements.ts'

/**
 * Such as percent encoding in XML in a JSON string. The doubled quotes of CSV do not count.
 * Limit: encodings inside each other that redaction undoes.
 * Beyond: deeper ones are not undone.
 */
const MAX_LAYERS = 3

/** Removes credentials and message text. Names stay. */
export const removePrivateText = (text: string): string =>
  findPrivateReplacements(text).applyTo(text)

/** Finds credentials and message text. */
export function findPrivateReplacements(text: string): Replacements {
  const replacements = new Replacements(text.length)
  findAllPrivate(createViews(text, replacements))
  return replacements
}

/** Finds credentials and message text in the views of a text. */
export function findAllPrivate(views: readonly TextView[]): void {
  // The end of a string with escaped quotes is known only in the outermost view.
  for (const view of [...views].reverse()) findPrivateStrings(view)
  for (const view of views) findPrivate(view)
}

/** The text in all its encodings, from the innermost to the outermost. */
export function createViews(text: string, replacements: Replacements): TextView[] {
  const views: TextView[] = [createView(text, replacements, undefined)]
  let positions: readonly number[] | undefined
  let plain = text
  for (let layer = 0; layer <= MAX_LAYERS; layer += 1) {
    const next = layer === 0 ? decodeDoubledQuotes(plain) : decodeEscapes(plain)
    if (next === undefined && layer === 0) continue
    if (next === undefined) break
    const before = positions
    positions =
      before === undefined
        ? next.positions
        : next.positions.map((position) => before[position] ?? text.length)
    plain = next.text
    views.push(createView(plain, replacements, positions))
  }
  return views.reverse()
}

export function createView(
  text: string,
  replacements: Replacements,
  positions: readonly number[] | undefined,
): TextView {
  const position = positions === undefined ? (at: number) => at : (at: number) => positions[at] ?? 0
  return {
    text,
    isAscii: !/[^\x00-\x7f]/.test(text),
    claim: (from, to, replacement) => replacements.claim(position(from), position(to), replacement),
    overlaps: (from, to) => replacements.overlaps(position(from), position(to)),
  }
}
