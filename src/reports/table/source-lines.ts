import stringWidth from 'string-width'
import { formatCount } from '../../model/duration.ts'
import { toPrintable } from '../../model/printable.ts'
import { formatSource, type SourceRef } from '../../model/source-ref.ts'
import { paintLines, type TextStyle, wrapPath } from '../../terminal/layout.ts'
import { shortenPath } from '../../terminal/safe-text.ts'

interface SourceOptions {
  /** Columns of a line, indent included. */
  readonly width: number
  readonly indent?: number
  readonly maxSources?: number
}

/** Formats sources one a line, and the number of those beyond `maxSources`. */
function sourceLines(
  sources: readonly SourceRef[],
  style: TextStyle,
  { width, indent = 0, maxSources = 3 }: SourceOptions,
): string[] {
  const places = [...new Set(sources.map(formatSource))]
  const lines = places
    .slice(0, maxSources)
    .flatMap((place) => wrapPath(shortenPath(toPrintable(place)), width, indent))
  const omitted = places.length - maxSources
  if (omitted > 0) lines.push(`${' '.repeat(indent)}… and ${formatCount(omitted, 'more place')}`)
  return paintLines(style, 'dim', lines)
}

/**
 * Adds the sources of a text below its lines. A single source follows a single line of text on the
 * same line if both fit.
 */
export function appendSources(
  lines: readonly string[],
  sources: readonly SourceRef[],
  style: TextStyle,
  options: SourceOptions,
): string[] {
  const below = sourceLines(sources, style, options)
  const [text = ''] = lines
  if (lines.length === 1 && below.length === 1) {
    const [source = ''] = sourceLines(sources, style, { ...options, indent: 0 })
    const joined = `${text}  ${source}`
    if (stringWidth(joined) <= options.width) return [joined]
  }
  return [...lines, ...below]
}
