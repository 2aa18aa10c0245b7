import { present } from '../model/defined.ts'
import type { Journey, JourneyStage } from '../model/journey.ts'
import type { TextAttribute } from '../terminal/layout.ts'
import { type Line, lineWidth, span } from './span.ts'

/** Each stage in one word, for a row of the list. */
const SHORT_STAGE_LABELS: Readonly<Record<JourneyStage, string>> = {
  sent: 'sent',
  'recipient-offline': '480',
  spooled: 'spooled',
  'picked-up': 'picked',
  'ews-answered': 'EWS',
  gone: 'gone',
  stuck: 'stuck',
  reached: 'reached',
}

export const STAGE_LABELS: Readonly<Record<JourneyStage, string>> = {
  ...SHORT_STAGE_LABELS,
  'recipient-offline': 'recipient offline (480)',
  'picked-up': 'picked up',
  'ews-answered': 'EWS answered',
}

export const stageStyle = (stage: JourneyStage): readonly TextAttribute[] =>
  stage === 'stuck' ? ['bold', 'red'] : stage === 'gone' || stage === 'reached' ? ['green'] : []

/** When the first step happened, in milliseconds UTC; 0 without any step. */
export const startTimeOf = ({ steps }: Journey): number => steps[0]?.at ?? 0

export const lastStageOf = ({ steps }: Journey): JourneyStage | undefined => steps.at(-1)?.stage

/** Steps of the same stage in a row count as one. */
interface StageGroup {
  readonly stage: JourneyStage
  readonly inferred: boolean
  readonly count: number
}

/**
 * Draws the stages as `sent─480~spooled─stuck`: a wave marks a step that was inferred from its time
 * alone, and `EWS×3` three steps in a row. Where not all fit into `width` cells, earlier stages
 * become an ellipsis; the last stage is always complete.
 */
export function stagesLine({ steps }: Journey, width: number): Line {
  const groups = groupStages(steps)
  const all = joinGroups(groups, undefined)
  if (lineWidth(all) <= width || groups.length <= 1) return all
  // The first stage says the least, so the latest ones are kept.
  for (let count = groups.length - 1; count >= 1; count--) {
    const line = joinGroups(groups.slice(-count), '…')
    if (lineWidth(line) <= width) return line
  }
  return joinGroups(groups.slice(-1), undefined)
}

function groupStages(steps: Journey['steps']): readonly StageGroup[] {
  const groups: StageGroup[] = []
  for (const { stage, inferred } of steps) {
    const last = groups.at(-1)
    if (last?.stage === stage) groups[groups.length - 1] = { ...last, count: last.count + 1 }
    else groups.push({ stage, inferred, count: 1 })
  }
  return groups
}

const joinGroups = (groups: readonly StageGroup[], before: string | undefined): Line => [
  ...present([before === undefined ? undefined : span(before, 'dim')]),
  ...groups.flatMap(({ stage, inferred, count }, index) => {
    const label = SHORT_STAGE_LABELS[stage]
    return present([
      index === 0 && before === undefined ? undefined : span(inferred ? '~' : '─', 'dim'),
      span(count === 1 ? label : `${label}×${count}`, ...stageStyle(stage)),
    ])
  }),
]
