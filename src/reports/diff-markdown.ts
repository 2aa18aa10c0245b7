import type { ReportDiff } from '../model/report-diff.ts'
import { type DiffRow, diffRows } from './diff-rows.ts'
import { DIFF_MARKS, whenText } from './diff-table.ts'
import { inertCode, inertMarkdown } from './inert-markdown.ts'

/**
 * The difference as Markdown, to paste into a ticket: short, and nothing of it does anything there.
 */
export function diffMarkdown({ tool, case: one }: ReportDiff): string {
  const { before, after, headline } = one
  const title = [
    `${inertCode(before.id)} → ${inertCode(after.id)}`,
    ...whenText(before, after),
    `${tool.name} ${tool.version}`,
  ]
  return `**${inertMarkdown(headline)}**\n\n${title.join(' · ')}\n\n${diffRows(one).map(rowLine).join('\n')}\n`
}

function rowLine({ kind, subject, text }: DiffRow): string {
  const [, word] = DIFF_MARKS[kind]
  if (kind === 'fact') return `* ${inertMarkdown(subject)}: ${inertMarkdown(text)}`
  if (subject === '') return `* **${word}:** ${inertMarkdown(text)}`
  return `* **${word}** ${inertCode(subject)}: ${inertMarkdown(text)}`
}
