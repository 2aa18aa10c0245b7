import { decodeEscapes } from './decode-escapes.ts'
import { findAddresses } from './find-addresses.ts'
import { findContexts } from './find-contexts.ts'
import { findEncoded } from './find-encoded.ts'
import { findHosts } from './find-hosts.ts'
import { findLearnedNames } from './find-learned-names.ts'
import { findNumbers } from './find-numbers.ts'
import { findPaths } from './find-paths.ts'
import { findPrivate } from './find-private.ts'
import type { NameRegistry } from './name-registry.ts'
import { Replacements, type TextView } from './replacements.ts'
import { tokenPattern } from './token-kind.ts'

/** What every token ends with; most texts have none. */
const HINT_OF_TOKEN = /[a-z]-(?:\d|k[a-z2-7]{12})/

/** Layers of encoding that are looked through: percent signs in XML in a string of JSON. */
const MOST_LAYERS = 3

/**
 * The same text with every name that can be found in it replaced by its token, and without what no
 * output may hold.
 */
export const redactText = (text: string, names: NameRegistry): string =>
  findReplacements(text, names).applyTo(text)

/** The same for a text in which nothing but names that were learnt may be found. */
export function redactLearnedNames(text: string, names: NameRegistry): string {
  const spans = new Replacements(text.length)
  keepTokens(text, spans)
  findLearnedNames(viewOf(text, spans, undefined), names)
  return spans.applyTo(text)
}

/** The same text without authentication material and text of messages; names stay. */
export function removePrivateText(text: string): string {
  const spans = new Replacements(text.length)
  for (const view of viewsOf(text, spans)) findPrivate(view)
  return spans.applyTo(text)
}

/**
 * What is to be replaced. The text as it reads when all its escapes are undone is looked at first,
 * then each layer above.
 */
export function findReplacements(text: string, names: NameRegistry, depth = 0): Replacements {
  const spans = new Replacements(text.length)
  keepTokens(text, spans)
  const views = viewsOf(text, spans)
  for (const view of views) findPrivate(view)
  for (const view of views) {
    findContexts(view, names)
    findAddresses(view, names)
    findPaths(view, names)
    findNumbers(view, names)
    findHosts(view, names)
    findLearnedNames(view, names)
    if (depth < 2)
      findEncoded(view, names, (inner) => !findReplacements(inner, names, depth + 1).isEmpty)
  }
  return spans
}

/** Tokens of an earlier redaction stand for themselves. */
function keepTokens(text: string, spans: Replacements): void {
  if (!HINT_OF_TOKEN.test(text)) return
  for (const { 0: token, index } of text.matchAll(tokenPattern()))
    spans.protect(index, index + token.length)
}

function viewsOf(text: string, spans: Replacements): TextView[] {
  const views: TextView[] = [viewOf(text, spans, undefined)]
  let places: readonly number[] | undefined
  let plain = text
  for (let layer = 0; layer < MOST_LAYERS; layer += 1) {
    const next = decodeEscapes(plain)
    if (next === undefined) break
    const before = places
    places =
      before === undefined
        ? next.positions
        : next.positions.map((place) => before[place] ?? text.length)
    plain = next.text
    views.push(viewOf(plain, spans, places))
  }
  return views.reverse()
}

function viewOf(
  text: string,
  spans: Replacements,
  places: readonly number[] | undefined,
): TextView {
  const place = places === undefined ? (at: number) => at : (at: number) => places[at] ?? 0
  return {
    text,
    isAscii: !/[^\x00-\x7f]/.test(text),
    claim: (from, to, instead) => spans.claim(place(from), place(to), instead),
    overlaps: (from, to) => spans.overlaps(place(from), place(to)),
  }
}
