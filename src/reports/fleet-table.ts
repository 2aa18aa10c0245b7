import { present } from '../model/defined.ts'
import { durationText, numberText, percentText, plural } from '../model/duration.ts'
import type { CombinationCount, FleetSummary } from '../model/fleet-summary.ts'
import { momentText } from '../model/moment.ts'
import { printable } from '../model/printable.ts'
import { grid } from '../terminal/grid.ts'
import { heading, type Look, paint, wrapped, wrappedPath } from '../terminal/layout.ts'
import { causeLines } from './fleet-causes.ts'
import { gapLines, reasonLines } from './fleet-gaps.ts'
import { moreLine } from './fleet-top.ts'
import { dimensionLines } from './fleet-values.ts'
import { ends, shown } from './table-facts.ts'

/**
 * The summary as text for a terminal of that width, of each list the first `most`. What comes from
 * evidence is made printable.
 */
export function fleetTable(summary: FleetSummary, look: Look, most: number): string {
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
    body.length === 0 ? [] : ['', heading(title, look), ...body]
  const bad = causes.listed.some(({ severity }) => severity === 'error')
  const lines = [
    ...wrapped(
      [`${tool.name} ${tool.version}`, plural(bundles.total, 'bundle'), ...seenText(summary)].join(
        ' · ',
      ),
      look.width,
    ).map((line) => paint(look, 'dim', line)),
    '',
    ...wrapped(shown(headline), look.width).map((line) =>
      paint(look, bad ? ['bold', 'red'] : 'bold', line),
    ),
    ...section('Cases', sumLines(summary, look)),
    ...section('Causes', causeLines(causes, bundles.judged, look, most)),
    ...section('Causes together', combinationLines(combinations, look, most)),
    ...section('Stuck messages', stuckLines(summary, look)),
    ...section('Who and what is affected', dimensionLines(affected, look, most)),
    ...section('Not checked', gapLines(notChecked, bundles.judged, look, most)),
    ...section(
      'Checks that failed',
      crashed.listed.flatMap(({ rule, cases, example }) =>
        wrapped(
          `${shown(rule)} in ${plural(cases, 'case')} (a bug in spoolscope, please report it): ${shown(example)}`,
          look.width,
          {
            indent: 4,
            mark: '• ',
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

function sumLines({ bundles, cases }: FleetSummary, look: Look): string[] {
  const rows = [
    [cases.affected, 'something is wrong', bundles.judged],
    [cases.open, 'nothing wrong was found, but not all could be checked', bundles.judged],
    [cases.clear, 'all was checked, nothing is wrong', bundles.judged],
    [bundles.unreadable, 'not judged: nothing in them could be read', 0],
    [bundles.failed, 'not judged: reading them failed', 0],
  ] as const
  const kept = rows.filter(([count]) => count > 0)
  if (kept.length === 0) return []
  return grid(
    kept.map(([count, words, of]) => [
      paint(look, 'bold', numberText(count)),
      of > 0 ? percentText(count / of) : '',
      wrapped(words, look.width - 20).join('\n'),
    ]),
    { right: [0, 1] },
  )
}

/** Exactly these causes, no others, in one case. */
function combinationLines(
  { listed, others }: FleetSummary['combinations'],
  look: Look,
  most: number,
): string[] {
  if (listed.length === 0) return []
  const room = look.width - 11
  const row = ({ rules, cases, example }: CombinationCount) => [
    paint(look, 'bold', numberText(cases)),
    [
      ...wrapped(
        rules.length === 1 ? `${shown(rules[0] ?? '')} alone` : rules.map(shown).join(' + '),
        room,
      ),
      ...exampleLines(example, look, room),
    ].join('\n'),
  ]
  return [
    ...grid(listed.slice(0, most).map(row), { right: [0] }),
    ...moreLine(listed, others, most, ({ cases }) => cases, 'combination', look, 'case'),
  ]
}

const exampleLines = (bundle: string, look: Look, room: number): string[] =>
  wrappedPath(`such as ${ends(printable(bundle))}`, room).map((line) => paint(look, 'dim', line))

function stuckLines({ stuck: { messages, cases, oldest } }: FleetSummary, look: Look): string[] {
  if (messages === 0) return []
  const waited =
    oldest?.waited === undefined
      ? ''
      : `, ${durationText(oldest.waited)} when its case was collected`
  return [
    ...wrapped(`${plural(messages, 'message')} in ${plural(cases, 'case')}.`, look.width, {
      indent: 2,
    }),
    ...(oldest === null
      ? []
      : [
          ...wrapped(
            `The oldest waits since ${momentText(Date.parse(oldest.since))}${waited}, in`,
            look.width,
            { indent: 2 },
          ),
          ...wrappedPath(ends(printable(oldest.bundle)), look.width, 4),
        ]),
  ]
}

/** What qualifies all the counts. */
function noteLines({ lines, ruleSets, asOf }: FleetSummary, look: Look): string[] {
  const notes = present([
    lines.repeated > 0
      ? `${plural(lines.repeated, 'line')} repeated a bundle: each counts once, judged before failed, and the latest of those.`
      : undefined,
    ruleSets > 1
      ? `The cases were judged in ${ruleSets} ways (version, rules, thresholds, options): counts may mix what does not compare.`
      : undefined,
    asOf.unknown > 0
      ? `${plural(asOf.unknown, 'case')} ${asOf.unknown === 1 ? 'tells' : 'tell'} no time to be judged as of.`
      : undefined,
    lines.damaged > 0 ? `${plural(lines.damaged, 'line')} could not be read:` : undefined,
  ])
  const places = lines.damage.map(({ place, reason }) => `${place}: ${reason}`)
  const left = lines.damaged - lines.damage.length
  return present([
    ...notes.flatMap((note) => wrapped(note, look.width, { indent: 4, mark: '• ' })),
    ...places.flatMap((place) => wrapped(shown(place), look.width, { indent: 6 })),
    left > 0 ? `      … and ${numberText(left)} more` : undefined,
  ])
}
