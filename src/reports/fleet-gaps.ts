import { percentText, plural } from '../model/duration.ts'
import type { FleetSummary, GapCount, ReasonCount, Top } from '../model/fleet-summary.ts'
import { printable } from '../model/printable.ts'
import { type Look, paint, wrapped, wrappedPath } from '../terminal/layout.ts'
import { commandLines } from './commands.ts'
import { moreLine } from './fleet-top.ts'
import { ends, shown } from './table-facts.ts'

/** What was missing, in how many cases, how to get it, and the rules that waited for it. */
export function gapLines(
  { listed, others }: FleetSummary['notChecked'],
  judged: number,
  look: Look,
  most: number,
): string[] {
  const known = new Set<string>()
  return [
    ...listed.slice(0, most).flatMap((gap) => oneGap(gap, judged, look, known)),
    ...moreLine(listed, others, most, ({ cases }) => cases, 'piece', look),
  ]
}

function oneGap(
  { evidence, cases, rules, ways }: GapCount,
  judged: number,
  look: Look,
  known: Set<string>,
): string[] {
  const title = `${shown(evidence)}: missing in ${plural(cases, 'case')} (${percentText(cases / judged)})`
  const [first = '', ...rest] = wrapped(title, look.width, { indent: 4 })
  return [
    `  ${paint(look, 'yellow', '?')} ${paint(look, 'bold', first.trimStart())}`,
    ...rest.map((line) => paint(look, 'bold', line)),
    ...ways.flatMap(({ how, commands }) => {
      // A command that several pieces take is shown once.
      const fresh = commands.filter((command) => !known.has(command))
      for (const command of fresh) known.add(command)
      const words = fresh.length < commands.length ? `${shown(how)} (See above.)` : shown(how)
      return [
        ...wrapped(words, look.width, { indent: 6, mark: '→ ' }),
        ...commandLines(fresh, look, 8),
      ]
    }),
    ...wrapped(`for ${rules.map(shown).join(', ')}`, look.width, { indent: 4 }).map((line) =>
      paint(look, 'dim', line),
    ),
  ]
}

/** Why bundles were not judged, each reason with one of them. */
export function reasonLines(
  { listed, others }: Top<ReasonCount>,
  look: Look,
  most: number,
): string[] {
  return [
    ...listed.slice(0, most).flatMap(({ reason, bundles, example }) => [
      ...wrapped(
        `${plural(bundles, 'bundle')}: ${shown(bundles === 1 ? example.reason : reason)}`,
        look.width,
        {
          indent: 4,
          mark: '• ',
        },
      ),
      ...wrappedPath(`such as ${ends(printable(example.bundle))}`, look.width, 6).map((line) =>
        paint(look, 'dim', line),
      ),
      ...(bundles > 1 && example.reason !== reason
        ? wrapped(shown(example.reason), look.width, { indent: 6 }).map((line) =>
            paint(look, 'dim', line),
          )
        : []),
    ]),
    ...moreLine(listed, others, most, ({ bundles }) => bundles, 'reason', look, 'bundle'),
  ]
}
