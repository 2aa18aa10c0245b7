import { present } from '../model/defined.ts'
import type { Journey } from '../model/journey.ts'
import type { LiveView } from '../model/live-view.ts'
import { clockText } from './clock-text.ts'
import { reachedBy, STAGES, stageStyle, startOf } from './journey-words.ts'
import { listLines, type PaneInput } from './list-lines.ts'
import { blank, cell, fitted, type Line, span } from './span.ts'

/** As long as the whole way. */
const WAY = 'sent─480─spooled─picked─EWS─gone'.length
const WIDE = 8 + 2 + WAY + 2 + 10

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
  const last = reachedBy(journey)
  const way =
    width >= WIDE
      ? fitted(wayOf(journey), WAY)
      : cell(last === undefined ? '' : STAGES[last], 9, ...(last ? stageStyle(last) : []))
  return [
    span(clockText(startOf(journey), now), 'dim'),
    blank(2),
    ...way,
    blank(2),
    span(`→ ${journey.recipient ?? 'unknown'}`),
  ]
}

/** `sent─480~spooled─stuck`: what a wave joins was joined by its time alone. */
const wayOf = ({ steps }: Journey): Line =>
  steps.flatMap(({ stage, inferred }, index) =>
    present([
      index === 0 ? undefined : span(inferred ? '~' : '─', 'dim'),
      span(STAGES[stage], ...stageStyle(stage)),
    ]),
  )
