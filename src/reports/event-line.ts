import type { WatchEvent } from '../model/watch-event.ts'
import { formatEvent } from '../terminal/event-text.ts'
import { type TerminalText, terminal } from '../terminal/terminal-text.ts'

const KIND_WIDTH = 15

/** Formats one line of `watch --plain`: time, kind and description, with the line end. */
export const formatEventLine = (event: WatchEvent): TerminalText =>
  terminal`${event.at}  ${event.event.padEnd(KIND_WIDTH)}  ${lineText(event)}\n`

/** A line stands alone, so a change of a verdict names the rule and both verdicts. */
const lineText = (event: WatchEvent): string =>
  event.event === 'verdict-changed'
    ? `${event.rule}: ${event.from} → ${event.to}. ${event.message}`
    : formatEvent(event, { showUser: true })
