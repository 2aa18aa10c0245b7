import { formatCount, formatNumber } from '../../model/duration.ts'
import type { Verdict } from '../../model/report.ts'
import type { Finding } from '../../model/rule.ts'
import { toPrintable } from '../../model/text/printable.ts'
import { paint, paintLines, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { type Text, terminal } from '../../terminal/terminal-text.ts'
import { EXPERIMENTAL, findingText, remedyStepKey } from '../case-text.ts'
import { remedyLines } from './remedy-lines.ts'
import { severityText } from './severity-text.ts'
import { appendSources } from './source-lines.ts'

/**
 * More does not help a reader; the JSON report has all.
 * Limit: findings of a verdict in a table.
 * Beyond: further ones are counted; JSON has more.
 */
const MAX_FINDINGS = 10

/** Formats the flagged verdicts with their findings and remedies, separated by empty lines. */
export function problemLines(verdicts: readonly Verdict[], style: TextStyle): Text[] {
  const printedSteps = new Set<string>()
  const lines: Text[] = []
  for (const verdict of verdicts) {
    if (verdict.status !== 'flagged') continue
    if (lines.length > 0) lines.push('')
    lines.push(...problem(verdict, style, printedSteps))
    for (const step of verdict.remedy) printedSteps.add(remedyStepKey(step))
  }
  return lines
}

function problem(verdict: Verdict, style: TextStyle, printedSteps: ReadonlySet<string>): Text[] {
  const { rule, title, severity, trial, remedy } = verdict
  const { width } = style
  const [first = '', ...rest] = wrapText(toPrintable(title), width, { indent: 12 })
  const padding = ' '.repeat(8 - severity.length)
  const ruleText = toPrintable(rule) + (trial ? ` · ${EXPERIMENTAL}` : '')
  const lines = [
    terminal`  ${severityText(severity, style)}${padding}${paint(style, 'bold', first.trimStart())}`,
    ...paintLines(style, 'bold', rest),
    ...paintLines(style, 'dim', wrapText(ruleText, width, { indent: 12 })),
    ...findingLines(verdict, style),
  ]
  if (remedy.length > 0) {
    lines.push(terminal`    ${paint(style, 'bold', 'What to do')}`)
    lines.push(...remedyLines(remedy, style, 4, printedSteps))
  }
  return lines
}

/** Formats the message of a verdict and its first findings, without repeating the message. */
function findingLines({ message, findings, omitted }: Verdict, style: TextStyle): Text[] {
  const { width } = style
  const messageLines = wrapText(safeText(message), width, { indent: 4 })
  const [first] = findings
  if (findings.length === 1 && first?.message === message && first.remedy === undefined)
    return appendSources(messageLines, first.sources, style, { width, indent: 4 })
  const listed = findings.slice(0, MAX_FINDINGS)
  const lines: Text[] = listed.some((finding) => finding.message === message) ? [] : messageLines
  lines.push(...listed.flatMap((finding) => findingItem(finding, style)))
  const hidden = findings.length - listed.length + omitted
  if (hidden > 0) {
    const inJson = omitted > 0 ? 'the first of them in --format json' : 'all in --format json'
    const text = `… and ${formatNumber(hidden)} more (${inJson})`
    lines.push(...wrapText(text, width, { indent: 4 }))
  }
  return lines
}

function findingItem(finding: Finding, style: TextStyle): Text[] {
  const { width } = style
  const text = wrapText(safeText(findingText(finding)), width, { indent: 6, marker: '• ' })
  const lines = appendSources(text, finding.sources, style, { width, indent: 6 })
  if (finding.remedy !== undefined)
    lines.push(...wrapText(safeText(finding.remedy), width, { indent: 8, marker: '→ ' }))
  return lines
}

/** Formats the clear verdicts, each with the first place that the rule looked at. */
export function clearLines(verdicts: readonly Verdict[], style: TextStyle): Text[] {
  const { width } = style
  return verdicts
    .filter(({ status }) => status === 'clear')
    .flatMap(({ rule, clearTitle, message, sources }) => {
      const name = toPrintable(clearTitle === undefined ? `${rule}:` : `${clearTitle} (${rule}).`)
      const text = `${name} ${safeText(message)}`
      const textLines = wrapText(text, width, { indent: 4 })
      const options = { width, indent: 4, maxSources: 1 }
      const [first = '', ...rest] = appendSources(textLines, sources, style, options)
      return [terminal`  ${paint(style, 'green', '✓')} ${first.trimStart()}`, ...rest]
    })
}

/** Formats the verdicts of checks that crashed. The problems they look for are not ruled out. */
export function crashedLines(verdicts: readonly Verdict[], style: TextStyle): Text[] {
  const { width } = style
  const crashed = verdicts.filter(({ status }) => status === 'crashed')
  if (crashed.length === 0) return []
  const note = `${formatCount(crashed.length, 'check')} crashed. This is a bug: please report it.`
  return [
    ...crashed.flatMap(({ rule, severity, message }) => [
      terminal`  ${severityText(severity, style)}`,
      ...paintLines(style, 'bold', wrapText(toPrintable(rule), width, { indent: 4 })),
      ...wrapText(safeText(message), width, { indent: 4 }),
    ]),
    ...wrapText(note, width, { indent: 2 }),
  ]
}
