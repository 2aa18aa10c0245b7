import { present } from '../../model/defined.ts'
import { formatCount, formatNumber } from '../../model/duration.ts'
import type { FleetDiff } from '../../model/fleet-diff.ts'
import { escapeMarkdown, escapeMarkdownCode } from '../markdown/escape-markdown.ts'
import { type FleetDiffSection, fleetDiffNotes, fleetDiffSections } from './fleet-diff-sections.ts'

/** Two fleets compared as Markdown, of each list the first `most`. */
export function fleetDiffMarkdown(diff: FleetDiff, most: number): string {
  const { tool, before, after, headline, causes } = diff
  const title = `${formatCount(before.bundles, 'case')} before, ${formatNumber(after.bundles)} after · ${tool.name} ${tool.version}`
  const rows = causes
    .slice(0, most)
    .map(
      ({ rule, severity, appeared, cleared, persisting, unknown }) =>
        `| ${[appeared, cleared, persisting, unknown].map(formatNumber).join(' | ')} | ${severity} | ${escapeMarkdownCode(rule)} |`,
    )
  const table = [
    '| new | cleared | persist | unknown | | cause |',
    '|--:|--:|--:|--:|---|---|',
    ...rows,
  ]
  const parts = present([
    `**${escapeMarkdown(headline)}**`,
    title,
    ...fleetDiffNotes(diff).map(escapeMarkdown),
    rows.length === 0 ? undefined : table.join('\n'),
    ...fleetDiffSections(diff, most).map(sectionText),
  ])
  return `${parts.join('\n\n')}\n`
}

function sectionText({ title, rows, omitted: more }: FleetDiffSection): string {
  const lines = rows.map(
    ({ name, text }) =>
      `* ${escapeMarkdownCode(name)}${text === '' ? '' : `: ${escapeMarkdown(text)}`}`,
  )
  const rest = more > 0 ? [`* … and ${formatNumber(more)} more`] : []
  return `**${escapeMarkdown(title)}**\n\n${[...lines, ...rest].join('\n')}`
}
