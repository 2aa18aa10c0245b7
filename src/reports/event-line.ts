import { formatBytes, formatCount, formatDuration } from '../model/duration.ts'
import { toPrintable } from '../model/printable.ts'
import type { WatchEvent } from '../model/watch-event.ts'

type EventTexts = {
  readonly [Kind in WatchEvent['event']]: (event: Extract<WatchEvent, { event: Kind }>) => string
}

const ofUser = (user: string | undefined): string => (user === undefined ? '' : ` of ${user}`)

const EVENT_TEXTS: EventTexts = {
  'watch-started': ({ folders, inputs, records }) =>
    `Watching ${folders.join(', ')}: ${formatCount(inputs, 'input')} with ` +
    `${formatCount(records, 'record')} read so far`,
  'spool-appeared': ({ folder }) => `History Spooler found: ${folder}`,
  'spool-gone': ({ folder }) => `The History Spooler is gone: ${folder}`,
  'item-appeared': ({ name, user, bytes }) =>
    `Spooled: ${name}${ofUser(user)}, ${formatBytes(bytes)}`,
  'item-stuck': ({ name, user, waited, limit }) =>
    `STUCK: ${name}${ofUser(user)} for ${formatDuration(waited)} (limit ${formatDuration(limit)})`,
  'item-gone': ({ name, user, waited }) =>
    `Gone: ${name}${ofUser(user)}, after ${formatDuration(waited)}`,
  'verdict-changed': ({ rule, from, to, message }) => `${rule}: ${from} → ${to}. ${message}`,
  'log-started': ({ path, format }) => `Following ${path} (${format})`,
  'log-rotated': ({ path, to }) => `${path} continues as ${to}`,
  'log-restarted': ({ path, reason }) => `${path} was ${reason}: reading it from its start`,
  'log-ended': ({ path }) => `${path} is gone`,
  'log-gap': ({ path, from, to }) => {
    const silence = formatDuration(Date.parse(to) - Date.parse(from))
    return `${path} has no records for ${silence}, from ${from} to ${to}`
  },
  unreadable: ({ path, reason }) => `Cannot read ${path} for now: ${reason}`,
  readable: ({ path }) => `${path} can be read again`,
  'clock-changed': ({ by, reason }) => {
    const duration = formatDuration(Math.abs(by))
    const change =
      reason === 'slept'
        ? `The machine slept for ${duration}`
        : `The clock was set ${by < 0 ? 'back' : 'forward'} by ${duration}`
    return `${change}: waiting times do not include this`
  },
  'report-written': ({ paths }) => `Report written to ${paths.join(' and ')}`,
  'watch-ended': ({ reason }) => `Ended: ${reason}`,
}

const eventText = (event: WatchEvent): string =>
  toPrintable((EVENT_TEXTS[event.event] as (event: WatchEvent) => string)(event))

/** Formats an event as one line of `watch --plain`, safe to print. */
export const formatEventLine = (event: WatchEvent): string =>
  `${event.at}  ${event.event.padEnd(15)}  ${eventText(event)}\n`
