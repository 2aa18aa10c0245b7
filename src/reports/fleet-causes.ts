import stringWidth from 'string-width'
import { present } from '../model/defined.ts'
import { numberText, percentText, plural } from '../model/duration.ts'
import type { CauseCount, FleetSummary } from '../model/fleet-summary.ts'
import { printable } from '../model/printable.ts'
import { grid } from '../terminal/grid.ts'
import { type Look, paint, wrapped, wrappedPath } from '../terminal/layout.ts'
import { moreLine } from './fleet-top.ts'
import { severityText } from './severity.ts'
import { ends, shown } from './table-facts.ts'

/** Each cause: how many cases have it, what it is, whose, since when, and a case that shows it. */
export function causeLines(
  { listed, others }: FleetSummary['causes'],
  judged: number,
  look: Look,
  most: number,
): string[] {
  if (listed.length === 0) return []
  const shownCauses = listed.slice(0, most)
  const counts = Math.max(5, ...shownCauses.map(({ cases }) => numberText(cases).length))
  const room = look.width - counts - 12
  const rows = shownCauses.map((cause) => [
    paint(look, 'bold', numberText(cause.cases)),
    percentText(cause.cases / judged),
    lines(cause, look, room).join('\n'),
  ])
  return [
    ...grid(rows, {
      head: ['Cases', 'Share', 'Cause'].map((title) => paint(look, 'dim', title)),
      right: [0, 1],
    }),
    ...moreLine(listed, others, most, ({ cases }) => cases, 'cause', look),
  ]
}

function lines(
  { rule, title, severity, trial, users, first, last, representative }: CauseCount,
  look: Look,
  room: number,
): string[] {
  const mark = severityText(severity, look)
  const [start = '', ...rest] = wrapped(shown(title), room, { indent: stringWidth(severity) + 4 })
  const about = present([
    shown(rule),
    trial ? 'on trial' : undefined,
    users > 0 ? plural(users, 'user') : undefined,
    ...daysText(first, last),
  ])
  return [
    `${mark}  ${paint(look, 'bold', start.trimStart())}`,
    ...rest.map((line) => paint(look, 'bold', line)),
    ...[
      ...wrapped(about.join(' · '), room),
      ...wrappedPath(`such as ${ends(printable(representative.bundle))}`, room),
    ].map((line) => paint(look, 'dim', line)),
  ]
}

/** `2016-09-20 – 2016-10-02`, or the one day. */
function daysText(first: string | undefined, last: string | undefined): string[] {
  if (first === undefined || last === undefined) return []
  const [from, to] = [first.slice(0, 10), last.slice(0, 10)]
  return [from === to ? from : `${from} – ${to}`]
}
