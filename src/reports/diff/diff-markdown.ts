import { present } from '../../model/defined.ts'
import type { ReportDiff } from '../../model/report-diff.ts'
import { inlineCode, safeProse } from '../markdown/markdown-text.ts'
import { DIFF_KIND_LABELS, type DiffRow, diffRows, diffTimeText } from './diff-rows.ts'

/** Formats the comparison of two reports as Markdown for a ticket. All text is escaped. */
export function diffMarkdown({ tool, case: diff }: ReportDiff): string {
  const { before, after, headline } = diff
  const title = present([
    `${inlineCode(before.id)} → ${inlineCode(after.id)}`,
    diffTimeText(before, after),
    `${tool.name} ${tool.version}`,
  ]).join(' · ')
  const items = diffRows(diff).map(listItem).join('\n')
  return `**${safeProse(headline)}**\n\n${title}\n\n${items}\n`
}

function listItem({ kind, subject, text }: DiffRow): string {
  const label = DIFF_KIND_LABELS[kind]
  if (kind === 'fact') return `* ${safeProse(subject)}: ${safeProse(text)}`
  if (subject === '') return `* **${label}:** ${safeProse(text)}`
  return `* **${label}** ${inlineCode(subject)}: ${safeProse(text)}`
}
