import { present, when, whenDefined } from '../../model/defined.ts'
import type { Diagnosis } from '../../model/diagnosis.ts'
import { formatCount } from '../../model/duration.ts'
import { type EvidenceGap, findEvidenceGaps } from '../../model/evidence-gaps.ts'
import type { Fact } from '../../model/fact.ts'
import type { CaseReport, InputReport, RedactionNote, Report } from '../../model/report.ts'
import { formatSource } from '../../model/source-ref.ts'
import {
  changedSettingsText,
  configurationText,
  SECTION_TITLES,
  separationText,
} from '../case-text.ts'
import { diagnosisLines } from './markdown-diagnosis.ts'
import { journeyTable } from './markdown-journeys.ts'
import { codeBlock, inlineCode, markdownSection, safeProse } from './markdown-text.ts'
import { clearItems, crashedItems, problemLines } from './markdown-verdicts.ts'

/**
 * Formats a report as Markdown for a ticket: the answer, the plan and the messages first, then the
 * verdicts. It contains no HTML, links or images, which not every tracker renders.
 */
export function markdownReport({ tool, cases, configuration = [] }: Report): string {
  const parts = cases.map((report) => caseLines(report, `${tool.name} ${tool.version}`).join('\n'))
  const separation = separationText(cases)
  const head = separation === undefined ? '' : `**${safeProse(separation)}**\n\n`
  const options = configuration.map((use) => `\n\n${safeProse(configurationText(use))}`)
  return `${head}${parts.join('\n\n---\n\n')}${options.join('')}\n`
}

function caseLines(report: CaseReport, tool: string): string[] {
  const { id, headline, asOf, facts, inputs, verdicts, unknowable, redaction, changedSettings } =
    report
  const { diagnosis, journeys = [], timeline } = report
  const asOfText =
    asOf === null
      ? 'as of an unknown time'
      : `as of ${inlineCode(asOf.time)}, from ${inlineCode(asOf.from)}`
  return [
    `### ${inlineCode(id)}`,
    '',
    `**${safeProse(diagnosis?.answer ?? headline)}**`,
    '',
    `${safeProse(tool)}, ${asOfText}`,
    ...whenDefined(changedSettings, (changes) => ['', safeProse(changedSettingsText(changes))]),
    ...redactionLines(redaction),
    ...whenDefined(diagnosis, (found) => diagnosisLines(found, verdicts)),
    ...journeyTable(journeys, timeline?.omitted.journeys),
    ...when(diagnosis !== undefined, () =>
      markdownSection(SECTION_TITLES.problems, [safeProse(headline)]),
    ),
    ...problemLines(verdicts, diagnosis),
    ...markdownSection(SECTION_TITLES.crashed, crashedItems(verdicts)),
    ...gapLines(verdicts, diagnosis),
    ...markdownSection(SECTION_TITLES.facts, Object.values(facts).map(factItem)),
    ...markdownSection(SECTION_TITLES.clear, clearItems(verdicts)),
    ...markdownSection(SECTION_TITLES.inputs, inputs.map(inputItem)),
    ...markdownSection(
      SECTION_TITLES.unknowable,
      unknowable.map((text) => `* ${safeProse(text)}`),
    ),
  ]
}

/** Lists the missing evidence. How to get it is not repeated where the diagnosis asks for it. */
function gapLines(verdicts: CaseReport['verdicts'], diagnosis: Diagnosis | undefined): string[] {
  const collected = new Set(diagnosis?.collectNext.map(({ evidence }) => evidence))
  const lines = findEvidenceGaps(verdicts).flatMap((gap) =>
    gapItem(gap, collected.has(gap.evidence)),
  )
  return markdownSection(
    SECTION_TITLES.notChecked,
    lines.at(-1) === '' ? lines.slice(0, -1) : lines,
  )
}

function gapItem({ evidence, instructions, rules }: EvidenceGap, isCollected: boolean): string[] {
  const lines = [`* ${safeProse(evidence)}, for ${rules.map(inlineCode).join(', ')}`]
  if (isCollected) return lines
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
