import { present } from '../../model/defined.ts'
import { formatNumber } from '../../model/duration.ts'
import type { FleetDiff } from '../../model/fleet/fleet-diff.ts'
import { inlineCode, safeProse } from '../markdown/markdown-text.ts'
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
    `**${safeProse(headline)}**`,
    `${fleetDiffTitle(diff)} · ${tool.name} ${tool.version}`,
    ...fleetDiffNotes(diff).map(safeProse),
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
    ...rows.map(({ rule, counts }) => `| ${[...counts, tableCode(rule)].join(' | ')} |`),
  ].join('\n')
}

function causeTable(diff: FleetDiff, maxRows: number): string | undefined {
  const { rows } = fleetDiffCauses(diff, maxRows)
  if (rows.length === 0) return undefined
  const lines = rows.map(
    ({ rule, severity, counts }) => `| ${[...counts, severity, tableCode(rule)].join(' | ')} |`,
  )
  return [
    `| ${CAUSE_COUNT_COLUMNS.join(' | ')} | | rule |`,
    '|--:|--:|--:|--:|---|---|',
    ...lines,
  ].join('\n')
}

function sectionText({ title, rows, omitted }: FleetDiffSection): string {
  const lines = rows.map(({ name, text }) =>
    text === '' ? `* ${inlineCode(name)}` : `* ${inlineCode(name)}: ${safeProse(text)}`,
  )
  if (omitted > 0) lines.push(`* … and ${formatNumber(omitted)} more`)
  return `**${safeProse(title)}**\n\n${lines.join('\n')}`
}

/** A pipe would end the cell even inside code. */
const tableCode = (text: string): string => inlineCode(text.replaceAll('|', '¦'))
