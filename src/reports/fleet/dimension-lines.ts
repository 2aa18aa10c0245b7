import { formatCount, formatNumber } from '../../model/duration.ts'
import { DIMENSIONS, type Dimension, type FleetSummary } from '../../model/fleet/fleet-summary.ts'
import { formatColumns } from '../../terminal/columns.ts'
import { paint, paintLines, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { Text } from '../../terminal/terminal-text.ts'
import { DIMENSION_LABELS, dimensionValueText } from './fleet-text.ts'
import { omittedLines } from './omitted-lines.ts'

/**
 * Formats a table for each of users, builds, channels, servers and mailboxes. It lists the first
 * `maxRows` values, each with the number of affected cases and of all cases.
 */
export function dimensionLines(
  affected: FleetSummary['affected'],
  style: TextStyle,
  maxRows: number,
): Text[] {
  return DIMENSIONS.filter((dimension) => affected[dimension].distinct > 0).flatMap(
    (dimension, index) => {
      const lines = valueLines(dimension, affected, style, maxRows)
      return index === 0 ? lines : ['', ...lines]
    },
  )
}

function valueLines(
  dimension: Dimension,
  counts: FleetSummary['affected'],
  style: TextStyle,
  maxRows: number,
): Text[] {
  const count = counts[dimension]
  const { title, noun } = DIMENSION_LABELS[dimension]
  const valueWidth = style.width - 22
  const total = `${formatNumber(count.distinct)} different`
  const heading = `${title} (${total}, ${formatNumber(count.affected)} affected)`
  // A heading that does not fit is cut after its first line.
  const [headingLine = ''] = wrapText(heading, valueWidth)
  const rows = count.listed
    .slice(0, maxRows)
    .map(({ value, cases, affected }) => [
      paint(style, affected > 0 ? 'bold' : 'dim', formatNumber(affected)),
      formatNumber(cases),
      wrapText(safeText(dimensionValueText(dimension, value)), valueWidth),
    ])
  const lines: Text[] = formatColumns(rows, {
    header: paintLines(style, 'dim', ['Affected', 'of cases', headingLine]),
    rightAligned: [0, 1],
  })
  lines.push(
    ...omittedLines(
      count,
      { maxRows, countOf: ({ cases }) => cases, noun, countNoun: 'case' },
      style,
    ),
  )
  if (count.unknown > 0) {
    const text = `Unknown in ${formatCount(count.unknown, 'case')}`
    lines.push(...paintLines(style, 'dim', wrapText(text, style.width, { indent: 2 })))
  }
  return lines
}
