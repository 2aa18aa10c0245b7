import { present } from '../../model/defined.ts'
import { formatCount } from '../../model/duration.ts'
import { type EvidenceGap, findEvidenceGaps } from '../../model/evidence-gaps.ts'
import type { Fact } from '../../model/fact.ts'
import type { CaseReport, InputReport, RedactionNote, Report } from '../../model/report.ts'
import { formatSource } from '../../model/source-ref.ts'
import { SECTION_TITLES, separationText } from '../case-text.ts'
import { collapsible } from './collapsible.ts'
import { codeBlock, inlineCode, safeProse } from './markdown-text.ts'
import { clearItems, crashedItems, problemLines } from './markdown-verdicts.ts'

/**
 * Formats a report as Markdown for a ticket. Problems are visible, evidence and remedies are
 * collapsed. It contains no tables, links or images, which not every tracker supports.
 */
export function markdownReport({ tool, cases }: Report): string {
  const parts = cases.map((report) => caseLines(report, `${tool.name} ${tool.version}`).join('\n'))
  const separation = separationText(cases)
  const head = separation === undefined ? '' : `**${safeProse(separation)}**\n\n`
  return `${head}${parts.join('\n\n---\n\n')}\n`
}

function caseLines(report: CaseReport, tool: string): string[] {
  const { id, headline, asOf, facts, inputs, verdicts, unknowable, redaction } = report
  const asOfText =
    asOf === null
      ? 'as of an unknown time'
      : `as of ${inlineCode(asOf.time)}, from ${inlineCode(asOf.from)}`
  const gaps = findEvidenceGaps(verdicts)
  const clear = clearItems(verdicts)
  return [
    `### ${inlineCode(id)}`,
    '',
    `**${safeProse(headline)}**`,
    '',
    `${safeProse(tool)}, ${asOfText}`,
    ...redactionLines(redaction),
    ...problemLines(verdicts),
    ...crashedLines(verdicts),
    ...collapsible(
      `${SECTION_TITLES.notChecked}: ${formatCount(gaps.length, 'piece')} of evidence missing`,
      gaps.flatMap(gapLines),
      gaps.length,
    ),
    ...collapsible(SECTION_TITLES.facts, Object.values(facts).map(factItem)),
    ...collapsible(`${SECTION_TITLES.clear}: ${formatCount(clear.length, 'check')}`, clear),
    ...collapsible(`${SECTION_TITLES.inputs}: ${inputs.length}`, inputs.map(inputItem)),
    ...collapsible(
      SECTION_TITLES.unknowable,
      unknowable.map((text) => `* ${safeProse(text)}`),
    ),
  ]
}

function crashedLines(verdicts: CaseReport['verdicts']): string[] {
  const items = crashedItems(verdicts)
  return items.length === 0 ? [] : ['', `#### ${SECTION_TITLES.crashed}`, '', ...items]
}

function gapLines({ evidence, instructions, rules }: EvidenceGap): string[] {
  const lines = [`* ${safeProse(evidence)}, for ${rules.map(inlineCode).join(', ')}`]
  for (const [how, commands] of instructions) {
    lines.push(`  ${safeProse(how)}`)
    if (commands.size > 0)
      lines.push('', ...codeBlock([...commands]).map((line) => `  ${line}`), '')
  }
  return lines
}

const factItem = ({ label, text, sources: [source] }: Fact): string =>
  present([
    `* **${safeProse(label)}**: ${safeProse(text)}`,
    source === undefined ? undefined : inlineCode(formatSource(source)),
  ]).join(' ')

const inputItem = ({
  path,
  format,
  status,
  records,
  unreadable,
  undecoded,
}: InputReport): string => {
  const result = status === 'read' ? formatCount(records, 'record') : inlineCode(status)
  return present([
    `* ${inlineCode(path)}: ${inlineCode(format)}, ${result}`,
    undecoded > 0 ? `${undecoded} undecoded` : undefined,
    unreadable > 0 ? `${unreadable} unreadable` : undefined,
  ]).join(', ')
}

function redactionLines(redaction: RedactionNote | undefined): string[] {
  if (redaction === undefined) return []
  const { replaced, timesShifted, notCovered } = redaction
  const counts = Object.entries(replaced).map(([kind, count]) => `${count} ${inlineCode(kind)}`)
  const sentences = present([
    `Redacted: ${counts.join(', ') || 'nothing was found to replace'}.`,
    timesShifted ? 'All times were shifted by one secret offset.' : undefined,
    notCovered.length > 0 ? `Not covered: ${notCovered.map(safeProse).join(' ')}` : undefined,
  ])
  return ['', sentences.join(' ')]
}
