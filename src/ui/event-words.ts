import { byteText, durationText, plural } from '../model/duration.ts'
import { parseIsoTime, spanText } from '../model/moment.ts'
import type { WatchEvent } from '../model/watch-event.ts'
import type { Style } from '../terminal/layout.ts'

export interface EventWords {
  /** At most 9 characters. */
  readonly tag: string
  readonly text: string
  readonly style: readonly Style[]
}

/**
 * An event in words, for a row or a sentence; whose item it is only where there are several users.
 * What comes from outside stands last where it can.
 */
export function eventWords(
  event: WatchEvent,
  { users }: { readonly users: readonly string[] },
): EventWords {
  const inSpool = (user: string | undefined) =>
    user === undefined || users.length < 2 ? '' : ` in the spool of ${user}`
  switch (event.event) {
    case 'watch-started':
      return calm(
        'started',
        `watching ${plural(event.folders.length, 'folder')}, ${plural(event.records, 'record')} read`,
      )
    case 'watch-ended':
      return calm('ended', event.reason)
    case 'spool-appeared':
      return calm('spool', `there is a History Spooler${of(event.user)}: ${event.folder}`)
    case 'spool-gone':
      return loud('spool', `the History Spooler${of(event.user)} is gone: ${event.folder}`, [
        'yellow',
      ])
    case 'item-appeared':
      return loud('new', `${byteText(event.bytes)}${inSpool(event.user)}: ${event.name}`, ['green'])
    case 'item-stuck':
      return loud(
        'stuck',
        `waits ${durationText(event.waited)} (limit ${durationText(event.limit)})${inSpool(event.user)}: ${event.name}`,
        ['bold', 'red'],
      )
    case 'item-gone':
      return loud(
        'gone',
        `after ${durationText(event.waited)}${inSpool(event.user)}: ${event.name}`,
        ['cyan'],
      )
    case 'verdict-changed':
      return event.to === 'flagged'
        ? loud('flagged', event.message, event.severity === 'error' ? ['bold', 'red'] : ['yellow'])
        : loud(
            event.to === 'not-checked' ? 'unchecked' : event.to,
            `${event.rule}: ${event.message}`,
            VERDICT_STYLES[event.to],
          )
    case 'log-started':
      return calm('log', `${event.format}: ${event.path}`)
    case 'log-rotated':
      return calm('rotated', `${event.path} goes on as ${event.to}`)
    case 'log-restarted':
      return loud('restarted', `${event.reason}: ${event.path}`, ['yellow'])
    case 'log-ended':
      return calm('log ended', event.path)
    case 'log-gap':
      return loud('gap', `silent ${span(event.from, event.to)}: ${event.path}`, ['yellow'])
    case 'unreadable':
      return loud('locked', `${event.reason}, tried again: ${event.path}`, ['yellow'])
    case 'readable':
      return calm('readable', event.path)
    case 'clock-changed':
      return loud(
        'clock',
        `${event.reason === 'slept' ? 'the machine slept for' : 'set by'} ${durationText(event.by)}`,
        ['yellow'],
      )
    case 'report-written':
      return calm('report', event.paths.join(', '))
  }
}

const VERDICT_STYLES: Readonly<Record<'clear' | 'not-checked' | 'crashed', readonly Style[]>> = {
  clear: ['green'],
  'not-checked': ['dim'],
  crashed: ['bold', 'red'],
}

const loud = (tag: string, text: string, style: readonly Style[]): EventWords => ({
  tag,
  text,
  style,
})
const calm = (tag: string, text: string): EventWords => loud(tag, text, ['dim'])
const of = (user: string | undefined): string => (user === undefined ? '' : ` of ${user}`)

function span(from: string, to: string): string {
  const [start, end] = [parseIsoTime(from), parseIsoTime(to)]
  return start === undefined || end === undefined ? `${from} – ${to}` : spanText(start, end)
}
