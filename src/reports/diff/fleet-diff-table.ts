import { formatCount, formatNumber } from '../../model/duration.ts'
import type { CauseChange, FleetDiff } from '../../model/fleet-diff.ts'
import { toPrintable } from '../../model/printable.ts'
import { formatColumns } from '../../terminal/columns.ts'
import { headingLine, paint, type TextStyle, wrapPath, wrapText } from '../../terminal/layout.ts'
import { safeText, shortenPath } from '../../terminal/safe-text.ts'
import { severityText } from '../table/severity-text.ts'
import { type FleetDiffSection, fleetDiffNotes, fleetDiffSections } from './fleet-diff-sections.ts'

/**
 * Two fleets compared, of each list the first `most`; cases that got worse come first. What comes
 * from the results is made printable.
 */
export function fleetDiffTable(diff: FleetDiff, look: TextStyle, most: number): string {
  const { tool, before, after, headline, causes, cases } = diff
  const title = `${tool.name} ${tool.version} · ${formatCount(before.bundles, 'case')} before, ${formatNumber(after.bundles)} after`
  const lines = [
    ...wrapText(title, look.width).map((line) => paint(look, 'dim', line)),
    ...wrapText(toPrintable(headline), look.width).map((line) =>
      paint(look, cases.worse > 0 ? ['bold', 'red'] : 'bold', line),
    ),
    ...fleetDiffNotes(diff).flatMap((text) => wrapText(text, look.width)),
    ...causeLines(causes, look, most),
    ...fleetDiffSections(diff, most).flatMap((section) => sectionLines(section, look)),
  ]
  return `${lines.join('\n')}\n`
}

function causeLines(causes: readonly CauseChange[], look: TextStyle, most: number): string[] {
  if (causes.length === 0) return []
  const rows = causes
    .slice(0, most)
    .map(({ rule, severity, appeared, cleared, persisting, unknown }) => [
      ...[appeared, cleared, persisting, unknown].map(formatNumber),
      `${severityText(severity, look)}  ${wrapText(safeText(rule), look.width - 50).join('\n')}`,
    ])
  const head = ['new', 'cleared', 'persist', 'unknown', 'cause'].map((title) =>
    paint(look, 'dim', title),
  )
  return [
    '',
    headingLine('Causes', look),
    ...formatColumns(rows, { header: head, rightAligned: [0, 1, 2, 3] }),
    ...moreLines(causes.length - rows.length, look),
  ]
}

function sectionLines({ title, rows, omitted: more }: FleetDiffSection, look: TextStyle): string[] {
  return [
    '',
    headingLine(title, look),
    ...rows.flatMap(({ name, text }) => [
      ...wrapPath(shortenPath(toPrintable(name)), look.width, 2),
      ...(text === '' ? [] : wrapText(safeText(text), look.width, { indent: 6 })),
    ]),
    ...moreLines(more, look),
  ]
}

const moreLines = (more: number, look: TextStyle): string[] =>
  more > 0 ? [paint(look, 'dim', `  … and ${formatNumber(more)} more (--top for more)`)] : []
