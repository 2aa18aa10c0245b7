import { messageTrail } from '../evidence/message-trail.ts'
import { signIns } from '../evidence/sign-ins.ts'
import { spool } from '../evidence/spool.ts'
import { spooledItemHistories } from '../evidence/spooled-item-histories.ts'
import { joinJourneys } from '../journeys/join-journeys.ts'
import type { OfflineTrail, SpooledItemHistory } from '../journeys/offline-trail.ts'
import type { Journey, JourneyReport } from '../model/journey.ts'
import { toIsoTime } from '../model/moment.ts'
import type { Engine } from './engine.ts'

/** Messages of one case in its report: the latest. */
const MOST_MESSAGES = 100
/** Items of which no message is known, for these stand in the timeline too: the oldest. */
const MOST_ALONE = 50
/** Items that are joined to messages, oldest first. */
const MOST_ITEMS = 1000

export interface CaseJourneys {
  readonly journeys: readonly JourneyReport[]
  /** Those that are not listed. */
  readonly omitted: number
}

/**
 * What the engine has heard of offline messages, with these items: what journeys are made of, in a
 * report and on the dashboard.
 */
export function buildOfflineTrail(
  engine: Engine,
  items: readonly SpooledItemHistory[],
): OfflineTrail {
  return {
    ...engine.resultOf(messageTrail),
    items,
    users: [...engine.resultOf(signIns).latestByUser.keys()],
  }
}

/**
 * The journeys of a case at `now`, milliseconds UTC. `departed`: items that were seen to leave
 * while it was watched.
 */
export function buildCaseJourneys(
  engine: Engine,
  now: number,
  stuckAfter: number,
  departed: readonly SpooledItemHistory[],
): CaseJourneys {
  const spools = engine.resultOf(spool)
  const items = spooledItemHistories(spools).sort((left, right) => left.since - right.since)
  const all = joinJourneys(
    buildOfflineTrail(engine, [...departed, ...items.slice(0, MOST_ITEMS)]),
    now,
    stuckAfter,
  )
  const told = new Set([
    ...all.filter((journey) => !isAlone(journey)).slice(-MOST_MESSAGES),
    ...all.filter(isAlone).slice(0, MOST_ALONE),
  ])
  const { droppedMessageCount: forgotten } = engine.resultOf(messageTrail)
  const unseen = spools.reduce(
    (sum, { current }) => sum + current.itemCount - current.oldest.length,
    0,
  )
  return {
    journeys: all.filter((journey) => told.has(journey)).map(inReport),
    omitted: all.length - told.size + forgotten + unseen + Math.max(0, items.length - MOST_ITEMS),
  }
}

const isAlone = ({ steps }: Journey): boolean => steps[0]?.stage === 'spooled'

const inReport = ({ steps, ...journey }: Journey): JourneyReport => ({
  ...journey,
  steps: steps.map((step) => ({ ...step, at: toIsoTime(step.at) })),
})
