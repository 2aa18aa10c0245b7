import type { Engine } from './engine.ts'
import { messageTrail } from './evidence/message-trail.ts'
import { signIns } from './evidence/sign-ins.ts'
import { spool } from './evidence/spool.ts'
import { spooledOnce } from './evidence/spooled-once.ts'
import { joinJourneys } from './model/join-journeys.ts'
import type { Journey, JourneyReport } from './model/journey.ts'
import { isoTime } from './model/moment.ts'
import type { OfflineTrail, SpooledOnce } from './model/offline-trail.ts'

/** Of one case, in its report. */
const MOST = 200
/** Oldest first: what waits longest is told. */
const MOST_ITEMS = 500

export interface CaseJourneys {
  readonly journeys: readonly JourneyReport[]
  /** Earlier ones, which are not listed. */
  readonly omitted: number
}

/** What the engine has heard of offline messages, with these items: what journeys are made of, in a report and on the dashboard. */
export function trailOf(engine: Engine, items: readonly SpooledOnce[]): OfflineTrail {
  return { ...engine.ask(messageTrail), items, users: [...engine.ask(signIns).users.keys()] }
}

/** The journeys of a case at `now`, milliseconds UTC. `departed`: items that were seen to leave while it was watched. */
export function caseJourneys(engine: Engine, now: number, stuckAfter: number, departed: readonly SpooledOnce[]): CaseJourneys {
  const waiting = spooledOnce(engine.ask(spool)).sort((left, right) => left.since - right.since)
  const trail = trailOf(engine, [...departed, ...waiting.slice(0, MOST_ITEMS)])
  const all = joinJourneys(trail, now, stuckAfter)
  const told = all.length > MOST ? chosen(all) : all
  const { forgotten } = engine.ask(messageTrail)
  const omitted = all.length - told.length + forgotten + Math.max(0, waiting.length - MOST_ITEMS)
  return { journeys: told.map(inReport), omitted }
}

/** Messages before items of which no message is known, for these stand in the timeline too; the latest messages, the oldest items. */
function chosen(all: readonly Journey[]): Journey[] {
  const messages = all.filter(({ steps }) => steps[0]?.stage !== 'spooled').slice(-MOST)
  const items = all.filter(({ steps }) => steps[0]?.stage === 'spooled').slice(0, MOST - messages.length)
  const told = new Set([...messages, ...items])
  return all.filter((journey) => told.has(journey))
}

const inReport = ({ steps, ...journey }: Journey): JourneyReport => ({
  ...journey,
  steps: steps.map((step) => ({ ...step, at: isoTime(step.at) })),
})
