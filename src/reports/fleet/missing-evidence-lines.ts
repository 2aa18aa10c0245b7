import { formatCount, formatPercent } from '../../model/duration.ts'
import type { FleetSummary, GapCount, ReasonCount, Top } from '../../model/fleet-summary.ts'
import { toPrintable } from '../../model/printable.ts'
import { paint, type TextStyle, wrapPath, wrapText } from '../../terminal/layout.ts'
import { safeText, shortenPath } from '../../terminal/safe-text.ts'
import { commandLines } from '../table/command-lines.ts'
import { omittedLines } from './omitted-lines.ts'

/** What was missing, in how many cases, how to get it, and the rules that waited for it. */
export function missingEvidenceLines(
  { listed, others }: FleetSummary['notChecked'],
  judged: number,
  look: TextStyle,
  most: number,
): string[] {
  const known = new Set<string>()
  return [
    ...listed.slice(0, most).flatMap((gap) => oneGap(gap, judged, look, known)),
    ...omittedLines(listed, others, most, ({ cases }) => cases, 'piece', look),
  ]
}

function oneGap(
  { evidence, cases, rules, ways }: GapCount,
  judged: number,
  look: TextStyle,
  known: Set<string>,
): string[] {
  const title = `${safeText(evidence)}: missing in ${formatCount(cases, 'case')} (${formatPercent(cases / judged)})`
  const [first = '', ...rest] = wrapText(title, look.width, { indent: 4 })
  return [
    `  ${paint(look, 'yellow', '?')} ${paint(look, 'bold', first.trimStart())}`,
    ...rest.map((line) => paint(look, 'bold', line)),
    ...ways.flatMap(({ how, commands }) => {
      // A command that several pieces take is shown once.
      const fresh = commands.filter((command) => !known.has(command))
      for (const command of fresh) known.add(command)
      const words = fresh.length < commands.length ? `${safeText(how)} (See above.)` : safeText(how)
      return [
        ...wrapText(words, look.width, { indent: 6, marker: '→ ' }),
        ...commandLines(fresh, look, 8),
      ]
    }),
    ...wrapText(`for ${rules.map(safeText).join(', ')}`, look.width, { indent: 4 }).map((line) =>
      paint(look, 'dim', line),
    ),
  ]
}

/** Why bundles were not judged, each reason with one of them. */
export function reasonLines(
  { listed, others }: Top<ReasonCount>,
  look: TextStyle,
  most: number,
): string[] {
  return [
    ...listed.slice(0, most).flatMap(({ reason, bundles, example }) => [
      ...wrapText(
        `${formatCount(bundles, 'bundle')}: ${safeText(bundles === 1 ? example.reason : reason)}`,
        look.width,
        {
          indent: 4,
          marker: '• ',
        },
      ),
      ...wrapPath(`such as ${shortenPath(toPrintable(example.bundle))}`, look.width, 6).map(
        (line) => paint(look, 'dim', line),
      ),
      ...(bundles > 1 && example.reason !== reason
        ? wrapText(safeText(example.reason), look.width, { indent: 6 }).map((line) =>
            paint(look, 'dim', line),
          )
        : []),
    ]),
    ...omittedLines(listed, others, most, ({ bundles }) => bundles, 'reason', look, 'bundle'),
  ]
}
