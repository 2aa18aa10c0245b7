import stringWidth from 'string-width'
import { formatCount } from '../model/duration.ts'
import type { Fact } from '../model/fact.ts'
import { toPrintable, truncateText } from '../model/printable.ts'
import { formatSource, type SourceRef } from '../model/source-ref.ts'
import { formatColumns } from './columns.ts'
import { paint, type TextStyle, wrapPath, wrapText } from './layout.ts'

/** Longer than this no value helps a reader; the JSON report has it whole. */
const MAX_TEXT_CHARACTERS = 600
const MAX_PATH_CHARACTERS = 300
const MAX_LABEL_CHARACTERS = 80

/** Text from the evidence, as a terminal may show it. */
export const safeText = (text: string): string =>
  toPrintable(truncateText(text, MAX_TEXT_CHARACTERS))

const labelOf = ({ label }: Fact): string => toPrintable(truncateText(label, MAX_LABEL_CHARACTERS))

/** What was found out, each with where it was read. */
export function factLines(facts: Readonly<Record<string, Fact>>, look: TextStyle): string[] {
  const all = Object.values(facts)
  if (all.length === 0) return []
  const label = Math.min(
    Math.max(...all.map((fact) => stringWidth(labelOf(fact)))),
    Math.floor(look.width / 3),
  )
  const room = look.width - label - 4
  return formatColumns(
    all.map((fact) => [
      wrapText(labelOf(fact), label)
        .map((line) => paint(look, 'bold', line))
        .join('\n'),
      withSources(wrapText(safeText(fact.text), room), fact.sources, look, {
        width: room,
        maxSources: 2,
      }).join('\n'),
    ]),
  )
}

interface SourceOptions {
  readonly width: number
  readonly indent?: number
  readonly maxSources?: number
}

/** Where something was read, one place a line, the first few. */
function sourceLines(
  sources: readonly SourceRef[],
  look: TextStyle,
  { width, indent = 0, maxSources: most = 3 }: SourceOptions,
): string[] {
  const places = [...new Set(sources.map(formatSource))]
  const lines = places
    .slice(0, most)
    .flatMap((place) => wrapPath(shortenPath(toPrintable(place)), width, indent))
  if (places.length > most)
    lines.push(`${' '.repeat(indent)}… and ${formatCount(places.length - most, 'more place')}`)
  return lines.map((line) => paint(look, 'dim', line))
}

/**
 * Lines of text with where they were read below them, or behind them where that fits on the same
 * line.
 */
export function withSources(
  lines: readonly string[],
  sources: readonly SourceRef[],
  look: TextStyle,
  places: SourceOptions,
): string[] {
  const below = sourceLines(sources, look, places)
  const [text = '', place] = [lines[0], below[0]?.trimStart()]
  if (lines.length !== 1 || below.length !== 1 || place === undefined) return [...lines, ...below]
  const behind = `${text}  ${sourceLines(sources, look, { ...places, indent: 0 }).join('')}`
  return stringWidth(behind) <= places.width ? [behind] : [...lines, ...below]
}

/** A very long path keeps its beginning and its end, which say the most. */
export const shortenPath = (path: string): string =>
  path.length <= MAX_PATH_CHARACTERS
    ? path
    : `${path.slice(0, MAX_PATH_CHARACTERS / 3)}…${path.slice((-MAX_PATH_CHARACTERS * 2) / 3)}`
