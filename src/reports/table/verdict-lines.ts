import { present } from '../../model/defined.ts'
import { formatCount, formatNumber } from '../../model/duration.ts'
import { toPrintable } from '../../model/printable.ts'
import type { Verdict } from '../../model/report.ts'
import type { Finding } from '../../model/rule.ts'
import { paint, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText, withSources } from '../../terminal/safe-text.ts'
import { remedyLines, remedyStepKey } from './remedy-lines.ts'
import { severityText } from './severity-text.ts'

const MAX_FINDINGS = 10

/** What was flagged: found, where, and what to do. */
export function problemLines(verdicts: readonly Verdict[], look: TextStyle): string[] {
  const flagged = verdicts.filter(({ status }) => status === 'flagged')
  return flagged.flatMap((verdict, index) => {
    const known = new Set(
      flagged.slice(0, index).flatMap(({ remedy }) => remedy.map(remedyStepKey)),
    )
    return present([index === 0 ? undefined : '', ...problem(verdict, look, known)])
  })
}

function problem(verdict: Verdict, look: TextStyle, known: ReadonlySet<string>): string[] {
  const { rule, title, severity, trial, message, findings, omitted, remedy } = verdict
  const listed = findings.slice(0, MAX_FINDINGS)
  const more = findings.length - listed.length + omitted
  const where = omitted > 0 ? 'the first of them in --format json' : 'all in --format json'
  const [first = '', ...rest] = wrapText(toPrintable(title), look.width, { indent: 12 })
  const words = wrapText(safeText(message), look.width, { indent: 4 })
  const alone =
    findings.length === 1 && findings[0]?.message === message && findings[0].remedy === undefined
  const said = listed.some((one) => one.message === message)
  return [
    `  ${severityText(severity, look)}${' '.repeat(8 - severity.length)}${paint(look, 'bold', first.trimStart())}`,
    ...rest.map((line) => paint(look, 'bold', line)),
    ...wrapText(
      `${toPrintable(rule)}${trial ? ' · on trial: rests on inferred facts, check it' : ''}`,
      look.width,
      {
        indent: 12,
      },
    ).map((line) => paint(look, 'dim', line)),
    ...(alone
      ? withSources(words, findings[0]?.sources ?? [], look, { width: look.width, indent: 4 })
      : said
        ? []
        : words),
    ...(alone ? [] : listed.flatMap((one) => finding(one, look))),
    ...(more > 0
      ? wrapText(`… and ${formatNumber(more)} more (${where})`, look.width, { indent: 4 })
      : []),
    ...(remedy.length === 0
      ? []
      : [`    ${paint(look, 'bold', 'What to do')}`, ...remedyLines(remedy, look, 4, known)]),
  ]
}

function finding({ subject, message, sources, remedy }: Finding, look: TextStyle): string[] {
  const text = message.includes(subject) ? message : `${subject}: ${message}`
  return [
    ...withSources(
      wrapText(safeText(text), look.width, { indent: 6, marker: '• ' }),
      sources,
      look,
      {
        width: look.width,
        indent: 6,
      },
    ),
    ...(remedy === undefined
      ? []
      : wrapText(safeText(remedy), look.width, { indent: 8, marker: '→ ' })),
  ]
}

/** What was looked at and found in order, briefly. */
export function clearLines(verdicts: readonly Verdict[], look: TextStyle): string[] {
  return verdicts
    .filter(({ status }) => status === 'clear')
    .flatMap(({ rule, message, sources }) => {
      const words = wrapText(`${toPrintable(rule)}: ${safeText(message)}`, look.width, {
        indent: 4,
      })
      const [first = '', ...rest] = withSources(words, sources, look, {
        width: look.width,
        indent: 4,
        maxSources: 1,
      })
      return [`  ${paint(look, 'green', '✓')} ${first.trimStart()}`, ...rest]
    })
}

/** Checks that crashed: what they look for may be there. */
export function crashedLines(verdicts: readonly Verdict[], look: TextStyle): string[] {
  const crashed = verdicts.filter(({ status }) => status === 'crashed')
  if (crashed.length === 0) return []
  return [
    ...crashed.flatMap(({ rule, severity, message }) => [
      `  ${severityText(severity, look)}`,
      ...wrapText(toPrintable(rule), look.width, { indent: 4 }).map((line) =>
        paint(look, 'bold', line),
      ),
      ...wrapText(safeText(message), look.width, { indent: 4 }),
    ]),
    ...wrapText(
      `${formatCount(crashed.length, 'check')} could not be finished: this is a bug. Please report it.`,
      look.width,
      {
        indent: 2,
      },
    ),
  ]
}
