import stringWidth from 'string-width'
import { present } from '../../model/defined.ts'
import { formatCount, formatNumber, formatPercent } from '../../model/duration.ts'
import type { CauseCount, FleetSummary } from '../../model/fleet/fleet-summary.ts'
import { toPrintable } from '../../model/printable.ts'
import { formatColumns } from '../../terminal/columns.ts'
import { paint, paintLines, type TextStyle, wrapPath, wrapText } from '../../terminal/layout.ts'
import { safeText, shortenPath } from '../../terminal/safe-text.ts'
import { severityText } from '../table/severity-text.ts'
import { formatDays } from './fleet-text.ts'
import { omittedLines } from './omitted-lines.ts'

/**
 * Formats the first `maxRows` causes: the number of cases and their share of the analyzed ones, the
 * rule, its users and days, and an example case.
 */
export function causeLines(
  causes: FleetSummary['causes'],
  analyzedCases: number,
  style: TextStyle,
  maxRows: number,
): string[] {
  const listed = causes.listed.slice(0, maxRows)
  if (listed.length === 0) return []
  const countWidth = Math.max(5, ...listed.map(({ cases }) => formatNumber(cases).length))
  const textWidth = style.width - countWidth - 12
  const rows = listed.map((cause) => [
    paint(style, 'bold', formatNumber(cause.cases)),
    formatPercent(cause.cases / analyzedCases),
    causeText(cause, style, textWidth),
  ])
  return [
    ...formatColumns(rows, {
      header: paintLines(style, 'dim', ['Cases', 'Share', 'Cause']),
      rightAligned: [0, 1],
    }),
    ...omittedLines(causes, { maxRows, countOf: ({ cases }) => cases, noun: 'cause' }, style),
  ]
}

function causeText(cause: CauseCount, style: TextStyle, width: number): string {
  const { rule, title, severity, trial, users, representative } = cause
  const [first = '', ...rest] = wrapText(safeText(title), width, {
    indent: stringWidth(severity) + 4,
  })
  const details = present([
    safeText(rule),
    trial ? 'experimental' : undefined,
    users > 0 ? formatCount(users, 'user') : undefined,
    formatDays(cause),
  ])
  return [
    `${severityText(severity, style)}  ${paint(style, 'bold', first.trimStart())}`,
    ...paintLines(style, 'bold', rest),
    ...paintLines(style, 'dim', wrapText(details.join(' · '), width)),
    ...exampleLines(representative.bundle, style, width),
  ].join('\n')
}

/** Names one bundle as an example. */
export const exampleLines = (
  bundle: string,
  style: TextStyle,
  width: number,
  indent = 0,
): string[] =>
  paintLines(style, 'dim', wrapPath(`Example: ${shortenPath(toPrintable(bundle))}`, width, indent))
