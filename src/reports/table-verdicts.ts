import { present } from '../model/defined.ts'
import { numberText, plural } from '../model/duration.ts'
import { printable } from '../model/printable.ts'
import type { Verdict } from '../model/report.ts'
import type { Finding } from '../model/rule.ts'
import { type Look, paint, wrapped } from '../terminal/layout.ts'
import { remedySteps, stepKey } from './remedy-steps.ts'
import { severityText } from './severity.ts'
import { shown, withSources } from './table-facts.ts'

const MOST_FINDINGS = 10

/** What was flagged: found, where, and what to do. */
export function problemLines(verdicts: readonly Verdict[], look: Look): string[] {
  const flagged = verdicts.filter(({ status }) => status === 'flagged')
  return flagged.flatMap((verdict, index) => {
    const known = new Set(flagged.slice(0, index).flatMap(({ remedy }) => remedy.map(stepKey)))
    return present([index === 0 ? undefined : '', ...problem(verdict, look, known)])
  })
}

function problem(verdict: Verdict, look: Look, known: ReadonlySet<string>): string[] {
  const { rule, title, severity, trial, message, findings, omitted, remedy } = verdict
  const listed = findings.slice(0, MOST_FINDINGS)
  const more = findings.length - listed.length + omitted
  const where = omitted > 0 ? 'the first of them in --format json' : 'all in --format json'
  const [first = '', ...rest] = wrapped(printable(title), look.width, { indent: 12 })
  const words = wrapped(shown(message), look.width, { indent: 4 })
  const alone =
    findings.length === 1 && findings[0]?.message === message && findings[0].remedy === undefined
  const said = listed.some((one) => one.message === message)
  return [
    `  ${severityText(severity, look)}${' '.repeat(8 - severity.length)}${paint(look, 'bold', first.trimStart())}`,
    ...rest.map((line) => paint(look, 'bold', line)),
    ...wrapped(
      `${printable(rule)}${trial ? ' · on trial: rests on inferred facts, check it' : ''}`,
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
      ? wrapped(`… and ${numberText(more)} more (${where})`, look.width, { indent: 4 })
      : []),
    ...(remedy.length === 0
      ? []
      : [`    ${paint(look, 'bold', 'What to do')}`, ...remedySteps(remedy, look, 4, known)]),
  ]
}

function finding({ subject, message, sources, remedy }: Finding, look: Look): string[] {
  const text = message.includes(subject) ? message : `${subject}: ${message}`
  return [
    ...withSources(wrapped(shown(text), look.width, { indent: 6, mark: '• ' }), sources, look, {
      width: look.width,
      indent: 6,
    }),
    ...(remedy === undefined ? [] : wrapped(shown(remedy), look.width, { indent: 8, mark: '→ ' })),
  ]
}

/** What was looked at and found in order, briefly. */
export function clearLines(verdicts: readonly Verdict[], look: Look): string[] {
  return verdicts
    .filter(({ status }) => status === 'clear')
    .flatMap(({ rule, message, sources }) => {
      const words = wrapped(`${printable(rule)}: ${shown(message)}`, look.width, { indent: 4 })
      const [first = '', ...rest] = withSources(words, sources, look, {
        width: look.width,
        indent: 4,
        most: 1,
      })
      return [`  ${paint(look, 'green', '✓')} ${first.trimStart()}`, ...rest]
    })
}

/** Checks that crashed: what they look for may be there. */
export function crashedLines(verdicts: readonly Verdict[], look: Look): string[] {
  const crashed = verdicts.filter(({ status }) => status === 'crashed')
  if (crashed.length === 0) return []
  return [
    ...crashed.flatMap(({ rule, severity, message }) => [
      `  ${severityText(severity, look)}`,
      ...wrapped(printable(rule), look.width, { indent: 4 }).map((line) =>
        paint(look, 'bold', line),
      ),
      ...wrapped(shown(message), look.width, { indent: 4 }),
    ]),
    ...wrapped(
      `${plural(crashed.length, 'check')} could not be finished: this is a bug. Please report it.`,
      look.width,
      {
        indent: 2,
      },
    ),
  ]
}
