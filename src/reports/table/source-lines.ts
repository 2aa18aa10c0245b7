import { formatCount } from '../../model/duration.ts'
import { toPrintable } from '../../model/text/printable.ts'
import {
  abridge,
  columnsOf,
  paint,
  paintLines,
  type TextStyle,
  wrapPath,
} from '../../terminal/layout.ts'
import { safeText, shortenPath } from '../../terminal/safe-text.ts'
import { type Text, terminal } from '../../terminal/terminal-text.ts'
import { distinctPlaces, type ShownSource } from '../cited-text.ts'

/** Rows of a cited line. */
const MAX_CITED_ROWS = 2
const CITED_MARKER = '│ '

interface SourceOptions {
  /** Columns of a line, indent included. */
  readonly width: number
  readonly indent?: number
  readonly maxSources?: number
}

/**
 * Formats sources one a line, each with the line that it cites, and the number of those beyond
 * `maxSources`.
 */
function sourceLines(
  sources: readonly ShownSource[],
  style: TextStyle,
  { width, indent = 0, maxSources = 3 }: SourceOptions,
): Text[] {
  const places = distinctPlaces(sources)
  const lines = places
    .slice(0, maxSources)
    .flatMap(({ place, citedText }) => [
      ...paintLines(style, 'dim', wrapPath(shortenPath(toPrintable(place)), width, indent)),
      ...citedRows(citedText, style, width, indent),
    ])
  const omitted = places.length - maxSources
  if (omitted > 0)
    lines.push(
      paint(style, 'dim', `${' '.repeat(indent)}… and ${formatCount(omitted, 'more place')}`),
    )
  return lines
}

/** Formats a cited line in at most two rows. */
function citedRows(
  text: string | undefined,
  style: TextStyle,
  width: number,
  indent: number,
): Text[] {
  if (text === undefined) return []
  const room = width - indent - CITED_MARKER.length
  return abridge(safeText(text), room, MAX_CITED_ROWS).map(
    (row) => terminal`${' '.repeat(indent)}${paint(style, 'dim', CITED_MARKER)}${row}`,
  )
}

/**
 * Adds the sources of a text below its lines. A single source follows a single line of text on the
 * same line if both fit.
 */
export function appendSources(
  lines: readonly Text[],
  sources: readonly ShownSource[],
  style: TextStyle,
  options: SourceOptions,
): Text[] {
  const below = sourceLines(sources, style, options)
  const [text = ''] = lines
  if (lines.length === 1 && below.length === 1) {
    const [source = ''] = sourceLines(sources, style, { ...options, indent: 0 })
    const joined = terminal`${text}  ${source}`
    if (columnsOf(joined) <= options.width) return [joined]
  }
  return [...lines, ...below]
}
