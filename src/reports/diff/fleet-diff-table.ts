import { formatNumber } from '../../model/duration.ts'
import type { FleetDiff } from '../../model/fleet/fleet-diff.ts'
import { toPrintable } from '../../model/text/printable.ts'
import { formatColumns } from '../../terminal/columns.ts'
import {
  paint,
  paintLines,
  sectionLines,
  type TextStyle,
  wrapPath,
  wrapText,
} from '../../terminal/layout.ts'
import { safeText, shortenPath } from '../../terminal/safe-text.ts'
import { joinLines, type TerminalText, type Text, terminal } from '../../terminal/terminal-text.ts'
import { severityText } from '../table/severity-text.ts'
import {
  CAUSE_COUNT_COLUMNS,
  FLAGGED_RULES_TITLE,
  type FleetDiffSection,
  fleetDiffCauses,
  fleetDiffDiagnosedCauses,
  fleetDiffNotes,
  fleetDiffSections,
  fleetDiffTitle,
} from './fleet-diff-sections.ts'

/**
 * Formats the comparison of two fleets for a terminal. Each list shows its first `maxRows` entries.
 * Text from the results is made printable.
 */
export function fleetDiffTable(diff: FleetDiff, style: TextStyle, maxRows: number): TerminalText {
  const { tool, headline, cases } = diff
  const title = `${tool.name} ${tool.version} · ${fleetDiffTitle(diff)}`
  const lines = [
    ...paintLines(style, 'dim', wrapText(title, style.width)),
    ...paintLines(
      style,
      cases.worse > 0 ? ['bold', 'red'] : 'bold',
      wrapText(toPrintable(headline), style.width),
    ),
    ...fleetDiffNotes(diff).flatMap((note) => wrapText(note, style.width)),
    ...sectionLines('Causes', diagnosedCauseLines(diff, style, maxRows), style),
    ...sectionLines(FLAGGED_RULES_TITLE, causeLines(diff, style, maxRows), style),
    ...fleetDiffSections(diff, maxRows).flatMap((section) =>
      sectionLines(section.title, listLines(section, style), style),
    ),
  ]
  return joinLines(lines)
}

function diagnosedCauseLines(diff: FleetDiff, style: TextStyle, maxRows: number): Text[] {
  const { columns, rows, omitted } = fleetDiffDiagnosedCauses(diff, maxRows)
  if (rows.length === 0) return []
  const ruleWidth = style.width - columns.join('  ').length - 6
  const cells = rows.map(({ rule, counts }) => [
    ...counts,
    wrapText(safeText(rule), Math.max(ruleWidth, 16)),
  ])
  return [
    ...formatColumns(cells, {
      header: paintLines(style, 'dim', [...columns, 'cause']),
      rightAligned: columns.map((_, column) => column),
    }),
    ...omittedLines(omitted, style),
  ]
}

function causeLines(diff: FleetDiff, style: TextStyle, maxRows: number): Text[] {
  const { rows, omitted } = fleetDiffCauses(diff, maxRows)
  if (rows.length === 0) return []
  const cells = rows.map(({ rule, severity, counts }) => {
    const [name = '', ...rest] = wrapText(safeText(rule), style.width - 50)
    return [...counts, [terminal`${severityText(severity, style)}  ${name}`, ...rest]]
  })
  return [
    ...formatColumns(cells, {
      header: paintLines(style, 'dim', [...CAUSE_COUNT_COLUMNS, 'rule']),
      rightAligned: CAUSE_COUNT_COLUMNS.map((_, column) => column),
    }),
    ...omittedLines(omitted, style),
  ]
}

function listLines({ rows, omitted }: FleetDiffSection, style: TextStyle): Text[] {
  const lines = rows.flatMap(({ name, text }) => {
    const nameLines = wrapPath(shortenPath(toPrintable(name)), style.width, 2)
    return text === ''
      ? nameLines
      : [...nameLines, ...wrapText(safeText(text), style.width, { indent: 6 })]
  })
  return [...lines, ...omittedLines(omitted, style)]
}

const omittedLines = (omitted: number, style: TextStyle): Text[] =>
  omitted > 0 ? [paint(style, 'dim', `  … and ${formatNumber(omitted)} more (--top for more)`)] : []
