import { present } from '../../model/defined.ts'
import { plural } from '../../model/duration.ts'
import type { CaseReport, RedactionNote, Report } from '../../model/report.ts'
import { type SourceRef, sourceText } from '../../model/source-ref.ts'
import { gapsOf } from '../gaps.ts'
import { folded } from './markdown-fold.ts'
import { code, codeBlock, prose } from './markdown-text.ts'
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
    asOf === null ? 'as of an unknown time' : `as of ${code(asOf.time)}, from ${code(asOf.from)}`
  const gaps = gapsOf(verdicts)
  const clear = clearItems(verdicts)
  const crashed = crashedItems(verdicts)
  return [
    `### ${code(id)}`,
    '',
    `**${prose(headline)}**`,
    '',
    `${prose(tool)}, ${when}`,
    ...redactedLines(redaction),
    ...problemLines(verdicts),
    ...(crashed.length === 0 ? [] : ['', '#### Checks that failed', '', ...crashed]),
    ...folded(
      `Not checked: ${plural(gaps.length, 'piece')} of evidence missing`,
      gaps.flatMap(({ evidence, hows, rules }) => [
        `* ${prose(evidence)}, for ${rules.map(code).join(', ')}`,
        ...[...hows].flatMap(([how, commands]) => [
          `  ${prose(how)}`,
          ...(commands.size === 0
            ? []
            : ['', ...codeBlock([...commands]).map((line) => `  ${line}`), '']),
        ]),
      ]),
      gaps.length,
    ),
    ...folded(
      'Found out',
      Object.values(facts).map(
        ({ label, text, sources }) =>
          `* **${prose(label)}**: ${[prose(text), ...placeOf(sources)].join(' ')}`,
      ),
    ),
    ...folded(`In order: ${plural(clear.length, 'check')}`, clear),
    ...folded(
      `What was read: ${plural(inputs.length, 'input')}`,
      inputs.map(({ path, format, status, records, unreadable, undecoded }) =>
        present([
          `* ${code(path)}: ${code(format)}, ${status === 'read' ? plural(records, 'record') : code(status)}`,
          undecoded > 0 ? `${undecoded} undecoded` : undefined,
          unreadable > 0 ? `${unreadable} unreadable` : undefined,
        ]).join(', '),
      ),
    ),
    ...folded(
      'No evidence can tell',
      unknowable.map((text) => `* ${prose(text)}`),
    ),
  ]
}

const placeOf = (sources: readonly SourceRef[]): string[] =>
  sources.slice(0, 1).map((source) => code(sourceText(source)))

function redactedLines(redaction: RedactionNote | undefined): string[] {
  if (redaction === undefined) return []
  const kinds = Object.entries(redaction.replaced).map(([kind, count]) => `${count} ${code(kind)}`)
  const shifted = redaction.timesShifted ? ' All times are moved by a secret offset.' : ''
  const limits = redaction.notCovered.map((text) => ` ${prose(text)}`).join('')
  return [
    '',
    `Redacted: ${kinds.join(', ') || 'nothing was found to replace'}.${shifted}${limits === '' ? '' : ` Not covered:${limits}`}`,
  ]
}
