import { present } from '../../model/defined.ts'
import { numberText, percentText, plural } from '../../model/duration.ts'
import type { EtlProviderInfo, EtlSessionInfo } from '../../model/etl-info.ts'
import { grid } from '../../terminal/grid.ts'
import { type Look, paint, wrapped } from '../../terminal/layout.ts'
import { shown } from '../table-facts.ts'

const MOST_PROVIDERS = 40
const MOST_KINDS = 5

/** Providers with their events, most first. */
export function etlProviderLines(
  { providers, otherEvents, decoded }: EtlSessionInfo,
  look: Look,
): string[] {
  const judged = decoded !== undefined
  const room = look.width - (judged ? 26 : 15)
  const rows = providers
    .slice(0, MOST_PROVIDERS)
    .map((provider) =>
      present([
        numberText(provider.events),
        judged ? percentText(provider.decoded ?? 0) : undefined,
        [
          ...wrapped(nameOf(provider), room),
          ...wrapped(kindsText(provider), room).map((line) => paint(look, 'dim', line)),
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
    ...grid(rows, {
      head: head.map((text) => paint(look, 'dim', text)),
      right: judged ? [0, 1] : [0],
    }),
    left > 0 ? `  … and ${plural(left, 'event')} of others` : undefined,
  ])
}

function nameOf({ guid, name, kind }: EtlProviderInfo): string {
  if (kind === 'kernel') return 'the kernel itself'
  const words = { classic: ' (classic)', message: ' (WPP messages of one source file)', event: '' }[
    kind
  ]
  return name === undefined ? `${guid}${words}` : `${shown(name)} ${guid}${words}`
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
          ? shown(name)
          : `${number} ${shown(name)}`
    return `${what}${version > 0 ? ` v${version}` : ''}: ${numberText(events)}`
  })
  const left = kinds.length - text.length
  return present([...text, left > 0 ? `${plural(left, 'more kind')}` : undefined]).join(' · ')
}
