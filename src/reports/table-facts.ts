import stringWidth from 'string-width'
import { plural } from '../model/duration.ts'
import type { Fact } from '../model/fact.ts'
import { excerpt, printable } from '../model/printable.ts'
import { type SourceRef, sourceText } from '../model/source-ref.ts'
import { grid } from '../terminal/grid.ts'
import { type Look, paint, wrapped, wrappedPath } from '../terminal/layout.ts'

/** Longer than this no value helps a reader; the JSON report has it whole. */
const LONGEST = 600
const LONGEST_PATH = 300
const LONGEST_LABEL = 80

/** Text from the evidence, as a terminal may show it. */
export const shown = (text: string): string => printable(excerpt(text, LONGEST))

const labelOf = ({ label }: Fact): string => printable(excerpt(label, LONGEST_LABEL))

/** What was found out, each with where it was read. */
export function factLines(facts: Readonly<Record<string, Fact>>, look: Look): string[] {
  const all = Object.values(facts)
  if (all.length === 0) return []
  const label = Math.min(
    Math.max(...all.map((fact) => stringWidth(labelOf(fact)))),
    Math.floor(look.width / 3),
  )
  const room = look.width - label - 4
  return grid(
    all.map((fact) => [
      wrapped(labelOf(fact), label)
        .map((line) => paint(look, 'bold', line))
        .join('\n'),
      withSources(wrapped(shown(fact.text), room), fact.sources, look, {
        width: room,
        most: 2,
      }).join('\n'),
    ]),
  )
}

interface Places {
  readonly width: number
  readonly indent?: number
  readonly most?: number
}

/** Where something was read, one place a line, the first few. */
function sourceLines(
  sources: readonly SourceRef[],
  look: Look,
  { width, indent = 0, most = 3 }: Places,
): string[] {
  const places = [...new Set(sources.map(sourceText))]
  const lines = places
    .slice(0, most)
    .flatMap((place) => wrappedPath(ends(printable(place)), width, indent))
  if (places.length > most)
    lines.push(`${' '.repeat(indent)}… and ${plural(places.length - most, 'more place')}`)
  return lines.map((line) => paint(look, 'dim', line))
}

/**
 * Lines of text with where they were read below them, or behind them where that fits on the same
 * line.
 */
export function withSources(
  lines: readonly string[],
  sources: readonly SourceRef[],
  look: Look,
  places: Places,
): string[] {
  const below = sourceLines(sources, look, places)
  const [text = '', place] = [lines[0], below[0]?.trimStart()]
  if (lines.length !== 1 || below.length !== 1 || place === undefined) return [...lines, ...below]
  const behind = `${text}  ${sourceLines(sources, look, { ...places, indent: 0 }).join('')}`
  return stringWidth(behind) <= places.width ? [behind] : [...lines, ...below]
}

/** A very long path keeps its beginning and its end, which say the most. */
export const ends = (path: string): string =>
  path.length <= LONGEST_PATH
    ? path
    : `${path.slice(0, LONGEST_PATH / 3)}…${path.slice((-LONGEST_PATH * 2) / 3)}`
