import { present } from '../model/defined.ts'
import type { Journey } from '../model/journey.ts'
import type { LiveView } from '../model/live-view.ts'
import { clockText } from './clock-text.ts'
import { lastStageOf, SHORT_STAGE_LABELS, stageStyle, startTimeOf } from './journey-stages.ts'
import { listLines, type PaneInput } from './list-lines.ts'
import { blank, cell, fitLine, type Line, span } from './span.ts'

/** Width of a complete journey. */
const STAGES_WIDTH = 'sent─480─spooled─picked─EWS─gone'.length
/** From this width on, all stages are shown beside time and recipient; below it, the last one. */
const WIDE_COLUMNS = 8 + 2 + STAGES_WIDTH + 2 + 10

/** Draws each offline message with the stages that it has reached. */
export function journeyPane(input: PaneInput): readonly Line[] {
  return listLines(
    'journey',
    input,
    ({ entry }, width) => journeyLine(entry, input.view, width),
    'No offline message yet.',
  )
}

function journeyLine(journey: Journey, { now }: LiveView, width: number): Line {
  return [
    span(clockText(startTimeOf(journey), now), 'dim'),
    blank(2),
    ...(width >= WIDE_COLUMNS
      ? fitLine(stagesLine(journey), STAGES_WIDTH)
      : lastStageCell(journey)),
    blank(2),
    span(`→ ${journey.recipient ?? 'unknown'}`),
  ]
}

function lastStageCell(journey: Journey): Line {
  const stage = lastStageOf(journey)
  return stage === undefined
    ? cell('', 9)
    : cell(SHORT_STAGE_LABELS[stage], 9, ...stageStyle(stage))
}

/** `sent─480~spooled─stuck`: a wave marks a step that was inferred from its time alone. */
const stagesLine = ({ steps }: Journey): Line =>
  steps.flatMap(({ stage, inferred }, index) =>
    present([
      index === 0 ? undefined : span(inferred ? '~' : '─', 'dim'),
      span(SHORT_STAGE_LABELS[stage], ...stageStyle(stage)),
    ]),
  )
