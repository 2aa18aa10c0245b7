import type { Journey, JourneyStage } from '../model/journey.ts'
import type { TextAttribute } from '../terminal/layout.ts'

/** Each stage in a word; the last one that is seen says how it stands. */
export const SHORT_STAGE_LABELS: Readonly<Record<JourneyStage, string>> = {
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

export const startTimeOf = ({ steps }: Journey): number => steps[0]?.at ?? 0

export const lastStageOf = ({ steps }: Journey): JourneyStage | undefined => steps.at(-1)?.stage
