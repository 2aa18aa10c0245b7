import { parseIsoTime } from '../model/moment.ts'
import { clockText } from './clock-text.ts'
import { describeEvent } from './describe-event.ts'
import { listLines, type PaneInput } from './list-lines.ts'
import { blank, cell, type Line, span } from './span.ts'

/** What was noticed, the latest last; unless something in it is selected it goes on by itself. */
export function eventsPane(input: PaneInput): readonly Line[] {
  return listLines(
    'events',
    input,
    ({ entry }) => {
      const { tag, text, style } = describeEvent(entry, input.view)
      const time = clockText(parseIsoTime(entry.at) ?? input.view.now, input.view.now)
      return [span(time, 'dim'), blank(2), ...cell(tag, 9, ...style), blank(1), span(text)]
    },
    'Nothing has happened yet.',
  )
}
