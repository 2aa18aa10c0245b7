import { present } from '../model/defined.ts'
import { plural } from '../model/duration.ts'
import { momentText } from '../model/moment.ts'
import { printable } from '../model/printable.ts'
import type { CaseReport, Report, Summary } from '../model/report.ts'
import { heading, type Look, paint, wrapped } from '../terminal/layout.ts'
import { factLines } from './table-facts.ts'
import { inputLines } from './table-inputs.ts'
import { missingLines } from './table-missing.ts'
import { redactionLines } from './table-redaction.ts'
import { clearLines, crashedLines, problemLines } from './table-verdicts.ts'

/**
 * The whole report as text for a terminal of that width. Everything that comes from the evidence is
 * made printable.
 */
export function tableReport({ tool, cases, summary }: Report, look: Look): string {
  const parts = cases.map((one) => caseLines(one, `${tool.name} ${tool.version}`, look))
  return `${[...parts.flat(), '', ...summaryLines(summary, look)].join('\n')}\n`
}

function caseLines(
  { id, asOf, headline, facts, inputs, verdicts, unknowable, redaction }: CaseReport,
  tool: string,
  look: Look,
): string[] {
  const when =
    asOf === null
      ? 'as of an unknown time (--as-of to say)'
      : `as of ${momentText(Date.parse(asOf.time))} (${printable(asOf.from)})`
  const bad = verdicts.some(
    ({ status, severity }) =>
      status === 'crashed' || (status === 'flagged' && severity === 'error'),
  )
  const section = (title: string, body: readonly string[]) =>
    body.length === 0 ? [] : ['', heading(title, look), ...body]
  return [
    ...wrapped(`${printable(tool)} · ${printable(id)} · ${when}`, look.width).map((line) =>
      paint(look, 'dim', line),
    ),
    '',
    ...wrapped(printable(headline), look.width).map((line) =>
      paint(look, bad ? ['bold', 'red'] : 'bold', line),
    ),
    ...section('Found out', factLines(facts, look)),
    ...section('What is wrong', problemLines(verdicts, look)),
    ...section('Checks that failed', crashedLines(verdicts, look)),
    ...section('Not checked', missingLines(verdicts, look)),
    ...section('In order', clearLines(verdicts, look)),
    ...section('What was read', inputLines(inputs, look)),
    ...section('Redacted', redactionLines(redaction, look)),
    ...section(
      'No evidence can tell',
      unknowable.flatMap((text) => wrapped(printable(text), look.width, { indent: 4, mark: '• ' })),
    ),
  ]
}

function summaryLines({ flagged, clear, notChecked, crashed }: Summary, look: Look): string[] {
  const counts = present([
    paint(look, flagged.error > 0 ? ['bold', 'red'] : 'dim', plural(flagged.error, 'error')),
    paint(
      look,
      flagged.warning > 0 ? ['bold', 'yellow'] : 'dim',
      plural(flagged.warning, 'warning'),
    ),
    flagged.info > 0 ? paint(look, 'cyan', plural(flagged.info, 'note')) : undefined,
    crashed > 0 ? paint(look, ['bold', 'red'], `${crashed} failed`) : undefined,
    paint(look, clear > 0 ? 'green' : 'dim', `${clear} in order`),
    `${notChecked} not checked`,
  ])
  return wrapped(counts.join(' · '), look.width)
}
