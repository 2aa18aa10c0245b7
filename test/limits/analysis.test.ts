import { expect } from 'vitest'
import { buildCaseJourneys } from '../../src/analysis/case-journeys.ts'
import { buildCaseTimeline } from '../../src/analysis/case-timeline.ts'
import type { Collection } from '../../src/analysis/collections/collection.ts'
import { findCollections } from '../../src/analysis/collections/find-collections.ts'
import { InputIdentity } from '../../src/analysis/collections/input-identity.ts'
import { Engine } from '../../src/analysis/engine.ts'
import { reportedEvidence } from '../../src/evidence/index.ts'
import { minutes } from '../../src/model/duration.ts'
import type { Observation } from '../../src/model/observation.ts'
import { keepsTest, limitTest } from '../support/limits/limit-test.ts'
import { inputSummary, NOON, sip, spoolFolder, spoolItem } from '../support/observations.ts'

const times = <T>(count: number, create: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => create(at))

function observe(observations: readonly Observation[]): Engine {
  const engine = new Engine({ rules: [], evidence: reportedEvidence })
  for (const observation of observations) engine.observe(observation)
  return engine
}

const timelineOf = (observations: readonly Observation[]) =>
  buildCaseTimeline(observe(observations), minutes(2), 0)

const journeysOf = (observations: readonly Observation[]) =>
  buildCaseJourneys(observe(observations), NOON + minutes(60), minutes(2), [])

const offline = (at: number) =>
  sip(
    'SIP/2.0 480 Temporarily Unavailable',
    {
      from: '<sip:kim@contoso.example>;tag=1',
      to: '<sip:lee@contoso.example>',
      'call-id': `call-${at}`,
      cseq: '1 INVITE',
    },
    { at, direction: 'received' },
  )

keepsTest('analysis/case-timeline.ts MAX_LOGS', (count) => {
  const { logs, omitted } = timelineOf(
    times(count, (at) => inputSummary({ path: `${at}.log`, to: NOON + at })),
  )
  expect(logs.some(({ path }) => path === `${count - 1}.log`)).toBe(true)
  return { kept: logs.length, left: omitted.logs ?? Number.NaN }
})

keepsTest('analysis/case-timeline.ts MAX_GAPS', (count) => {
  const gaps = times(count, (at) => ({ from: NOON + at * 1000, to: NOON + at * 1000 + at + 1 }))
  const { logs, omitted } = timelineOf([inputSummary({ gaps })])
  const listed = logs[0]?.gaps ?? []
  expect(listed.at(-1)?.from).toBe(new Date(NOON + (count - 1) * 1000).toISOString())
  return { kept: listed.length, left: omitted.gaps ?? Number.NaN }
})

keepsTest('analysis/case-timeline.ts MAX_MARKS', (count) => {
  const { marks, omitted } = timelineOf(times(count, (at) => offline(NOON + at)))
  expect(marks.at(-1)?.at).toBe(new Date(NOON + count - 1).toISOString())
  return { kept: marks.length, left: omitted.marks }
})

keepsTest('analysis/case-timeline.ts MAX_SPOOLED', (count) => {
  const { spooled, omitted } = timelineOf(times(count, (at) => spoolItem(NOON + at)))
  expect(spooled[0]?.name).toBe(`${NOON}.hist`)
  return { kept: spooled.length, left: omitted.spooled }
})

keepsTest('analysis/case-journeys.ts MAX_MESSAGES', (count) => {
  const { journeys, omitted } = journeysOf(times(count, (at) => offline(NOON + at)))
  expect(journeys.at(-1)?.key).toBe(`call-${NOON + count - 1}`)
  return { kept: journeys.length, left: omitted }
})

keepsTest('analysis/case-journeys.ts MAX_ITEMS_WITHOUT_MESSAGE', (count) => {
  const { journeys, omitted } = journeysOf(times(count, (at) => spoolItem(NOON + at)))
  expect(journeys[0]?.key).toContain(`/${NOON}.hist`)
  return { kept: journeys.length, left: omitted }
})

limitTest('analysis/case-journeys.ts MAX_ITEMS', {
  at: (value) => expect(linkedAmong(value)).toEqual({ isLinked: true, total: value }),
  // The item and the message count as two, because nothing links them.
  beyond: (value) => expect(linkedAmong(value + 1)).toEqual({ isLinked: false, total: value + 2 }),
})

/**
 * Whether a message is linked with its item, the newest of so many in two spools, and the number of
 * journeys, listed or counted.
 */
function linkedAmong(count: number) {
  const older = times(count - 1, (at) => spoolItem(NOON - minutes(60) + at))
  const { journeys, omitted } = journeysOf([
    ...older,
    spoolFolder('lee@contoso.example'),
    spoolItem(NOON, { folder: 'Other/History Spooler' }),
    offline(NOON),
  ])
  const message = journeys.find(({ key }) => key === `call-${NOON}`)
  return {
    isLinked: message?.steps.some(({ stage }) => stage === 'spooled'),
    total: journeys.length + omitted,
  }
}

/** Inputs side by side in one folder, each from another machine. */
const machines = (count: number): Collection[] =>
  times(count, (at) => {
    const identity = new InputIdentity()
    identity.observe({ ...spoolFolder(), machine: `PC-${at}` } as Observation, false)
    return {
      inputs: [{ path: `case/${at}.csv` } as Collection['inputs'][number]],
      identity,
      contents: new Map(),
      clientNames: new Set(),
    }
  })

limitTest('analysis/collections/find-collections.ts MAX_COMPARED', {
  at: (value) => expect(findCollections(machines(value))?.collections).toHaveLength(value),
  beyond: (value) =>
    expect(findCollections(machines(value + 1))).toMatchObject({
      collections: { length: 1 },
      count: value + 1,
      why: 'more than 1,000 are not compared',
    }),
})

limitTest('analysis/collections/find-collections.ts MAX_REASONS', {
  // Three machines differ in three pairs, four in six.
  at: () => expect(reasonsListed(3)).toEqual({ listed: 3, more: undefined }),
  beyond: () => expect(reasonsListed(4)).toEqual({ listed: 3, more: '3' }),
})

function reasonsListed(count: number) {
  const why = findCollections(machines(count))?.why ?? ''
  const listed = why.match(/are from different machines/g)?.length
  return { listed, more: /; and (\d+) more$/.exec(why)?.[1] }
}
