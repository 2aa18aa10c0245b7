import { numberText, plural } from '../model/duration.ts'
import type { CauseChange, FleetDiff } from '../model/fleet-diff.ts'
import { printable } from '../model/printable.ts'
import { grid } from '../terminal/grid.ts'
import { heading, type Look, paint, wrapped, wrappedPath } from '../terminal/layout.ts'
import { type FleetDiffSection, fleetDiffNotes, fleetDiffSections } from './fleet-diff-rows.ts'
import { severityText } from './severity.ts'
import { ends, shown } from './table-facts.ts'

/**
 * Two fleets compared, of each list the first `most`; cases that got worse come first. What comes
 * from the results is made printable.
 */
export function fleetDiffTable(diff: FleetDiff, look: Look, most: number): string {
  const { tool, before, after, headline, causes, cases } = diff
  const title = `${tool.name} ${tool.version} · ${plural(before.bundles, 'case')} before, ${numberText(after.bundles)} after`
  const lines = [
    ...wrapped(title, look.width).map((line) => paint(look, 'dim', line)),
    ...wrapped(printable(headline), look.width).map((line) =>
      paint(look, cases.worse > 0 ? ['bold', 'red'] : 'bold', line),
    ),
    ...fleetDiffNotes(diff).flatMap((text) => wrapped(text, look.width)),
    ...causeLines(causes, look, most),
    ...fleetDiffSections(diff, most).flatMap((section) => sectionLines(section, look)),
  ]
  return `${lines.join('\n')}\n`
}

function causeLines(causes: readonly CauseChange[], look: Look, most: number): string[] {
  if (causes.length === 0) return []
  const rows = causes
    .slice(0, most)
    .map(({ rule, severity, appeared, cleared, persisting, unknown }) => [
      ...[appeared, cleared, persisting, unknown].map(numberText),
      `${severityText(severity, look)}  ${wrapped(shown(rule), look.width - 50).join('\n')}`,
    ])
  const head = ['new', 'cleared', 'persist', 'unknown', 'cause'].map((title) =>
    paint(look, 'dim', title),
  )
  return [
    '',
    heading('Causes', look),
    ...grid(rows, { head, right: [0, 1, 2, 3] }),
    ...moreLines(causes.length - rows.length, look),
  ]
}

function sectionLines({ title, rows, more }: FleetDiffSection, look: Look): string[] {
  return [
    '',
    heading(title, look),
    ...rows.flatMap(({ name, text }) => [
      ...wrappedPath(ends(printable(name)), look.width, 2),
      ...(text === '' ? [] : wrapped(shown(text), look.width, { indent: 6 })),
    ]),
    ...moreLines(more, look),
  ]
}

const moreLines = (more: number, look: Look): string[] =>
  more > 0 ? [paint(look, 'dim', `  … and ${numberText(more)} more (--top for more)`)] : []
