import { present } from '../../model/defined.ts'
import { byteText, numberText, percentText, plural } from '../../model/duration.ts'
import type { EtlHeaderInfo, EtlSessionInfo } from '../../model/etl-info.ts'
import { shown } from '../table-facts.ts'

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
        numberText(events),
        from && to ? `${timeText(from)} – ${timeText(to)} UTC` : undefined,
      ]).join(', '),
    ),
    untimed > 0 ? row('Without time', plural(untimed, 'event')) : undefined,
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
      : row('In words', `${percentText(decoded)} of the events, judged by some of each kind`),
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
    row('Session', shown(loggerName) || 'without a name'),
    logFileName === '' ? undefined : row('Log file', shown(logFileName)),
    row(
      'Machine',
      `Windows ${major}.${minor} build ${build}, ${plural(cpus, 'CPU')} of ${numberText(cpuMegahertz)} MHz, ${pointerBits} bits`,
    ),
    row(
      'Clock',
      clock.kind === 'performance counter'
        ? `${clock.kind}, ${numberText(clock.frequency)} a second`
        : clock.kind,
    ),
    row(
      'Time zone',
      `UTC${biasText(zone.biasMinutes)} without daylight saving${zone.name === '' ? '' : ` (${shown(zone.name)})`}`,
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
  const size = header === undefined ? '' : ` of ${byteText(header.bufferBytes)}`
  const stated =
    header !== undefined && buffers.stated !== buffers.found
      ? `, ${numberText(buffers.stated)} in the header`
      : ''
  return `${numberText(buffers.found)}${size}${stated}`
}

function lossText({ lost, buffers: { marked } }: EtlSessionInfo): string {
  const parts = present([
    lost.events > 0 ? plural(lost.events, 'event') : undefined,
    lost.buffers > 0 ? plural(lost.buffers, 'buffer') : undefined,
    marked.eventsLost > 0 ? `events before ${plural(marked.eventsLost, 'buffer')}` : undefined,
    marked.buffersLost > 0 ? `buffers before ${plural(marked.buffersLost, 'buffer')}` : undefined,
  ])
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

const compressionText = ({ compression, buffers }: EtlSessionInfo): string =>
  `${compression}, ${plural(buffers.compressed, 'buffer')}, ${byteText(buffers.bytes)} for ${byteText(buffers.unpackedBytes)}`

const clientText = ({ client }: EtlSessionInfo): string =>
  client.found
    ? `of the Skype for Business client: ${client.signs.map(shown).join(', ')}`
    : 'no name of the Skype for Business client in session, log file and providers'

const counts = (by: Readonly<Record<string, number>>, name: (key: string) => string): string =>
  Object.entries(by)
    .map(([key, count]) => `${name(key)}: ${numberText(count)}`)
    .join(' · ')

/** `2026-03-27 03:57:01.6446356`. */
const timeText = (iso: string): string => iso.replace('T', ' ').replace('Z', '')

/** Windows counts minutes west of UTC. */
function biasText(minutes: number): string {
  const size = Math.abs(minutes)
  return `${minutes > 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`
}
