import type { VerdictStatus } from '../model/report.ts'
import type { WatchEvent } from '../model/watch-event.ts'
import { formatEvent } from '../terminal/event-text.ts'
import type { TextAttribute } from '../terminal/layout.ts'

export interface EventDescription {
  /** A short name of the kind of event, at most 9 characters. */
  readonly tag: string
  readonly text: string
  readonly style: readonly TextAttribute[]
}

/** Describes an event for a row or a sentence. Names users only if several are watched. */
export function describeEvent(
  event: WatchEvent,
  { users }: { readonly users: readonly string[] },
): EventDescription {
  const text = formatEvent(event, { showUser: users.length > 1 })
  if (event.event !== 'verdict-changed') return { ...EVENT_TAGS[event.event], text }
  if (event.to === 'flagged')
    return {
      tag: 'flagged',
      text,
      style: event.severity === 'error' ? ['bold', 'red'] : ['yellow'],
    }
  return { ...VERDICT_TAGS[event.to], text }
}

type Tag = Pick<EventDescription, 'tag' | 'style'>

const VERDICT_TAGS: Readonly<Record<Exclude<VerdictStatus, 'flagged'>, Tag>> = {
  clear: { tag: 'clear', style: ['green'] },
  'not-checked': { tag: 'unchecked', style: ['dim'] },
  crashed: { tag: 'crashed', style: ['bold', 'red'] },
}

const EVENT_TAGS: Readonly<Record<Exclude<WatchEvent['event'], 'verdict-changed'>, Tag>> = {
  'watch-started': { tag: 'started', style: ['dim'] },
  'watch-ended': { tag: 'ended', style: ['dim'] },
  'spool-appeared': { tag: 'spool', style: ['dim'] },
  'spool-gone': { tag: 'spool', style: ['yellow'] },
  'item-appeared': { tag: 'new', style: ['green'] },
  'item-stuck': { tag: 'stuck', style: ['bold', 'red'] },
  'item-gone': { tag: 'gone', style: ['cyan'] },
  'log-started': { tag: 'log', style: ['dim'] },
  'log-rotated': { tag: 'rotated', style: ['dim'] },
  'log-restarted': { tag: 'restarted', style: ['yellow'] },
  'log-ended': { tag: 'log ended', style: ['dim'] },
  'log-lost': { tag: 'log lost', style: ['yellow'] },
  'log-gap': { tag: 'gap', style: ['yellow'] },
  unreadable: { tag: 'locked', style: ['yellow'] },
  readable: { tag: 'readable', style: ['dim'] },
  'clock-changed': { tag: 'clock', style: ['yellow'] },
  'report-written': { tag: 'report', style: ['dim'] },
}
