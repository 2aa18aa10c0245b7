import type { Journey, JourneyStage } from '../model/journey.ts'
import type { Style } from '../terminal/layout.ts'

/** Each stage in a word; the last one that is seen says how it stands. */
export const STAGES: Readonly<Record<JourneyStage, string>> = {
  sent: 'sent',
  'recipient-offline': '480',
  spooled: 'spooled',
  'picked-up': 'picked',
  'ews-answered': 'EWS',
  gone: 'gone',
  stuck: 'stuck',
  reached: 'reached',
}

export const SAID: Readonly<Record<JourneyStage, string>> = {
  ...STAGES,
  'recipient-offline': 'recipient offline (480)',
  'picked-up': 'picked up',
  'ews-answered': 'EWS answered',
}

export const stageStyle = (stage: JourneyStage): readonly Style[] =>
  stage === 'stuck' ? ['bold', 'red'] : stage === 'gone' || stage === 'reached' ? ['green'] : []

export const startOf = ({ steps }: Journey): number => steps[0]?.at ?? 0

export const reachedBy = ({ steps }: Journey): JourneyStage | undefined => steps.at(-1)?.stage
