import { messageTrail } from '../evidence/message-trail.ts'
import { signIns } from '../evidence/sign-ins.ts'
import { spool } from '../evidence/spool.ts'
import { spooledItemHistories } from '../evidence/spooled-item-histories.ts'
import { joinJourneys } from '../journeys/join-journeys.ts'
import type { OfflineTrail, SpooledItemHistory } from '../journeys/offline-trail.ts'
import type { Journey, JourneyReport } from '../model/journey.ts'
import { toIsoTime } from '../model/moment.ts'
import type { Engine } from './engine.ts'

/**
 * A report has to stay readable.
 * Limit: latest messages of a report.
 * Beyond: the earliest are counted.
 */
const MAX_MESSAGES = 100
/**
 * The timeline lists more of them.
 * Limit: oldest spooled items without a message of a report.
 * Beyond: newer ones are counted.
 */
const MAX_ITEMS_WITHOUT_MESSAGE = 50
/**
 * Linking compares all pairs.
 * Limit: oldest spooled items that are linked with messages.
 * Beyond: newer ones are counted.
 */
const MAX_ITEMS = 1000

export interface CaseJourneys {
  readonly journeys: readonly JourneyReport[]
  /** Number of journeys that are not listed. */
  readonly omitted: number
}

/**
 * Collects the data that journeys are built from: the observed offline messages, and the given
 * spooled items. Used for reports and the dashboard.
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
 * Builds the journeys of a case. `now` and `stuckAfter` in milliseconds. `goneItems`: items that
 * left the spool while it was watched.
 */
export function buildCaseJourneys(
  engine: Engine,
  now: number,
  stuckAfter: number,
  goneItems: readonly SpooledItemHistory[],
): CaseJourneys {
  const spools = engine.resultOf(spool)
  const items = spooledItemHistories(spools).sort((left, right) => left.since - right.since)
  const all = joinJourneys(
    buildOfflineTrail(engine, [...goneItems, ...items.slice(0, MAX_ITEMS)]),
    now,
    stuckAfter,
  )
  const listed = new Set([
    ...all.filter((journey) => !hasNoMessage(journey)).slice(-MAX_MESSAGES),
    ...all.filter(hasNoMessage).slice(0, MAX_ITEMS_WITHOUT_MESSAGE),
  ])
  const { droppedMessageCount } = engine.resultOf(messageTrail)
  const unlistedItems = spools.reduce(
    (sum, { current }) => sum + current.itemCount - current.oldest.length,
    0,
  )
  return {
    journeys: all.filter((journey) => listed.has(journey)).map(toJourneyReport),
    omitted:
      all.length -
      listed.size +
      droppedMessageCount +
      unlistedItems +
      Math.max(0, items.length - MAX_ITEMS),
  }
}

const hasNoMessage = ({ steps }: Journey): boolean => steps[0]?.stage === 'spooled'

const toJourneyReport = ({ steps, ...journey }: Journey): JourneyReport => ({
  ...journey,
  steps: steps.map((step) => ({ ...step, at: toIsoTime(step.at) })),
})
