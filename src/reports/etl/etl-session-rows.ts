import { present } from '../../model/defined.ts'
import { formatBytes, formatCount, formatNumber, formatPercent } from '../../model/duration.ts'
import type { EtlHeaderInfo, EtlSessionInfo } from '../../model/etl-info.ts'
import { safeText } from '../../terminal/safe-text.ts'
import type { Text } from '../../terminal/terminal-text.ts'

/** Levels that Windows defines. Providers may use others. */
const LEVELS: Readonly<Record<string, string>> = {
  0: 'none',
  1: 'critical',
  2: 'error',
  3: 'warning',
  4: 'information',
  5: 'verbose',
}

type Row = readonly [string, Text]

/** Facts about a trace, with their labels. */
export function etlSessionRows(session: EtlSessionInfo): readonly Row[] {
  const { header, events, untimed, from, to, byHeader, byLevel, decoded } = session
  return present([
    ...headerRows(header),
    row(
      'Events',
      present([
        formatNumber(events),
        from && to ? `${formatTime(from)} – ${formatTime(to)} UTC` : undefined,
      ]).join(', '),
    ),
    untimed > 0 ? row('Without time', formatCount(untimed, 'event')) : undefined,
    row('Buffers', formatBuffers(session)),
    row('Lost', formatLosses(session)),
    session.compression === 'none' ? undefined : row('Compression', formatCompression(session)),
    row(
      'Headers',
      formatCounts(byHeader, (name) => `${name.replace(/ (\d+)$/, ', $1 bits')}`),
    ),
    Object.keys(byLevel).length === 0
      ? undefined
      : row(
          'Levels',
          formatCounts(byLevel, (level) => LEVELS[level] ?? `level ${level}`),
        ),
    decoded === undefined
      ? undefined
      : row(
          'Decoded',
          `${formatPercent(decoded)} of the events, estimated from samples of each kind`,
        ),
    row('Client', formatClient(session)),
  ])
}

const row = (label: string, text: Text): Row => [label, text]

function headerRows(header: EtlHeaderInfo | undefined): readonly Row[] {
  if (header === undefined)
    return [row('Header', 'damaged: session, machine and clock are unknown')]
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
    row('Session', safeText(loggerName || 'unnamed')),
    logFileName === '' ? undefined : row('Log file', safeText(logFileName)),
    row(
      'Machine',
      `Windows ${major}.${minor} build ${build}, ${formatCount(cpus, 'CPU')} of ` +
        `${formatNumber(cpuMegahertz)} MHz, ${pointerBits} bits`,
    ),
    row(
      'Clock',
      clock.kind === 'performance counter'
        ? `${clock.kind}, ${formatNumber(clock.frequency)} ticks per second`
        : clock.kind,
    ),
    row(
      'Time zone',
      `UTC${formatBias(zone.biasMinutes)} without daylight saving` +
        (zone.name === '' ? '' : ` (${safeText(zone.name)})`),
    ),
    header.bootTime === undefined
      ? undefined
      : row('Machine started', `${formatTime(header.bootTime)} UTC`),
    header.startTime === undefined
      ? undefined
      : row('Trace started', `${formatTime(header.startTime)} UTC`),
    row(
      'Trace ended',
      header.endTime === undefined
        ? 'not closed: the session was still running, or the machine stopped'
        : `${formatTime(header.endTime)} UTC`,
    ),
    row('Mode', mode.names.length === 0 ? mode.value : mode.names.join(', ')),
  ])
}

function formatBuffers({ buffers, header }: EtlSessionInfo): string {
  const size = header === undefined ? '' : ` of ${formatBytes(header.bufferBytes)}`
  const stated =
    header !== undefined && buffers.stated !== buffers.found
      ? `, ${formatNumber(buffers.stated)} in the header`
      : ''
  return `${formatNumber(buffers.found)}${size}${stated}`
}

function formatLosses({ lost, buffers: { marked } }: EtlSessionInfo): string {
  const parts = present([
    lost.events > 0 ? formatCount(lost.events, 'event') : undefined,
    lost.buffers > 0 ? formatCount(lost.buffers, 'buffer') : undefined,
    marked.eventsLost > 0 ? `events before ${formatCount(marked.eventsLost, 'buffer')}` : undefined,
    marked.buffersLost > 0
      ? `buffers before ${formatCount(marked.buffersLost, 'buffer')}`
      : undefined,
  ])
  return parts.length === 0 ? 'none' : parts.join(', ')
}

const formatCompression = ({ compression, buffers }: EtlSessionInfo): string =>
  `${compression}, ${formatCount(buffers.compressed, 'buffer')}, ${formatBytes(buffers.bytes)} ` +
  `(${formatBytes(buffers.unpackedBytes)} unpacked)`

const formatClient = ({ client }: EtlSessionInfo): string =>
  client.found
    ? `from the Skype for Business client: ${client.signs.map(safeText).join(', ')}`
    : 'no name of the Skype for Business client in session, log file or providers'

const formatCounts = (
  by: Readonly<Record<string, number>>,
  name: (key: string) => string,
): string =>
  Object.entries(by)
    .map(([key, count]) => `${name(key)}: ${formatNumber(count)}`)
    .join(' · ')

/** Formats an ISO time as `2026-03-27 03:57:01.6446356`. */
const formatTime = (iso: string): string => iso.replace('T', ' ').replace('Z', '')

/** Formats an offset from UTC as `+01:00`. Windows counts minutes west of UTC. */
function formatBias(minutes: number): string {
  const size = Math.abs(minutes)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${minutes > 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
