import { formatCount, formatPercent } from '../../model/duration.ts'
import type { FleetSummary, ReasonCount, Top } from '../../model/fleet/fleet-summary.ts'
import { paintLines, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { Text } from '../../terminal/terminal-text.ts'
import { missingItemLines } from '../table/missing-lines.ts'
import { exampleLines } from './cause-lines.ts'
import { omittedLines } from './omitted-lines.ts'

/** Lists the missing evidence of a fleet: in how many cases, how to get it, and for which rules. */
export function missingEvidenceLines(
  notChecked: FleetSummary['notChecked'],
  analyzedCases: number,
  style: TextStyle,
  maxRows: number,
): Text[] {
  const items = notChecked.listed.slice(0, maxRows).map(({ evidence, cases, rules, ways }) => {
    const share = formatPercent(cases / analyzedCases)
    const title = `${safeText(evidence)}: missing in ${formatCount(cases, 'case')} (${share})`
    return { title, instructions: ways, rules }
  })
  return [
    ...missingItemLines(items, style),
    ...omittedLines(notChecked, { maxRows, countOf: ({ cases }) => cases, noun: 'piece' }, style),
  ]
}

/** Lists why bundles could not be analyzed, each reason with an example. */
export function reasonLines(reasons: Top<ReasonCount>, style: TextStyle, maxRows: number): Text[] {
  const options = {
    maxRows,
    countOf: ({ bundles }: ReasonCount) => bundles,
    noun: 'reason',
    countNoun: 'bundle',
  }
  return [
    ...reasons.listed.slice(0, maxRows).flatMap((reason) => reasonItem(reason, style)),
    ...omittedLines(reasons, options, style),
  ]
}

function reasonItem({ reason, bundles, example }: ReasonCount, style: TextStyle): Text[] {
  const { width } = style
  // For one bundle the full reason replaces the general one, which leaves out names and numbers.
  const shownReason = safeText(bundles === 1 ? example.reason : reason)
  const text = `${formatCount(bundles, 'bundle')}: ${shownReason}`
  const lines = [
    ...wrapText(text, width, { indent: 4, marker: '• ' }),
    ...exampleLines(example.bundle, style, width, 6),
  ]
  if (bundles > 1 && example.reason !== reason)
    lines.push(
      ...paintLines(style, 'dim', wrapText(safeText(example.reason), width, { indent: 6 })),
    )
  return lines
}
