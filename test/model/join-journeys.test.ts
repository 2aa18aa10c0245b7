import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '../../src/model/duration.ts'
import { joinJourneys } from '../../src/model/join-journeys.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { EwsExchange, OfflineMessage, SpooledOnce } from '../../src/model/offline-trail.ts'
import { NOON, source } from '../support/observations.ts'

const LIMIT = minutes(2)
const message = (callId: string, offlineAt: number, user = 'kim@contoso.example'): OfflineMessage => ({
  ...{ callId, offlineAt, user, recipient: 'lee@contoso.example', source },
  ...{ sentAt: offlineAt - 260, sentSource: source },
})
const item = (key: string, since: number, more: Partial<SpooledOnce> = {}): SpooledOnce => ({
  ...{ key, name: `${key}.hist`, since, user: 'kim@contoso.example', source },
  ...more,
})
const exchange = (at: number, code?: string, user?: string): EwsExchange => ({
  ...{ at, source },
  ...(code === undefined ? {} : { code }),
  ...(user === undefined ? {} : { user }),
})
const stages = ({ steps }: Journey) => steps.map(({ stage, inferred }) => (inferred ? `${stage}?` : stage))

describe('the way of an offline message', () => {
  it('is told from being sent to its end, what is joined by time alone being marked', () => {
    const [journey, ...more] = joinJourneys(
      {
        messages: [message('a', NOON)],
        items: [item('1', NOON + 300, { goneAt: NOON + seconds(5) })],
        exchanges: [exchange(NOON + 400), exchange(NOON + seconds(4), 'NoError')],
      },
      NOON + minutes(5),
      LIMIT,
    )
    expect(more).toEqual([])
    expect(journey && stages(journey)).toEqual(['sent', 'recipient-offline', 'spooled?', 'picked-up?', 'ews-answered?', 'gone'])
    expect(journey).toMatchObject({ key: 'a', user: 'kim@contoso.example', recipient: 'lee@contoso.example' })
  })

  it('ends where the evidence does', () => {
    const ways = (items: SpooledOnce[], now: number) =>
      joinJourneys({ messages: [message('a', NOON)], items, exchanges: [] }, now, LIMIT).map(stages)
    expect(ways([], NOON + 1)).toEqual([['sent', 'recipient-offline']])
    expect(ways([item('1', NOON)], NOON + LIMIT)).toEqual([['sent', 'recipient-offline', 'spooled?']])
    expect(ways([item('1', NOON)], NOON + LIMIT + 1)).toEqual([['sent', 'recipient-offline', 'spooled?', 'stuck']])
  })

  it('is never joined to an item of another user, or from before it, or from long after', () => {
    const others = [
      item('theirs', NOON + 300, { user: 'ada@contoso.example' }),
      item('earlier', NOON - minutes(1)),
      item('later', NOON + minutes(1)),
    ]
    const journeys = joinJourneys({ messages: [message('a', NOON)], items: others, exchanges: [] }, NOON + minutes(1), LIMIT)
    expect(journeys.find(({ key }) => key === 'a')?.steps).toHaveLength(2)
    expect(journeys.map(({ key }) => key).sort()).toEqual(['a', 'earlier', 'later', 'theirs'])
  })

  it('is not joined to an answer given to another user', () => {
    const asked = [exchange(NOON + seconds(1), 'ErrorServerBusy', 'ada@contoso.example')]
    const [journey] = joinJourneys({ messages: [], items: [item('1', NOON)], exchanges: asked }, NOON + minutes(1), LIMIT)
    expect(journey && stages(journey)).toEqual(['spooled'])
  })

  it('is kept apart from the others’ when conversations interleave, in the order of their times', () => {
    const journeys = joinJourneys(
      {
        messages: [message('b', NOON + seconds(2)), message('a', NOON)],
        items: [item('2', NOON + seconds(2)), item('1', NOON + 300)],
        exchanges: [],
      },
      NOON + seconds(10),
      LIMIT,
    )
    expect(journeys.map(({ key, steps }) => [key, steps.at(-1)?.text])).toEqual([
      ['a', 'Spooled as 1.hist'],
      ['b', 'Spooled as 2.hist'],
    ])
  })
})

it('whatever comes in whatever order: each item and message has one way, each answer one place, steps are in order, users are never mixed', () => {
  const users = fc.constantFrom('kim@contoso.example', 'ada@contoso.example')
  const when = fc.integer({ min: 0, max: minutes(5) }).map((after) => NOON + after)
  const trail = fc.record({
    messages: fc.uniqueArray(fc.tuple(fc.nat(30), when, users), { selector: ([id]) => id, maxLength: 8 }),
    items: fc.uniqueArray(fc.tuple(fc.nat(30), when, users, fc.option(fc.nat(minutes(3)))), {
      selector: ([id]) => id,
      maxLength: 8,
    }),
    exchanges: fc.array(fc.tuple(when, fc.option(fc.constantFrom('NoError', 'ErrorServerBusy')), fc.option(users)), {
      maxLength: 8,
    }),
  })
  fc.assert(
    fc.property(trail, (made) => {
      const messages = made.messages.map(([id, at, user]) => message(`m${id}`, at, user))
      const items = made.items.map(([id, since, user, stay]) =>
        item(`i${id}`, since, { user, ...(stay === null ? {} : { goneAt: since + stay }) }),
      )
      const exchanges = made.exchanges.map(([at, code, user], index) => ({
        ...exchange(at, code ?? undefined, user ?? undefined),
        source: { path: 'ews', line: index },
      }))
      const journeys = joinJourneys({ messages, items, exchanges }, NOON + minutes(9), LIMIT)
      const told = journeys.flatMap(({ steps }) => steps)
      expect(told.filter(({ stage }) => stage === 'spooled')).toHaveLength(items.length)
      expect(told.filter(({ stage }) => stage === 'recipient-offline')).toHaveLength(messages.length)
      const lines = told.filter(({ source: { path } }) => path === 'ews').map(({ source: { line } }) => line)
      expect(new Set(lines).size).toBe(lines.length)
      for (const { user, steps } of journeys) {
        for (const [index, step] of steps.entries()) {
          // An item may carry a time a little before the answer in the log.
          expect(step.at).toBeGreaterThanOrEqual((steps[index - 1]?.at ?? 0) - seconds(2))
          if (step.source.path === 'ews') {
            const asked = exchanges[step.source.line ?? 0]?.user
            expect([undefined, user]).toContain(asked)
          }
        }
      }
    }),
    { seed: 20_160_614, numRuns: 500 },
  )
})
