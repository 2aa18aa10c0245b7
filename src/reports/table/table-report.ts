import { present } from '../../model/defined.ts'
import { formatCount } from '../../model/duration.ts'
import { formatMoment } from '../../model/moment.ts'
import { toPrintable } from '../../model/printable.ts'
import type { CaseReport, Report, Summary } from '../../model/report.ts'
import { headingLine, paint, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { factLines } from '../../terminal/safe-text.ts'
import { inputLines } from './input-lines.ts'
import { missingLines } from './missing-lines.ts'
import { redactionLines } from './redaction-lines.ts'
import { clearLines, crashedLines, problemLines } from './verdict-lines.ts'

/**
 * The whole report as text for a terminal of that width. Everything that comes from the evidence is
 * made printable.
 */
export function tableReport({ tool, cases, summary }: Report, look: TextStyle): string {
  const parts = cases.map((one) => caseLines(one, `${tool.name} ${tool.version}`, look))
  return `${[...parts.flat(), '', ...summaryLines(summary, look)].join('\n')}\n`
}

function caseLines(
  { id, asOf, headline, facts, inputs, verdicts, unknowable, redaction }: CaseReport,
  tool: string,
  look: TextStyle,
): string[] {
  const when =
    asOf === null
      ? 'as of an unknown time (--as-of to say)'
      : `as of ${formatMoment(Date.parse(asOf.time))} (${toPrintable(asOf.from)})`
  const bad = verdicts.some(
    ({ status, severity }) =>
      status === 'crashed' || (status === 'flagged' && severity === 'error'),
  )
  const section = (title: string, body: readonly string[]) =>
    body.length === 0 ? [] : ['', headingLine(title, look), ...body]
  return [
    ...wrapText(`${toPrintable(tool)} · ${toPrintable(id)} · ${when}`, look.width).map((line) =>
      paint(look, 'dim', line),
    ),
    '',
    ...wrapText(toPrintable(headline), look.width).map((line) =>
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
      unknowable.flatMap((text) =>
        wrapText(toPrintable(text), look.width, { indent: 4, marker: '• ' }),
      ),
    ),
  ]
}

function summaryLines({ flagged, clear, notChecked, crashed }: Summary, look: TextStyle): string[] {
  const counts = present([
    paint(look, flagged.error > 0 ? ['bold', 'red'] : 'dim', formatCount(flagged.error, 'error')),
    paint(
      look,
      flagged.warning > 0 ? ['bold', 'yellow'] : 'dim',
      formatCount(flagged.warning, 'warning'),
    ),
    flagged.info > 0 ? paint(look, 'cyan', formatCount(flagged.info, 'note')) : undefined,
    crashed > 0 ? paint(look, ['bold', 'red'], `${crashed} failed`) : undefined,
    paint(look, clear > 0 ? 'green' : 'dim', `${clear} in order`),
    `${notChecked} not checked`,
  ])
  return wrapText(counts.join(' · '), look.width)
}
