import { present } from '../../model/defined.ts'
import { formatCount, formatDuration, formatNumber, formatPercent } from '../../model/duration.ts'
import type { CombinationCount, FleetSummary } from '../../model/fleet-summary.ts'
import { formatMoment } from '../../model/moment.ts'
import { toPrintable } from '../../model/printable.ts'
import { formatColumns } from '../../terminal/columns.ts'
import { headingLine, paint, type TextStyle, wrapPath, wrapText } from '../../terminal/layout.ts'
import { safeText, shortenPath } from '../../terminal/safe-text.ts'
import { causeLines } from './cause-lines.ts'
import { dimensionLines } from './dimension-lines.ts'
import { missingEvidenceLines, reasonLines } from './missing-evidence-lines.ts'
import { omittedLines } from './omitted-lines.ts'

/**
 * The summary as text for a terminal of that width, of each list the first `most`. What comes from
 * evidence is made printable.
 */
export function fleetTable(summary: FleetSummary, look: TextStyle, most: number): string {
  const {
    tool,
    headline,
    bundles,
    causes,
    combinations,
    affected,
    notChecked,
    crashed,
    unreadable,
    failed,
  } = summary
  const section = (title: string, body: readonly string[]) =>
    body.length === 0 ? [] : ['', headingLine(title, look), ...body]
  const bad = causes.listed.some(({ severity }) => severity === 'error')
  const lines = [
    ...wrapText(
      [
        `${tool.name} ${tool.version}`,
        formatCount(bundles.total, 'bundle'),
        ...seenText(summary),
      ].join(' · '),
      look.width,
    ).map((line) => paint(look, 'dim', line)),
    '',
    ...wrapText(safeText(headline), look.width).map((line) =>
      paint(look, bad ? ['bold', 'red'] : 'bold', line),
    ),
    ...section('Cases', sumLines(summary, look)),
    ...section('Causes', causeLines(causes, bundles.judged, look, most)),
    ...section('Causes together', combinationLines(combinations, look, most)),
    ...section('Stuck messages', stuckLines(summary, look)),
    ...section('Who and what is affected', dimensionLines(affected, look, most)),
    ...section('Not checked', missingEvidenceLines(notChecked, bundles.judged, look, most)),
    ...section(
      'Checks that failed',
      crashed.listed.flatMap(({ rule, cases, example }) =>
        wrapText(
          `${safeText(rule)} in ${formatCount(cases, 'case')} (a bug in spoolscope, please report it): ${safeText(example)}`,
          look.width,
          {
            indent: 4,
            marker: '• ',
          },
        ),
      ),
    ),
    ...section('Nothing in them could be read', reasonLines(unreadable, look, most)),
    ...section('Failed', reasonLines(failed, look, most)),
    ...section('About the results', noteLines(summary, look)),
  ]
  return `${lines.join('\n')}\n`
}

function seenText({ asOf: { first, last } }: FleetSummary): string[] {
  if (first === undefined || last === undefined) return []
  const [from, to] = [first.slice(0, 10), last.slice(0, 10)]
  return [`as of ${from === to ? from : `${from} – ${to}`} (UTC)`]
}

function sumLines({ bundles, cases }: FleetSummary, look: TextStyle): string[] {
  const rows = [
    [cases.affected, 'something is wrong', bundles.judged],
    [cases.open, 'nothing wrong was found, but not all could be checked', bundles.judged],
    [cases.clear, 'all was checked, nothing is wrong', bundles.judged],
    [bundles.unreadable, 'not judged: nothing in them could be read', 0],
    [bundles.failed, 'not judged: reading them failed', 0],
  ] as const
  const kept = rows.filter(([count]) => count > 0)
  if (kept.length === 0) return []
  return formatColumns(
    kept.map(([count, words, of]) => [
      paint(look, 'bold', formatNumber(count)),
      of > 0 ? formatPercent(count / of) : '',
      wrapText(words, look.width - 20).join('\n'),
    ]),
    { rightAligned: [0, 1] },
  )
}

/** Exactly these causes, no others, in one case. */
function combinationLines(
  { listed, others }: FleetSummary['combinations'],
  look: TextStyle,
  most: number,
): string[] {
  if (listed.length === 0) return []
  const room = look.width - 11
  const row = ({ rules, cases, example }: CombinationCount) => [
    paint(look, 'bold', formatNumber(cases)),
    [
      ...wrapText(
        rules.length === 1 ? `${safeText(rules[0] ?? '')} alone` : rules.map(safeText).join(' + '),
        room,
      ),
      ...exampleLines(example, look, room),
    ].join('\n'),
  ]
  return [
    ...formatColumns(listed.slice(0, most).map(row), { rightAligned: [0] }),
    ...omittedLines(listed, others, most, ({ cases }) => cases, 'combination', look, 'case'),
  ]
}

const exampleLines = (bundle: string, look: TextStyle, room: number): string[] =>
  wrapPath(`such as ${shortenPath(toPrintable(bundle))}`, room).map((line) =>
    paint(look, 'dim', line),
  )

function stuckLines(
  { stuck: { messages, cases, oldest } }: FleetSummary,
  look: TextStyle,
): string[] {
  if (messages === 0) return []
  const waited =
    oldest?.waited === undefined
      ? ''
      : `, ${formatDuration(oldest.waited)} when its case was collected`
  return [
    ...wrapText(
      `${formatCount(messages, 'message')} in ${formatCount(cases, 'case')}.`,
      look.width,
      {
        indent: 2,
      },
    ),
    ...(oldest === null
      ? []
      : [
          ...wrapText(
            `The oldest waits since ${formatMoment(Date.parse(oldest.since))}${waited}, in`,
            look.width,
            { indent: 2 },
          ),
          ...wrapPath(shortenPath(toPrintable(oldest.bundle)), look.width, 4),
        ]),
  ]
}

/** What qualifies all the counts. */
function noteLines({ lines, ruleSets, asOf }: FleetSummary, look: TextStyle): string[] {
  const notes = present([
    lines.repeated > 0
      ? `${formatCount(lines.repeated, 'line')} repeated a bundle: each counts once, judged before failed, and the latest of those.`
      : undefined,
    ruleSets > 1
      ? `The cases were judged in ${ruleSets} ways (version, rules, thresholds, options): counts may mix what does not compare.`
      : undefined,
    asOf.unknown > 0
      ? `${formatCount(asOf.unknown, 'case')} ${asOf.unknown === 1 ? 'tells' : 'tell'} no time to be judged as of.`
      : undefined,
    lines.damaged > 0 ? `${formatCount(lines.damaged, 'line')} could not be read:` : undefined,
  ])
  const places = lines.damage.map(({ place, reason }) => `${place}: ${reason}`)
  const left = lines.damaged - lines.damage.length
  return present([
    ...notes.flatMap((note) => wrapText(note, look.width, { indent: 4, marker: '• ' })),
    ...places.flatMap((place) => wrapText(safeText(place), look.width, { indent: 6 })),
    left > 0 ? `      … and ${formatNumber(left)} more` : undefined,
  ])
}
