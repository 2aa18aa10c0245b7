import stringWidth from 'string-width'
import { present } from '../../model/defined.ts'
import { formatCount, formatNumber, formatPercent } from '../../model/duration.ts'
import type { FlaggedCount, Top } from '../../model/fleet/fleet-summary.ts'
import { toPrintable } from '../../model/text/printable.ts'
import { formatColumns } from '../../terminal/columns.ts'
import { paint, paintLines, type TextStyle, wrapPath, wrapText } from '../../terminal/layout.ts'
import { safeText, shortenPath } from '../../terminal/safe-text.ts'
import { joinTexts, type Text, terminal } from '../../terminal/terminal-text.ts'
import { severityText } from '../table/severity-text.ts'
import { formatDays } from './fleet-text.ts'
import { omittedLines } from './omitted-lines.ts'

interface RuleTableOptions<T> {
  /** Noun for a rule of the table, in the singular: `cause`. */
  readonly noun: string
  readonly analyzedCases: number
  readonly maxRows: number
  /** Further words about a rule. */
  readonly detailOf?: (count: T) => string | undefined
}

/**
 * Formats the first `maxRows` rules: the number of cases and their share of the analyzed ones, the
 * rule, its users and days, and an example case.
 */
export function ruleTableLines<T extends FlaggedCount>(
  counts: Top<T>,
  style: TextStyle,
  { noun, analyzedCases, maxRows, detailOf = () => undefined }: RuleTableOptions<T>,
): Text[] {
  const listed = counts.listed.slice(0, maxRows)
  if (listed.length === 0) return []
  const countWidth = Math.max(5, ...listed.map(({ cases }) => formatNumber(cases).length))
  const textWidth = style.width - countWidth - 12
  const rows = listed.map((count) => [
    paint(style, 'bold', formatNumber(count.cases)),
    formatPercent(count.cases / analyzedCases),
    ruleText(count, detailOf(count), style, textWidth),
  ])
  const heading = `${noun[0]?.toUpperCase()}${noun.slice(1)}`
  return [
    ...formatColumns(rows, {
      header: paintLines(style, 'dim', ['Cases', 'Share', heading]),
      rightAligned: [0, 1],
    }),
    ...omittedLines(counts, { maxRows, countOf: ({ cases }) => cases, noun }, style),
  ]
}

function ruleText(
  count: FlaggedCount,
  detail: string | undefined,
  style: TextStyle,
  width: number,
): Text[] {
  const { rule, title, severity, trial, users, representative } = count
  const [first = '', ...rest] = wrapText(safeText(title), width, {
    indent: stringWidth(severity) + 4,
  })
  const details = present([
    safeText(rule),
    trial ? 'experimental' : undefined,
    detail,
    users > 0 ? formatCount(users, 'user') : undefined,
    formatDays(count),
  ])
  return [
    terminal`${severityText(severity, style)}  ${paint(style, 'bold', first.trimStart())}`,
    ...paintLines(style, 'bold', rest),
    ...paintLines(style, 'dim', wrapText(joinTexts(details, ' · '), width)),
    ...exampleLines(representative.bundle, style, width),
  ]
}

/** Names one bundle as an example. */
export const exampleLines = (bundle: string, style: TextStyle, width: number, indent = 0): Text[] =>
  paintLines(style, 'dim', wrapPath(`Example: ${shortenPath(toPrintable(bundle))}`, width, indent))
