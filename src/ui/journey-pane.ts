import type { Journey } from '../model/journey.ts'
import type { LiveView } from '../model/live-view.ts'
import { rowTime } from './clock-text.ts'
import { stagesLine, startTimeOf } from './journey-stages.ts'
import { listLines, type PaneBody, type PaneInput } from './list-lines.ts'
import { blank, fitLine, type Line, lineWidth, span } from './span.ts'

/** Cells of `sent─480~spooled─picked─EWS─stuck`, and of the recipient. */
const [STAGES_WIDTH, RECIPIENT_WIDTH] = [33, 22]
/** Cells of the stages in a pane that has no room for all. */
const MIN_STAGES_WIDTH = 9

/** Draws each offline message with the stages that it has reached. */
export function journeyPane(input: PaneInput): PaneBody {
  return listLines(
    'journey',
    input,
    ({ entry }, width) => journeyLine(entry, input.view, width),
    'No offline message yet.',
  )
}

function journeyLine(journey: Journey, view: LiveView, width: number): Line {
  const time = rowTime(startTimeOf(journey), view, width)
  const room = width - lineWidth(time) - 2
  const stagesWidth = Math.min(
    Math.max(room - RECIPIENT_WIDTH, MIN_STAGES_WIDTH),
    Math.max(STAGES_WIDTH, room >> 1),
  )
  return [
    ...time,
    ...fitLine(stagesLine(journey, stagesWidth), stagesWidth),
    blank(2),
    span(`→ ${journey.recipient ?? 'unknown'}`),
  ]
}
