import { present } from '../../model/defined.ts'
import { formatCount } from '../../model/duration.ts'
import { findEvidenceGaps } from '../../model/evidence-gaps.ts'
import type { CaseReport, RedactionNote, Report } from '../../model/report.ts'
import { formatSource, type SourceRef } from '../../model/source-ref.ts'
import { collapsible } from './collapsible.ts'
import { codeBlock, inlineCode, safeProse } from './markdown-text.ts'
import { clearItems, crashedItems, problemLines } from './markdown-verdicts.ts'

/**
 * A report to paste into a ticket: what is wrong stands open, evidence and remedies are folded. No
 * tables, links or images.
 */
export const markdownReport = ({ tool, cases }: Report): string =>
  `${cases.map((one) => caseLines(one, `${tool.name} ${tool.version}`).join('\n')).join('\n\n---\n\n')}\n`

function caseLines(one: CaseReport, tool: string): string[] {
  const { id, headline, asOf, facts, inputs, verdicts, unknowable, redaction } = one
  const when =
    asOf === null
      ? 'as of an unknown time'
      : `as of ${inlineCode(asOf.time)}, from ${inlineCode(asOf.from)}`
  const gaps = findEvidenceGaps(verdicts)
  const clear = clearItems(verdicts)
  const crashed = crashedItems(verdicts)
  return [
    `### ${inlineCode(id)}`,
    '',
    `**${safeProse(headline)}**`,
    '',
    `${safeProse(tool)}, ${when}`,
    ...redactedLines(redaction),
    ...problemLines(verdicts),
    ...(crashed.length === 0 ? [] : ['', '#### Checks that failed', '', ...crashed]),
    ...collapsible(
      `Not checked: ${formatCount(gaps.length, 'piece')} of evidence missing`,
      gaps.flatMap(({ evidence, instructions: hows, rules }) => [
        `* ${safeProse(evidence)}, for ${rules.map(inlineCode).join(', ')}`,
        ...[...hows].flatMap(([how, commands]) => [
          `  ${safeProse(how)}`,
          ...(commands.size === 0
            ? []
            : ['', ...codeBlock([...commands]).map((line) => `  ${line}`), '']),
        ]),
      ]),
      gaps.length,
    ),
    ...collapsible(
      'Found out',
      Object.values(facts).map(
        ({ label, text, sources }) =>
          `* **${safeProse(label)}**: ${[safeProse(text), ...placeOf(sources)].join(' ')}`,
      ),
    ),
    ...collapsible(`In order: ${formatCount(clear.length, 'check')}`, clear),
    ...collapsible(
      `What was read: ${formatCount(inputs.length, 'input')}`,
      inputs.map(({ path, format, status, records, unreadable, undecoded }) =>
        present([
          `* ${inlineCode(path)}: ${inlineCode(format)}, ${status === 'read' ? formatCount(records, 'record') : inlineCode(status)}`,
          undecoded > 0 ? `${undecoded} undecoded` : undefined,
          unreadable > 0 ? `${unreadable} unreadable` : undefined,
        ]).join(', '),
      ),
    ),
    ...collapsible(
      'No evidence can tell',
      unknowable.map((text) => `* ${safeProse(text)}`),
    ),
  ]
}

const placeOf = (sources: readonly SourceRef[]): string[] =>
  sources.slice(0, 1).map((source) => inlineCode(formatSource(source)))

function redactedLines(redaction: RedactionNote | undefined): string[] {
  if (redaction === undefined) return []
  const kinds = Object.entries(redaction.replaced).map(
    ([kind, count]) => `${count} ${inlineCode(kind)}`,
  )
  const shifted = redaction.timesShifted ? ' All times are moved by a secret offset.' : ''
  const limits = redaction.notCovered.map((text) => ` ${safeProse(text)}`).join('')
  return [
    '',
    `Redacted: ${kinds.join(', ') || 'nothing was found to replace'}.${shifted}${limits === '' ? '' : ` Not covered:${limits}`}`,
  ]
}
