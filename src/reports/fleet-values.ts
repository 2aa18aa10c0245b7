import { numberText, plural } from '../model/duration.ts'
import {
  DIMENSIONS,
  type Dimension,
  type DimensionCount,
  type FleetSummary,
  type ValueCount,
} from '../model/fleet-summary.ts'
import { grid } from '../terminal/grid.ts'
import { type Look, paint, wrapped } from '../terminal/layout.ts'
import { moreLine } from './fleet-top.ts'
import { shown } from './table-facts.ts'

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
  look: Look,
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
  look: Look,
  most: number,
) {
  const room = look.width - 22
  const wordsOf = (value: string) =>
    (dimension === 'mailboxes' ? WORDS[value] : undefined) ?? shown(value)
  const row = (value: ValueCount) => [
    paint(look, value.affected > 0 ? 'bold' : 'dim', numberText(value.affected)),
    numberText(value.cases),
    wrapped(wordsOf(value.value), room).join('\n'),
  ]
  const title = `${TITLES[dimension]} (${numberText(distinct)} different, ${numberText(affected)} affected)`
  const head = ['Affected', 'of cases', ...wrapped(title, room)].slice(0, 3)
  return [
    ...grid(listed.slice(0, most).map(row), {
      head: head.map((text) => paint(look, 'dim', text)),
      right: [0, 1],
    }),
    ...moreLine(listed, others, most, ({ cases }) => cases, NOUNS[dimension], look, 'case'),
    ...(unknown > 0
      ? wrapped(
          `${plural(unknown, 'case')} ${unknown === 1 ? 'does' : 'do'} not tell`,
          look.width,
          { indent: 2 },
        ).map((line) => paint(look, 'dim', line))
      : []),
  ]
}
