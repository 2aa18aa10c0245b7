import { present } from '../../model/defined.ts'
import { formatNumber } from '../../model/duration.ts'
import type { FleetDiff } from '../../model/fleet/fleet-diff.ts'
import { escapeMarkdown, escapeMarkdownCode } from '../markdown/escape-markdown.ts'
import {
  CAUSE_COUNT_COLUMNS,
  type FleetDiffSection,
  fleetDiffCauses,
  fleetDiffDiagnosedCauses,
  fleetDiffNotes,
  fleetDiffSections,
  fleetDiffTitle,
} from './fleet-diff-sections.ts'

/** Formats the comparison of two fleets as Markdown, with `maxRows` entries of each list. */
export function fleetDiffMarkdown(diff: FleetDiff, maxRows: number): string {
  const { tool, headline } = diff
  const parts = present([
    `**${escapeMarkdown(headline)}**`,
    `${fleetDiffTitle(diff)} · ${tool.name} ${tool.version}`,
    ...fleetDiffNotes(diff).map(escapeMarkdown),
    diagnosedCauseTable(diff, maxRows),
    causeTable(diff, maxRows),
    ...fleetDiffSections(diff, maxRows).map(sectionText),
  ])
  return `${parts.join('\n\n')}\n`
}

function diagnosedCauseTable(diff: FleetDiff, maxRows: number): string | undefined {
  const { columns, rows } = fleetDiffDiagnosedCauses(diff, maxRows)
  if (rows.length === 0) return undefined
  return [
    `| ${[...columns, 'cause'].join(' | ')} |`,
    `|${columns.map(() => '--:|').join('')}---|`,
    ...rows.map(({ rule, counts }) => `| ${[...counts, escapeMarkdownCode(rule)].join(' | ')} |`),
  ].join('\n')
}

function causeTable(diff: FleetDiff, maxRows: number): string | undefined {
  const { rows } = fleetDiffCauses(diff, maxRows)
  if (rows.length === 0) return undefined
  const lines = rows.map(
    ({ rule, severity, counts }) =>
      `| ${[...counts, severity, escapeMarkdownCode(rule)].join(' | ')} |`,
  )
  return [
    `| ${CAUSE_COUNT_COLUMNS.join(' | ')} | | rule |`,
    '|--:|--:|--:|--:|---|---|',
    ...lines,
  ].join('\n')
}

function sectionText({ title, rows, omitted }: FleetDiffSection): string {
  const lines = rows.map(({ name, text }) =>
    text === ''
      ? `* ${escapeMarkdownCode(name)}`
      : `* ${escapeMarkdownCode(name)}: ${escapeMarkdown(text)}`,
  )
  if (omitted > 0) lines.push(`* … and ${formatNumber(omitted)} more`)
  return `**${escapeMarkdown(title)}**\n\n${lines.join('\n')}`
}
