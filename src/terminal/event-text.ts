import { formatBytes, formatCount, formatDuration } from '../model/duration.ts'
import { formatTimeSpan, parseIsoTime } from '../model/moment.ts'
import type { WatchEvent } from '../model/watch-event.ts'

interface EventTextOptions {
  /** Names the user of an item. Pass false if all items belong to the same user. */
  readonly showUser: boolean
}

/**
 * Describes a watch event in words, without its kind and its time: both are shown beside it. Names
 * and paths come last where possible, so that cutting the text cuts them. The text holds
 * characters from the evidence as they are: make it safe before you show it.
 */
export function formatEvent(event: WatchEvent, { showUser }: EventTextOptions): string {
  const inSpool = (user: string | undefined) =>
    user === undefined || !showUser ? '' : ` in the spool of ${user}`
  switch (event.event) {
    case 'watch-started': {
      const inputs = formatCount(event.inputs, 'input')
      const records = formatCount(event.records, 'record')
      return `${inputs}, ${records} read, watching ${event.folders.join(', ')}`
    }
    case 'watch-ended':
      return event.reason
    case 'spool-appeared':
      return `History Spooler found${ofUser(event.user)}: ${event.folder}`
    case 'spool-gone':
      return `History Spooler gone${ofUser(event.user)}: ${event.folder}`
    case 'item-appeared':
      return `${formatBytes(event.bytes)}${inSpool(event.user)}: ${event.name}`
    case 'item-stuck': {
      const waited = `after ${formatDuration(event.waited)}`
      return `${waited} (limit ${formatDuration(event.limit)})${inSpool(event.user)}: ${event.name}`
    }
    case 'item-gone':
      return `after ${formatDuration(event.waited)}${inSpool(event.user)}: ${event.name}`
    case 'verdict-changed':
      return event.to === 'flagged' ? event.message : `${event.rule}: ${event.message}`
    case 'log-started':
      return `${event.format}: ${event.path}`
    case 'log-rotated':
      return `${event.path} renamed to ${event.to}`
    case 'log-restarted':
      return `${event.reason}, reading from the start: ${event.path}`
    case 'log-lost':
      return `${formatCount(event.files, 'file')} deleted before reading began: ${event.path}`
    case 'log-gap':
      return `silent ${gapText(event.from, event.to)}: ${event.path}`
    case 'unreadable':
      return `${event.reason}, retrying: ${event.path}`
    case 'log-ended':
    case 'readable':
      return event.path
    case 'clock-changed':
      return clockChangeText(event.reason, event.by)
    case 'report-written':
      return event.paths.join(', ')
  }
}

const ofUser = (user: string | undefined): string => (user === undefined ? '' : ` for ${user}`)

/** Formats the span between two ISO times; returns them as given if they cannot be parsed. */
function gapText(from: string, to: string): string {
  const [start, end] = [parseIsoTime(from), parseIsoTime(to)]
  return start === undefined || end === undefined ? `${from} – ${to}` : formatTimeSpan(start, end)
}

function clockChangeText(reason: 'set' | 'slept', by: number): string {
  const change =
    reason === 'slept'
      ? `the machine slept for ${formatDuration(by)}`
      : `set ${by < 0 ? 'back' : 'forward'} by ${formatDuration(Math.abs(by))}`
  return `${change}, not counted as waiting time`
}
