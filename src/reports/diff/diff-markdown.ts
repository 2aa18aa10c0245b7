import type { ReportDiff } from '../../model/report-diff.ts'
import { escapeMarkdown, escapeMarkdownCode } from '../markdown/escape-markdown.ts'
import { type DiffRow, diffRows } from './diff-rows.ts'
import { asOfTexts, DIFF_LABELS } from './diff-table.ts'

/**
 * The difference as Markdown, to paste into a ticket: short, and nothing of it does anything there.
 */
export function diffMarkdown({ tool, case: one }: ReportDiff): string {
  const { before, after, headline } = one
  const title = [
    `${escapeMarkdownCode(before.id)} → ${escapeMarkdownCode(after.id)}`,
    ...asOfTexts(before, after),
    `${tool.name} ${tool.version}`,
  ]
  return `**${escapeMarkdown(headline)}**\n\n${title.join(' · ')}\n\n${diffRows(one).map(rowLine).join('\n')}\n`
}

function rowLine({ kind, subject, text }: DiffRow): string {
  const [, word] = DIFF_LABELS[kind]
  if (kind === 'fact') return `* ${escapeMarkdown(subject)}: ${escapeMarkdown(text)}`
  if (subject === '') return `* **${word}:** ${escapeMarkdown(text)}`
  return `* **${word}** ${escapeMarkdownCode(subject)}: ${escapeMarkdown(text)}`
}
