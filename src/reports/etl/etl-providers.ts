import { present } from '../../model/defined.ts'
import { formatCount, formatNumber, formatPercent } from '../../model/duration.ts'
import type { EtlKindInfo, EtlProviderInfo, EtlSessionInfo } from '../../model/etl-info.ts'
import { formatColumns } from '../../terminal/columns.ts'
import { paint, type TextStyle, wrapText } from '../../terminal/layout.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { Text } from '../../terminal/terminal-text.ts'

/**
 * More does not help a reader; the JSON report has all.
 * Limit: providers in the table of `etl info`.
 * Beyond: further ones are counted; JSON has all.
 */
const MAX_PROVIDERS = 40
/**
 * More does not help a reader; the JSON report has all.
 * Limit: kinds of events shown for each provider.
 * Beyond: further ones are counted; JSON has all.
 */
const MAX_KINDS = 5

/** Formats the providers of a trace with their events, most frequent first. */
export function etlProviderLines(
  { providers, otherEvents, decoded }: EtlSessionInfo,
  style: TextStyle,
): Text[] {
  const hasDecoded = decoded !== undefined
  const room = style.width - (hasDecoded ? 26 : 15)
  const rows = providers
    .slice(0, MAX_PROVIDERS)
    .map((provider) =>
      present([
        formatNumber(provider.events),
        hasDecoded ? formatPercent(provider.decoded ?? 0) : undefined,
        [
          ...wrapText(nameOf(provider), room),
          ...wrapText(kindsText(provider), room).map((line) => paint(style, 'dim', line)),
        ],
      ]),
    )
  const head = present([
    'Events',
    hasDecoded ? 'Decoded' : undefined,
    'Provider and its most frequent events',
  ])
  const left = providers.slice(MAX_PROVIDERS).reduce((sum, { events }) => sum + events, otherEvents)
  return present([
    ...formatColumns(rows, {
      header: head.map((text) => paint(style, 'dim', text)),
      rightAligned: hasDecoded ? [0, 1] : [0],
    }),
    left > 0 ? `  … and ${formatCount(left, 'event')} of other providers` : undefined,
  ])
}

function nameOf({ guid, name, kind }: EtlProviderInfo): string {
  if (kind === 'kernel') return 'Windows kernel'
  const words = { classic: ' (classic)', message: ' (WPP messages of one source file)', event: '' }[
    kind
  ]
  return name === undefined ? `${guid}${words}` : `${safeText(name)} ${guid}${words}`
}

function kindsText({ kinds, kind }: EtlProviderInfo): string {
  const texts = kinds.slice(0, MAX_KINDS).map((eventKind) => {
    const { version, events } = eventKind
    const suffix = version > 0 ? ` v${version}` : ''
    return `${describeKind(eventKind, kind)}${suffix}: ${formatNumber(events)}`
  })
  const left = kinds.length - texts.length
  return present([...texts, left > 0 ? formatCount(left, 'more kind') : undefined]).join(' · ')
}

/**
 * Number and name of a kind of events. The number of a TraceLogging event, which is always 0, is
 * omitted.
 */
function describeKind(
  { id, opcode, group, name }: EtlKindInfo,
  providerKind: EtlProviderInfo['kind'],
): string {
  let number = String(id)
  if (group !== undefined) number = `group ${group} type ${opcode}`
  else if (opcode !== undefined) number = `type ${opcode}`
  if (name === undefined) return number
  return providerKind === 'event' && id === 0
    ? String(safeText(name))
    : `${number} ${safeText(name)}`
}
