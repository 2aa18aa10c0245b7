import stringWidth from 'string-width'
import { present } from '../../model/defined.ts'
import { formatCount, formatNumber, formatPercent } from '../../model/duration.ts'
import type { CauseCount, FleetSummary } from '../../model/fleet-summary.ts'
import { toPrintable } from '../../model/printable.ts'
import { formatColumns } from '../../terminal/columns.ts'
import { paint, type TextStyle, wrapPath, wrapText } from '../../terminal/layout.ts'
import { safeText, shortenPath } from '../../terminal/safe-text.ts'
import { severityText } from '../table/severity-text.ts'
import { omittedLines } from './omitted-lines.ts'

/** Each cause: how many cases have it, what it is, whose, since when, and a case that shows it. */
export function causeLines(
  { listed, others }: FleetSummary['causes'],
  judged: number,
  look: TextStyle,
  most: number,
): string[] {
  if (listed.length === 0) return []
  const shownCauses = listed.slice(0, most)
  const counts = Math.max(5, ...shownCauses.map(({ cases }) => formatNumber(cases).length))
  const room = look.width - counts - 12
  const rows = shownCauses.map((cause) => [
    paint(look, 'bold', formatNumber(cause.cases)),
    formatPercent(cause.cases / judged),
    lines(cause, look, room).join('\n'),
  ])
  return [
    ...formatColumns(rows, {
      header: ['Cases', 'Share', 'Cause'].map((title) => paint(look, 'dim', title)),
      rightAligned: [0, 1],
    }),
    ...omittedLines(listed, others, most, ({ cases }) => cases, 'cause', look),
  ]
}

function lines(
  { rule, title, severity, trial, users, first, last, representative }: CauseCount,
  look: TextStyle,
  room: number,
): string[] {
  const mark = severityText(severity, look)
  const [start = '', ...rest] = wrapText(safeText(title), room, {
    indent: stringWidth(severity) + 4,
  })
  const about = present([
    safeText(rule),
    trial ? 'on trial' : undefined,
    users > 0 ? formatCount(users, 'user') : undefined,
    ...daysText(first, last),
  ])
  return [
    `${mark}  ${paint(look, 'bold', start.trimStart())}`,
    ...rest.map((line) => paint(look, 'bold', line)),
    ...[
      ...wrapText(about.join(' · '), room),
      ...wrapPath(`such as ${shortenPath(toPrintable(representative.bundle))}`, room),
    ].map((line) => paint(look, 'dim', line)),
  ]
}

/** `2016-09-20 – 2016-10-02`, or the one day. */
function daysText(first: string | undefined, last: string | undefined): string[] {
  if (first === undefined || last === undefined) return []
  const [from, to] = [first.slice(0, 10), last.slice(0, 10)]
  return [from === to ? from : `${from} – ${to}`]
}
