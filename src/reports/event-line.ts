import { formatBytes, formatCount, formatDuration } from '../model/duration.ts'
import { toPrintable } from '../model/printable.ts'
import type { WatchEvent } from '../model/watch-event.ts'

type Words = {
  readonly [Kind in WatchEvent['event']]: (event: Extract<WatchEvent, { event: Kind }>) => string
}

const whose = (user: string | undefined): string => (user === undefined ? '' : ` of ${user}`)

const WORDS: Words = {
  'watch-started': ({ folders, inputs, records }) =>
    `Watching ${folders.join(', ')}: ${formatCount(inputs, 'input')} with ${formatCount(records, 'record')} read so far`,
  'spool-appeared': ({ folder }) => `There is a History Spooler: ${folder}`,
  'spool-gone': ({ folder }) => `The History Spooler is gone: ${folder}`,
  'item-appeared': ({ name, user, bytes }) =>
    `Spooled: ${name}${whose(user)}, ${formatBytes(bytes)}`,
  'item-stuck': ({ name, user, waited, limit }) =>
    `STUCK: ${name}${whose(user)} waits for ${formatDuration(waited)} (limit ${formatDuration(limit)})`,
  'item-gone': ({ name, user, waited }) =>
    `Gone: ${name}${whose(user)}, after ${formatDuration(waited)}`,
  'verdict-changed': ({ rule, from, to, message }) => `${rule}: ${from} → ${to}. ${message}`,
  'log-started': ({ path, format }) => `Following ${path} (${format})`,
  'log-rotated': ({ path, to }) => `${path} goes on as ${to}`,
  'log-restarted': ({ path, reason }) => `${path} was ${reason}: read from its start`,
  'log-ended': ({ path }) => `${path} is gone`,
  'log-gap': ({ path, from, to }) =>
    `${path} was silent for ${formatDuration(Date.parse(to) - Date.parse(from))}, from ${from} to ${to}`,
  unreadable: ({ path, reason }) => `Cannot read ${path} for now: ${reason}`,
  readable: ({ path }) => `${path} can be read again`,
  'clock-changed': ({ by, reason }) =>
    reason === 'slept'
      ? `The machine slept for ${formatDuration(by)}: waiting is counted without it`
      : `The clock was set ${by < 0 ? 'back' : 'forward'} by ${formatDuration(Math.abs(by))}: waiting is counted without it`,
  'report-written': ({ paths }) => `Report written to ${paths.join(' and ')}`,
  'watch-ended': ({ reason }) => `Ended: ${reason}`,
}

/** An event in words, safe to show. */
const eventText = (event: WatchEvent): string =>
  toPrintable((WORDS[event.event] as (event: WatchEvent) => string)(event))

/** One line of `watch --plain`. */
export const formatEventLine = (event: WatchEvent): string =>
  `${event.at}  ${event.event.padEnd(15)}  ${eventText(event)}\n`
