import { formatCount, formatNumber } from '../../model/duration.ts'
import {
  DIMENSIONS,
  type Dimension,
  type DimensionCount,
  type FleetSummary,
  type ValueCount,
} from '../../model/fleet-summary.ts'
import { formatColumns } from '../../terminal/columns.ts'
import { paint, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import { omittedLines } from './omitted-lines.ts'

const TITLES: Readonly<Record<Dimension, string>> = {
  users: 'User',
  builds: 'Client build',
  channels: 'Update channel',
  servers: 'Server',
  mailboxes: 'Mailbox',
}
const NOUNS: Readonly<Record<Dimension, string>> = {
  users: 'user',
  builds: 'build',
  channels: 'channel',
  servers: 'server',
  mailboxes: 'place',
}
const WORDS: Readonly<Record<string, string>> = {
  'exchange-online': 'Exchange Online',
  'on-premises': 'on-premises',
  unclear: 'unclear: addresses contradict each other',
  different: 'different ones for different users of a case',
}

/**
 * Users, builds, channels, servers and mailboxes: in how many affected cases, and in how many at
 * all.
 */
export function dimensionLines(
  affected: FleetSummary['affected'],
  look: TextStyle,
  most: number,
): string[] {
  return DIMENSIONS.flatMap((dimension) => {
    const count = affected[dimension]
    return count.distinct === 0 ? [] : [valueLines(dimension, count, look, most)]
  }).flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]))
}

function valueLines(
  dimension: Dimension,
  { distinct, affected, unknown, listed, others }: DimensionCount,
  look: TextStyle,
  most: number,
) {
  const room = look.width - 22
  const wordsOf = (value: string) =>
    (dimension === 'mailboxes' ? WORDS[value] : undefined) ?? safeText(value)
  const row = (value: ValueCount) => [
    paint(look, value.affected > 0 ? 'bold' : 'dim', formatNumber(value.affected)),
    formatNumber(value.cases),
    wrapText(wordsOf(value.value), room).join('\n'),
  ]
  const title = `${TITLES[dimension]} (${formatNumber(distinct)} different, ${formatNumber(affected)} affected)`
  const head = ['Affected', 'of cases', ...wrapText(title, room)].slice(0, 3)
  return [
    ...formatColumns(listed.slice(0, most).map(row), {
      header: head.map((text) => paint(look, 'dim', text)),
      rightAligned: [0, 1],
    }),
    ...omittedLines(listed, others, most, ({ cases }) => cases, NOUNS[dimension], look, 'case'),
    ...(unknown > 0
      ? wrapText(
          `${formatCount(unknown, 'case')} ${unknown === 1 ? 'does' : 'do'} not tell`,
          look.width,
          { indent: 2 },
        ).map((line) => paint(look, 'dim', line))
      : []),
  ]
}
