import { decoded } from './decoded.ts'
import { findAddresses } from './find-addresses.ts'
import { findContexts } from './find-contexts.ts'
import { findEncoded } from './find-encoded.ts'
import { findHosts } from './find-hosts.ts'
import { findLearnt } from './find-learnt.ts'
import { findNumbers } from './find-numbers.ts'
import { findPaths } from './find-paths.ts'
import { findPrivate } from './find-private.ts'
import type { Names } from './names.ts'
import { Spans, type View } from './spans.ts'
import { tokens } from './token-kind.ts'

/** What every token ends with; most texts have none. */
const HINT_OF_TOKEN = /[a-z]-(?:\d|k[a-z2-7]{12})/

/** Layers of encoding that are looked through: percent signs in XML in a string of JSON. */
const MOST_LAYERS = 3

/**
 * The same text with every name that can be found in it replaced by its token, and without what no
 * output may hold.
 */
export const redactText = (text: string, names: Names): string => foundIn(text, names).applied(text)

/** The same for a text in which nothing but names that were learnt may be found. */
export function redactBare(text: string, names: Names): string {
  const spans = new Spans(text.length)
  keepTokens(text, spans)
  findLearnt(viewOf(text, spans, undefined), names)
  return spans.applied(text)
}

/** The same text without authentication material and text of messages; names stay. */
export function withoutPrivate(text: string): string {
  const spans = new Spans(text.length)
  for (const view of viewsOf(text, spans)) findPrivate(view)
  return spans.applied(text)
}

/**
 * What is to be replaced. The text as it reads when all its escapes are undone is looked at first,
 * then each layer above.
 */
export function foundIn(text: string, names: Names, depth = 0): Spans {
  const spans = new Spans(text.length)
  keepTokens(text, spans)
  const views = viewsOf(text, spans)
  for (const view of views) findPrivate(view)
  for (const view of views) {
    findContexts(view, names)
    findAddresses(view, names)
    findPaths(view, names)
    findNumbers(view, names)
    findHosts(view, names)
    findLearnt(view, names)
    if (depth < 2) findEncoded(view, names, (inner) => !foundIn(inner, names, depth + 1).nothingNew)
  }
  return spans
}

/** Tokens of an earlier redaction stand for themselves. */
function keepTokens(text: string, spans: Spans): void {
  if (!HINT_OF_TOKEN.test(text)) return
  for (const { 0: token, index } of text.matchAll(tokens())) spans.keep(index, index + token.length)
}

function viewsOf(text: string, spans: Spans): View[] {
  const views: View[] = [viewOf(text, spans, undefined)]
  let places: readonly number[] | undefined
  let plain = text
  for (let layer = 0; layer < MOST_LAYERS; layer += 1) {
    const next = decoded(plain)
    if (next === undefined) break
    const before = places
    places =
      before === undefined ? next.places : next.places.map((place) => before[place] ?? text.length)
    plain = next.text
    views.push(viewOf(plain, spans, places))
  }
  return views.reverse()
}

function viewOf(text: string, spans: Spans, places: readonly number[] | undefined): View {
  const place = places === undefined ? (at: number) => at : (at: number) => places[at] ?? 0
  return {
    text,
    ascii: !/[^\x00-\x7f]/.test(text),
    claim: (from, to, instead) => spans.claim(place(from), place(to), instead),
    covers: (from, to) => spans.covers(place(from), place(to)),
  }
}
