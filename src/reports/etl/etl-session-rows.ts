import { present } from '../../model/defined.ts'
import { formatBytes, formatCount, formatNumber, formatPercent } from '../../model/duration.ts'
import type { EtlHeaderInfo, EtlSessionInfo } from '../../model/etl-info.ts'
import { safeText } from '../../terminal/safe-text.ts'

/** Levels that Windows defines; providers may use others. */
const LEVELS: Readonly<Record<string, string>> = {
  0: 'none',
  1: 'critical',
  2: 'error',
  3: 'warning',
  4: 'information',
  5: 'verbose',
}

type Row = readonly [string, string]

/** Facts about a trace, each with its label. */
export function etlSessionRows(session: EtlSessionInfo): readonly Row[] {
  const { header, events, untimed, from, to, byHeader, byLevel, decoded } = session
  return present([
    ...(header === undefined
      ? [row('Header', 'damaged: session, machine and clock are not known')]
      : headerRows(header)),
    row(
      'Events',
      present([
        formatNumber(events),
        from && to ? `${timeText(from)} – ${timeText(to)} UTC` : undefined,
      ]).join(', '),
    ),
    untimed > 0 ? row('Without time', formatCount(untimed, 'event')) : undefined,
    row('Buffers', bufferText(session)),
    row('Lost', lossText(session)),
    session.compression === 'none' ? undefined : row('Compression', compressionText(session)),
    row(
      'Headers',
      counts(byHeader, (name) => `${name.replace(/ (\d+)$/, ', $1 bits')}`),
    ),
    Object.keys(byLevel).length === 0
      ? undefined
      : row(
          'Levels',
          counts(byLevel, (level) => LEVELS[level] ?? `level ${level}`),
        ),
    decoded === undefined
      ? undefined
      : row('In words', `${formatPercent(decoded)} of the events, judged by some of each kind`),
    row('Client', clientText(session)),
  ])
}

const row = (label: string, text: string): Row => [label, text]

function headerRows(header: EtlHeaderInfo): readonly Row[] {
  const {
    loggerName,
    logFileName,
    version,
    build,
    cpus,
    cpuMegahertz,
    pointerBits,
    clock,
    zone,
    mode,
  } = header
  const [major, minor] = version.split('.')
  return present([
    row('Session', safeText(loggerName) || 'without a name'),
    logFileName === '' ? undefined : row('Log file', safeText(logFileName)),
    row(
      'Machine',
      `Windows ${major}.${minor} build ${build}, ${formatCount(cpus, 'CPU')} of ${formatNumber(cpuMegahertz)} MHz, ${pointerBits} bits`,
    ),
    row(
      'Clock',
      clock.kind === 'performance counter'
        ? `${clock.kind}, ${formatNumber(clock.frequency)} a second`
        : clock.kind,
    ),
    row(
      'Time zone',
      `UTC${biasText(zone.biasMinutes)} without daylight saving${zone.name === '' ? '' : ` (${safeText(zone.name)})`}`,
    ),
    header.bootTime === undefined
      ? undefined
      : row('Machine started', `${timeText(header.bootTime)} UTC`),
    header.startTime === undefined
      ? undefined
      : row('Trace started', `${timeText(header.startTime)} UTC`),
    row(
      'Trace ended',
      header.endTime === undefined
        ? 'not closed: it was running, or the machine stopped'
        : `${timeText(header.endTime)} UTC`,
    ),
    row('Mode', mode.names.length === 0 ? mode.value : mode.names.join(', ')),
  ])
}

function bufferText({ buffers, header }: EtlSessionInfo): string {
  const size = header === undefined ? '' : ` of ${formatBytes(header.bufferBytes)}`
  const stated =
    header !== undefined && buffers.stated !== buffers.found
      ? `, ${formatNumber(buffers.stated)} in the header`
      : ''
  return `${formatNumber(buffers.found)}${size}${stated}`
}

function lossText({ lost, buffers: { marked } }: EtlSessionInfo): string {
  const parts = present([
    lost.events > 0 ? formatCount(lost.events, 'event') : undefined,
    lost.buffers > 0 ? formatCount(lost.buffers, 'buffer') : undefined,
    marked.eventsLost > 0 ? `events before ${formatCount(marked.eventsLost, 'buffer')}` : undefined,
    marked.buffersLost > 0
      ? `buffers before ${formatCount(marked.buffersLost, 'buffer')}`
      : undefined,
  ])
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

const compressionText = ({ compression, buffers }: EtlSessionInfo): string =>
  `${compression}, ${formatCount(buffers.compressed, 'buffer')}, ${formatBytes(buffers.bytes)} for ${formatBytes(buffers.unpackedBytes)}`

const clientText = ({ client }: EtlSessionInfo): string =>
  client.found
    ? `of the Skype for Business client: ${client.signs.map(safeText).join(', ')}`
    : 'no name of the Skype for Business client in session, log file and providers'

const counts = (by: Readonly<Record<string, number>>, name: (key: string) => string): string =>
  Object.entries(by)
    .map(([key, count]) => `${name(key)}: ${formatNumber(count)}`)
    .join(' · ')

/** `2026-03-27 03:57:01.6446356`. */
const timeText = (iso: string): string => iso.replace('T', ' ').replace('Z', '')

/** Windows counts minutes west of UTC. */
function biasText(minutes: number): string {
  const size = Math.abs(minutes)
  return `${minutes > 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`
}
