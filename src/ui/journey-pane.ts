import { present } from '../model/defined.ts'
import type { Journey } from '../model/journey.ts'
import type { LiveView } from '../model/live-view.ts'
import { clockText } from './clock-text.ts'
import { lastStageOf, SHORT_STAGE_LABELS, stageStyle, startTimeOf } from './journey-stages.ts'
import { listLines, type PaneInput } from './list-lines.ts'
import { blank, cell, fitLine, type Line, span } from './span.ts'

/** As long as the whole way. */
const STAGES_WIDTH = 'sent─480─spooled─picked─EWS─gone'.length
const WIDE_COLUMNS = 8 + 2 + STAGES_WIDTH + 2 + 10

/** Each offline message and how far it came. */
export function journeyPane(input: PaneInput): readonly Line[] {
  const nothing = 'No offline message has been seen yet.'
  return listLines(
    'journey',
    input,
    ({ entry }, width) => journeyLine(entry, input.view, width),
    nothing,
  )
}

function journeyLine(journey: Journey, { now }: LiveView, width: number): Line {
  const last = lastStageOf(journey)
  const way =
    width >= WIDE_COLUMNS
      ? fitLine(stagesLine(journey), STAGES_WIDTH)
      : cell(
          last === undefined ? '' : SHORT_STAGE_LABELS[last],
          9,
          ...(last ? stageStyle(last) : []),
        )
  return [
    span(clockText(startTimeOf(journey), now), 'dim'),
    blank(2),
    ...way,
    blank(2),
    span(`→ ${journey.recipient ?? 'unknown'}`),
  ]
}

/** `sent─480~spooled─stuck`: what a wave joins was joined by its time alone. */
const stagesLine = ({ steps }: Journey): Line =>
  steps.flatMap(({ stage, inferred }, index) =>
    present([
      index === 0 ? undefined : span(inferred ? '~' : '─', 'dim'),
      span(SHORT_STAGE_LABELS[stage], ...stageStyle(stage)),
    ]),
  )
