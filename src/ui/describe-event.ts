import { formatBytes, formatCount, formatDuration } from '../model/duration.ts'
import { formatTimeSpan, parseIsoTime } from '../model/moment.ts'
import type { WatchEvent } from '../model/watch-event.ts'
import type { TextAttribute } from '../terminal/layout.ts'

export interface EventDescription {
  /** At most 9 characters. */
  readonly tag: string
  readonly text: string
  readonly style: readonly TextAttribute[]
}

/**
 * An event in words, for a row or a sentence; whose item it is only where there are several users.
 * What comes from outside stands last where it can.
 */
export function describeEvent(
  event: WatchEvent,
  { users }: { readonly users: readonly string[] },
): EventDescription {
  const inSpool = (user: string | undefined) =>
    user === undefined || users.length < 2 ? '' : ` in the spool of ${user}`
  switch (event.event) {
    case 'watch-started':
      return dimEvent(
        'started',
        `watching ${formatCount(event.folders.length, 'folder')}, ${formatCount(event.records, 'record')} read`,
      )
    case 'watch-ended':
      return dimEvent('ended', event.reason)
    case 'spool-appeared':
      return dimEvent('spool', `there is a History Spooler${ofUser(event.user)}: ${event.folder}`)
    case 'spool-gone':
      return styledEvent(
        'spool',
        `the History Spooler${ofUser(event.user)} is gone: ${event.folder}`,
        ['yellow'],
      )
    case 'item-appeared':
      return styledEvent(
        'new',
        `${formatBytes(event.bytes)}${inSpool(event.user)}: ${event.name}`,
        ['green'],
      )
    case 'item-stuck':
      return styledEvent(
        'stuck',
        `waits ${formatDuration(event.waited)} (limit ${formatDuration(event.limit)})${inSpool(event.user)}: ${event.name}`,
        ['bold', 'red'],
      )
    case 'item-gone':
      return styledEvent(
        'gone',
        `after ${formatDuration(event.waited)}${inSpool(event.user)}: ${event.name}`,
        ['cyan'],
      )
    case 'verdict-changed':
      return event.to === 'flagged'
        ? styledEvent(
            'flagged',
            event.message,
            event.severity === 'error' ? ['bold', 'red'] : ['yellow'],
          )
        : styledEvent(
            event.to === 'not-checked' ? 'unchecked' : event.to,
            `${event.rule}: ${event.message}`,
            VERDICT_STYLES[event.to],
          )
    case 'log-started':
      return dimEvent('log', `${event.format}: ${event.path}`)
    case 'log-rotated':
      return dimEvent('rotated', `${event.path} goes on as ${event.to}`)
    case 'log-restarted':
      return styledEvent('restarted', `${event.reason}: ${event.path}`, ['yellow'])
    case 'log-ended':
      return dimEvent('log ended', event.path)
    case 'log-gap':
      return styledEvent('gap', `silent ${gapText(event.from, event.to)}: ${event.path}`, [
        'yellow',
      ])
    case 'unreadable':
      return styledEvent('locked', `${event.reason}, tried again: ${event.path}`, ['yellow'])
    case 'readable':
      return dimEvent('readable', event.path)
    case 'clock-changed':
      return styledEvent(
        'clock',
        `${event.reason === 'slept' ? 'the machine slept for' : 'set by'} ${formatDuration(event.by)}`,
        ['yellow'],
      )
    case 'report-written':
      return dimEvent('report', event.paths.join(', '))
  }
}

const VERDICT_STYLES: Readonly<
  Record<'clear' | 'not-checked' | 'crashed', readonly TextAttribute[]>
> = {
  clear: ['green'],
  'not-checked': ['dim'],
  crashed: ['bold', 'red'],
}

const styledEvent = (
  tag: string,
  text: string,
  style: readonly TextAttribute[],
): EventDescription => ({
  tag,
  text,
  style,
})
const dimEvent = (tag: string, text: string): EventDescription => styledEvent(tag, text, ['dim'])
const ofUser = (user: string | undefined): string => (user === undefined ? '' : ` of ${user}`)

function gapText(from: string, to: string): string {
  const [start, end] = [parseIsoTime(from), parseIsoTime(to)]
  return start === undefined || end === undefined ? `${from} – ${to}` : formatTimeSpan(start, end)
}
