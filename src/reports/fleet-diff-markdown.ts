import { present } from '../model/defined.ts'
import { numberText, plural } from '../model/duration.ts'
import type { FleetDiff } from '../model/fleet-diff.ts'
import { type FleetDiffSection, fleetDiffNotes, fleetDiffSections } from './fleet-diff-rows.ts'
import { inertCode, inertMarkdown } from './inert-markdown.ts'

/** Two fleets compared as Markdown, of each list the first `most`. */
export function fleetDiffMarkdown(diff: FleetDiff, most: number): string {
  const { tool, before, after, headline, causes } = diff
  const title = `${plural(before.bundles, 'case')} before, ${numberText(after.bundles)} after · ${tool.name} ${tool.version}`
  const rows = causes
    .slice(0, most)
    .map(
      ({ rule, severity, appeared, cleared, persisting, unknown }) =>
        `| ${[appeared, cleared, persisting, unknown].map(numberText).join(' | ')} | ${severity} | ${inertCode(rule)} |`,
    )
  const table = [
    '| new | cleared | persist | unknown | | cause |',
    '|--:|--:|--:|--:|---|---|',
    ...rows,
  ]
  const parts = present([
    `**${inertMarkdown(headline)}**`,
    title,
    ...fleetDiffNotes(diff).map(inertMarkdown),
    rows.length === 0 ? undefined : table.join('\n'),
    ...fleetDiffSections(diff, most).map(sectionText),
  ])
  return `${parts.join('\n\n')}\n`
}

function sectionText({ title, rows, more }: FleetDiffSection): string {
  const lines = rows.map(
    ({ name, text }) => `* ${inertCode(name)}${text === '' ? '' : `: ${inertMarkdown(text)}`}`,
  )
  const rest = more > 0 ? [`* … and ${numberText(more)} more`] : []
  return `**${inertMarkdown(title)}**\n\n${[...lines, ...rest].join('\n')}`
}
