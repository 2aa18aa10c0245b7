import { parseIsoTime } from '../model/moment.ts'
import { clockText } from './clock-text.ts'
import { describeEvent } from './describe-event.ts'
import { listLines, type PaneInput } from './list-lines.ts'
import { blank, cell, type Line, span } from './span.ts'

const TAG_WIDTH = 9

/** Draws the events, the latest last. The list follows new events until one is selected. */
export function eventsPane(input: PaneInput): readonly Line[] {
  return listLines(
    'events',
    input,
    ({ entry }) => {
      const { tag, text, style } = describeEvent(entry, input.view)
      const time = clockText(parseIsoTime(entry.at) ?? input.view.now, input.view.now)
      return [span(time, 'dim'), blank(2), ...cell(tag, TAG_WIDTH, ...style), blank(1), span(text)]
    },
    'Nothing has happened yet.',
  )
}
