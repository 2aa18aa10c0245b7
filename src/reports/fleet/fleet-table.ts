import { present } from '../../model/defined.ts'
import { formatCount, formatDuration, formatNumber, formatPercent } from '../../model/duration.ts'
import type { CombinationCount, FleetSummary } from '../../model/fleet/fleet-summary.ts'
import { formatMoment } from '../../model/moment.ts'
import { toPrintable } from '../../model/text/printable.ts'
import { formatColumns } from '../../terminal/columns.ts'
import {
  paint,
  paintLines,
  sectionLines,
  type TextStyle,
  wrapPath,
  wrapText,
} from '../../terminal/layout.ts'
import { safeText, shortenPath } from '../../terminal/safe-text.ts'
import { joinLines, type TerminalText, type Text } from '../../terminal/terminal-text.ts'
import { exampleLines, ruleTableLines } from './cause-lines.ts'
import { dimensionLines } from './dimension-lines.ts'
import {
  certaintyText,
  FLEET_SECTION_TITLES,
  fleetNotes,
  formatDays,
  hasErrorRule,
  otherOutcomesText,
  unexplainedCasesText,
} from './fleet-text.ts'
import { missingEvidenceLines, reasonLines } from './missing-evidence-lines.ts'
import { omittedLines } from './omitted-lines.ts'

/**
 * Formats the summary of a fleet for a terminal. Each list shows its first `maxRows` entries. Text
 * from the evidence is made printable.
 */
export function fleetTable(summary: FleetSummary, style: TextStyle, maxRows: number): TerminalText {
  const { tool, headline, bundles, causes, combinations, affected, notChecked } = summary
  const options = { analyzedCases: bundles.judged, maxRows }
  const days = formatDays(summary.asOf)
  const title = present([
    `${tool.name} ${tool.version}`,
    formatCount(bundles.total, 'bundle'),
    days === undefined ? undefined : `as of ${days} (UTC)`,
  ]).join(' · ')
  const hasError = hasErrorRule(summary)
  const sections = {
    causes: [
      ...ruleTableLines(causes, style, {
        ...options,
        noun: 'cause',
        detailOf: ({ certainty }) => certaintyText(certainty),
      }),
      ...otherOutcomeLines(summary, style),
    ],
    symptoms: ruleTableLines(summary.symptoms, style, {
      ...options,
      noun: 'symptom',
      detailOf: unexplainedCasesText,
    }),
    alsoFlagged: ruleTableLines(summary.alsoFlagged, style, { ...options, noun: 'rule' }),
    combinations: combinationLines(combinations, style, maxRows),
    stuck: stuckLines(summary, style),
    affected: dimensionLines(affected, style, maxRows),
    notChecked: missingEvidenceLines(notChecked, bundles.judged, style, maxRows),
    crashed: crashedLines(summary, style),
    unreadable: reasonLines(summary.unreadable, style, maxRows),
    failed: reasonLines(summary.failed, style, maxRows),
    notes: noteLines(summary, style),
  }
  const lines = [
    ...paintLines(style, 'dim', wrapText(title, style.width)),
    '',
    ...paintLines(
      style,
      hasError ? ['bold', 'red'] : 'bold',
      wrapText(safeText(headline), style.width),
    ),
    ...sectionLines('Cases', caseCountLines(summary, style), style),
    ...Object.entries(sections).flatMap(([key, body]) =>
      sectionLines(FLEET_SECTION_TITLES[key as keyof typeof sections], body, style),
    ),
  ]
  return joinLines(lines)
}

/** The cases without a cause. */
function otherOutcomeLines({ outcomes }: FleetSummary, style: TextStyle): Text[] {
  const text = otherOutcomesText(outcomes)
  return text === undefined ? [] : wrapText(text, style.width, { indent: 2 })
}

function caseCountLines({ bundles, cases }: FleetSummary, style: TextStyle): Text[] {
  const counts = [
    { count: cases.affected, text: 'with a problem', total: bundles.judged },
    { count: cases.open, text: 'no problem found, but some checks skipped', total: bundles.judged },
    { count: cases.clear, text: 'all checks passed', total: bundles.judged },
    { count: bundles.unreadable, text: 'not analyzed: nothing in them could be read' },
    { count: bundles.failed, text: 'not analyzed: reading them failed' },
  ].filter(({ count }) => count > 0)
  if (counts.length === 0) return []
  return formatColumns(
    counts.map(({ count, text, total }) => [
      paint(style, 'bold', formatNumber(count)),
      total === undefined ? '' : formatPercent(count / total),
      wrapText(text, style.width - 20),
    ]),
    { rightAligned: [0, 1] },
  )
}

function combinationLines(
  combinations: FleetSummary['combinations'],
  style: TextStyle,
  maxRows: number,
): Text[] {
  if (combinations.listed.length === 0) return []
  const textWidth = style.width - 11
  const row = ({ rules, cases, example }: CombinationCount) => {
    const [rule = ''] = rules
    const names = rules.length === 1 ? `${safeText(rule)} only` : rules.map(safeText).join(' + ')
    const lines = [...wrapText(names, textWidth), ...exampleLines(example, style, textWidth)]
    return [paint(style, 'bold', formatNumber(cases)), lines]
  }
  const options = {
    maxRows,
    countOf: ({ cases }: CombinationCount) => cases,
    noun: 'combination',
    countNoun: 'case',
  }
  return [
    ...formatColumns(combinations.listed.slice(0, maxRows).map(row), { rightAligned: [0] }),
    ...omittedLines(combinations, options, style),
  ]
}

function stuckLines({ stuck }: FleetSummary, style: TextStyle): Text[] {
  const { messages, cases, oldest } = stuck
  if (messages === 0) return []
  const total = `${formatCount(messages, 'message')} in ${formatCount(cases, 'case')}.`
  const lines = wrapText(total, style.width, { indent: 2 })
  if (oldest !== null) {
    const waited =
      oldest.waited === undefined
        ? ''
        : `, ${formatDuration(oldest.waited)} when its case was collected`
    const since = formatMoment(Date.parse(oldest.since))
    const text = `The oldest has been waiting since ${since}${waited}, in`
    lines.push(...wrapText(text, style.width, { indent: 2 }))
    lines.push(...wrapPath(shortenPath(toPrintable(oldest.bundle)), style.width, 4))
  }
  return lines
}

const crashedLines = ({ crashed }: FleetSummary, style: TextStyle): Text[] =>
  crashed.listed.flatMap(({ rule, cases, example }) => {
    const title = `${safeText(rule)} in ${formatCount(cases, 'case')}`
    const text = `${title} (a bug in spoolscope, please report it): ${safeText(example)}`
    return wrapText(text, style.width, { indent: 4, marker: '• ' })
  })

function noteLines(summary: FleetSummary, style: TextStyle): Text[] {
  const { damage, damaged } = summary.lines
  const omitted = damaged - damage.length
  return present([
    ...fleetNotes(summary).flatMap((note) =>
      wrapText(note, style.width, { indent: 4, marker: '• ' }),
    ),
    ...damage.flatMap(({ place, reason }) =>
      wrapText(safeText(`${place}: ${reason}`), style.width, { indent: 6 }),
    ),
    omitted > 0 ? `      … and ${formatNumber(omitted)} more` : undefined,
  ])
}
