import { parseIsoTime } from '../model/moment.ts'
import { rowTime } from './clock-text.ts'
import { describeEvent } from './describe-event.ts'
import { listLines, type PaneBody, type PaneInput } from './list-lines.ts'
import { blank, cell, span } from './span.ts'

const TAG_WIDTH = 9

/** Draws the events, the latest last. The list follows new events until one is selected. */
export function eventsPane(input: PaneInput): PaneBody {
  return listLines(
    'events',
    input,
    ({ entry }, width) => {
      const { tag, text, style } = describeEvent(entry, input.view)
      const at = parseIsoTime(entry.at) ?? input.view.now
      return [
        ...rowTime(at, input.view, width),
        ...cell(tag, TAG_WIDTH, ...style),
        blank(1),
        span(text),
      ]
    },
    'Nothing has happened yet.',
  )
}
