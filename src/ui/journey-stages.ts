import type { Journey, JourneyStage } from '../model/journey.ts'
import type { TextAttribute } from '../terminal/layout.ts'

/** Each stage in one word, for a row of the list. */
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

/** When the first step happened, in milliseconds UTC; 0 without any step. */
export const startTimeOf = ({ steps }: Journey): number => steps[0]?.at ?? 0

export const lastStageOf = ({ steps }: Journey): JourneyStage | undefined => steps.at(-1)?.stage
