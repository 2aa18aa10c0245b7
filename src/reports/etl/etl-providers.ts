import { present } from '../../model/defined.ts'
import { formatCount, formatNumber, formatPercent } from '../../model/duration.ts'
import type { EtlProviderInfo, EtlSessionInfo } from '../../model/etl-info.ts'
import { formatColumns } from '../../terminal/columns.ts'
import { paint, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'

const MOST_PROVIDERS = 40
const MOST_KINDS = 5

/** Providers with their events, most first. */
export function etlProviderLines(
  { providers, otherEvents, decoded }: EtlSessionInfo,
  look: TextStyle,
): string[] {
  const judged = decoded !== undefined
  const room = look.width - (judged ? 26 : 15)
  const rows = providers
    .slice(0, MOST_PROVIDERS)
    .map((provider) =>
      present([
        formatNumber(provider.events),
        judged ? formatPercent(provider.decoded ?? 0) : undefined,
        [
          ...wrapText(nameOf(provider), room),
          ...wrapText(kindsText(provider), room).map((line) => paint(look, 'dim', line)),
        ].join('\n'),
      ]),
    )
  const head = present([
    'Events',
    judged ? 'in words' : undefined,
    'Provider, and its commonest events',
  ])
  const left = providers
    .slice(MOST_PROVIDERS)
    .reduce((sum, { events }) => sum + events, otherEvents)
  return present([
    ...formatColumns(rows, {
      header: head.map((text) => paint(look, 'dim', text)),
      rightAligned: judged ? [0, 1] : [0],
    }),
    left > 0 ? `  … and ${formatCount(left, 'event')} of others` : undefined,
  ])
}

function nameOf({ guid, name, kind }: EtlProviderInfo): string {
  if (kind === 'kernel') return 'the kernel itself'
  const words = { classic: ' (classic)', message: ' (WPP messages of one source file)', event: '' }[
    kind
  ]
  return name === undefined ? `${guid}${words}` : `${safeText(name)} ${guid}${words}`
}

function kindsText({ kinds, kind }: EtlProviderInfo): string {
  const text = kinds.slice(0, MOST_KINDS).map(({ id, version, opcode, group, name, events }) => {
    const number =
      group !== undefined
        ? `group ${group} type ${opcode}`
        : opcode !== undefined
          ? `type ${opcode}`
          : `${id}`
    const what =
      name === undefined
        ? number
        : kind === 'event' && id === 0
          ? safeText(name)
          : `${number} ${safeText(name)}`
    return `${what}${version > 0 ? ` v${version}` : ''}: ${formatNumber(events)}`
  })
  const left = kinds.length - text.length
  return present([...text, left > 0 ? `${formatCount(left, 'more kind')}` : undefined]).join(' · ')
}
