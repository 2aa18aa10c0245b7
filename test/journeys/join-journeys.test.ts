import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinJourneys } from '../../src/journeys/join-journeys.ts'
import type {
  EwsRecord,
  OfflineMessage,
  ResentMessage,
  SpooledItemHistory,
} from '../../src/journeys/offline-trail.ts'
import { defined } from '../../src/model/defined.ts'
import { minutes, seconds } from '../../src/model/duration.ts'
import type { Journey } from '../../src/model/journey.ts'
import { NOON, source } from '../support/observations.ts'

const LIMIT = minutes(2)
const message = (
  callId: string,
  offlineAt: number,
  user = 'kim@contoso.example',
): OfflineMessage => ({
  callId,
  offlineAt,
  user,
  recipient: 'lee@contoso.example',
  source,
  sentAt: offlineAt - 260,
  sentSource: source,
})
const item = (
  key: string,
  since: number,
  more: Partial<SpooledItemHistory> = {},
): SpooledItemHistory => ({
  key,
  name: `${key}.hist`,
  since,
  user: 'kim@contoso.example',
  source,
  ...more,
})
const exchange = (at: number, code?: string, user?: string): EwsRecord => ({
  at,
  source,
  ...defined({ code, user }),
})
const stages = ({ steps }: Journey) =>
  steps.map(({ stage, inferred }) => (inferred ? `${stage}?` : stage))

describe('the journey of an offline message', () => {
  it('includes all steps, and marks those that are joined by time alone', () => {
    const [journey, ...more] = joinJourneys(
      {
        messages: [message('a', NOON)],
        items: [item('1', NOON + 300, { goneAt: NOON + seconds(5) })],
        ewsRecords: [exchange(NOON + 400), exchange(NOON + seconds(4), 'NoError')],
      },
      NOON + minutes(5),
      LIMIT,
    )
    expect(more).toEqual([])
    expect(journey && stages(journey)).toEqual([
      'sent',
      'recipient-offline',
      'spooled?',
      'picked-up?',
      'ews-answered?',
      'gone',
    ])
    expect(journey).toMatchObject({
      key: 'a',
      user: 'kim@contoso.example',
      recipient: 'lee@contoso.example',
    })
  })

  it('ends where the evidence ends', () => {
    const ways = (items: SpooledItemHistory[], now: number) =>
      joinJourneys({ messages: [message('a', NOON)], items, ewsRecords: [] }, now, LIMIT).map(
        stages,
      )
    expect(ways([], NOON + 1)).toEqual([['sent', 'recipient-offline']])
    expect(ways([item('1', NOON)], NOON + LIMIT)).toEqual([
      ['sent', 'recipient-offline', 'spooled?'],
    ])
    expect(ways([item('1', NOON)], NOON + LIMIT + 1)).toEqual([
      ['sent', 'recipient-offline', 'spooled?', 'stuck'],
    ])
  })

  it('is never joined to an item of another user, an earlier one, or a much later one', () => {
    const others = [
      item('theirs', NOON + 300, { user: 'ada@contoso.example' }),
      item('earlier', NOON - minutes(1)),
      item('later', NOON + minutes(1)),
    ]
    const journeys = joinJourneys(
      { messages: [message('a', NOON)], items: others, ewsRecords: [] },
      NOON + minutes(1),
      LIMIT,
    )
    expect(journeys.find(({ key }) => key === 'a')?.steps).toHaveLength(2)
    expect(journeys.map(({ key }) => key).sort()).toEqual(['a', 'earlier', 'later', 'theirs'])
  })

  it('is not joined to an answer for another user', () => {
    const ewsRecords = [exchange(NOON + seconds(1), 'ErrorServerBusy', 'ada@contoso.example')]
    const [journey] = joinJourneys(
      { messages: [], items: [item('1', NOON)], ewsRecords },
      NOON + minutes(1),
      LIMIT,
    )
    expect(journey && stages(journey)).toEqual(['spooled'])
  })

  it('is separate from other journeys when conversations interleave', () => {
    const journeys = joinJourneys(
      {
        messages: [message('b', NOON + seconds(2)), message('a', NOON)],
        items: [item('2', NOON + seconds(2)), item('1', NOON + 300)],
        ewsRecords: [],
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

describe('a step joined by time alone', () => {
  it('states its window, while a step joined by a key states the key', () => {
    const [journey] = joinJourneys(
      {
        messages: [message('a', NOON)],
        items: [item('1', NOON + 300)],
        ewsRecords: [exchange(NOON + 400), exchange(NOON + seconds(4), 'ErrorServerBusy')],
      },
      NOON + minutes(5),
      LIMIT,
    )
    expect(journey?.steps.map(({ stage, by, within }) => [stage, by, within])).toEqual([
      ['sent', undefined, undefined],
      ['recipient-offline', 'call-id', undefined],
      ['spooled', 'time', seconds(30)],
      ['picked-up', 'time', minutes(2)],
      ['ews-answered', 'time', minutes(2)],
      ['stuck', 'item', undefined],
    ])
  })

  it('belongs to the nearest message, which was sent just before it', () => {
    const [first, second] = joinJourneys(
      {
        messages: [message('a', NOON), message('b', NOON + seconds(20))],
        items: [item('1', NOON + seconds(21))],
        ewsRecords: [],
      },
      NOON + seconds(30),
      LIMIT,
    )
    expect(first && stages(first)).toEqual(['sent', 'recipient-offline'])
    expect(second && stages(second)).toEqual(['sent', 'recipient-offline', 'spooled?'])
  })

  it('is not an answer of EWS after the two minutes of the client', () => {
    const ways = (answered: number) =>
      joinJourneys(
        {
          messages: [],
          items: [item('1', NOON)],
          ewsRecords: [exchange(answered, 'ErrorServerBusy')],
        },
        NOON + minutes(1),
        minutes(9),
      ).map(stages)
    expect(ways(NOON + minutes(2))).toEqual([['spooled', 'ews-answered?']])
    expect(ways(NOON + minutes(2) + 1)).toEqual([['spooled']])
  })

  it('is the answer with which an item finally left, after one that failed', () => {
    const gone = item('1', NOON, { goneAt: NOON + minutes(8) })
    const ewsRecords = [
      exchange(NOON + seconds(5), 'ErrorServerBusy'),
      exchange(NOON + minutes(8) - 200, 'NoError'),
    ]
    const [journey] = joinJourneys(
      { messages: [], items: [gone], ewsRecords },
      NOON + minutes(9),
      LIMIT,
    )
    expect(journey?.steps.map(({ text }) => text)).toEqual([
      'Spooled as 1.hist',
      'EWS answered ErrorServerBusy',
      'EWS answered NoError',
      'Left the spool after 8 min',
    ])
  })

  it('may be an answer to a message without a spooled item', () => {
    const ewsRecords = [exchange(NOON + 500), exchange(NOON + 900, 'NoError')]
    const [journey] = joinJourneys(
      { messages: [message('a', NOON)], items: [], ewsRecords },
      NOON + minutes(1),
      LIMIT,
    )
    expect(journey && stages(journey)).toEqual([
      'sent',
      'recipient-offline',
      'picked-up?',
      'ews-answered?',
    ])
  })

  it('does not exist when it could belong to several users', () => {
    const ewsRecords = [exchange(NOON + seconds(1), 'NoError')]
    const ways = (users: readonly string[]) =>
      joinJourneys(
        { messages: [], items: [item('1', NOON)], ewsRecords, users },
        NOON + minutes(1),
        LIMIT,
      ).map(stages)
    expect(ways(['kim@contoso.example'])).toEqual([['spooled', 'ews-answered?']])
    expect(ways(['kim@contoso.example', 'ada@contoso.example'])).toEqual([['spooled']])
  })
})

describe('a message resent in the same conversation', () => {
  const CONVERSATION = 'AdKCt6xl6HOex5lgSXKtavryVhRJlw=='
  const inConversation = (
    callId: string,
    offlineAt: number,
    more: Partial<OfflineMessage> = {},
  ) => ({
    ...message(callId, offlineAt),
    conversation: CONVERSATION,
    ...more,
  })
  const again = (
    callId: string,
    at: number,
    status?: number,
    more: Partial<ResentMessage> = {},
  ): ResentMessage => ({
    callId,
    at,
    source,
    conversation: CONVERSATION,
    user: 'kim@contoso.example',
    recipient: 'lee@contoso.example',
    ...(status === undefined ? {} : { answer: { at: at + 300, status, source } }),
    ...more,
  })
  const joined = (
    messages: readonly OfflineMessage[],
    sent: readonly ResentMessage[],
    items: readonly SpooledItemHistory[] = [],
  ) => joinJourneys({ messages, resent: sent, items, ewsRecords: [] }, NOON + minutes(9), LIMIT)

  it('joins the message that it repeats despite another Call-ID, until it is received', () => {
    const [journey, ...more] = joined(
      [inConversation('a', NOON)],
      [again('b', NOON + seconds(20), 200)],
    )
    expect(more).toEqual([])
    expect(journey).toMatchObject({ key: 'a', conversation: CONVERSATION })
    expect(journey?.steps.map(({ stage, by, inferred }) => [stage, by, inferred])).toEqual([
      ['sent', undefined, false],
      ['recipient-offline', 'call-id', false],
      ['sent', 'conversation-id', false],
      ['reached', 'call-id', false],
    ])
    expect(journey?.steps[2]).toMatchObject({
      text: 'Sent again in the same conversation',
      within: minutes(2),
    })
  })

  it('may be answered 480 again and then be spooled', () => {
    const messages = [inConversation('a', NOON), inConversation('b', NOON + seconds(40))]
    const [journey, ...more] = joined(messages, [], [item('1', NOON + seconds(41))])
    expect(more).toEqual([])
    expect(journey && stages(journey)).toEqual([
      'sent',
      'recipient-offline',
      'sent',
      'recipient-offline',
      'spooled?',
      'stuck',
    ])
    expect(journey?.steps[2]?.text).toBe('Sent again to lee@contoso.example')
  })

  it('is joined by Call-ID when that is the same', () => {
    const [journey, ...more] = joined([message('a', NOON), message('a', NOON + seconds(40))], [])
    expect(more).toEqual([])
    expect(journey?.steps[2]).toMatchObject({ stage: 'sent', by: 'call-id' })
  })

  it('is another message when the first one was spooled', () => {
    const messages = [inConversation('a', NOON), inConversation('b', NOON + seconds(40))]
    const journeys = joined(messages, [], [item('1', NOON + 300), item('2', NOON + seconds(41))])
    expect(journeys.map(({ key, steps }) => [key, steps.length])).toEqual([
      ['a', 4],
      ['b', 4],
    ])
  })

  it.each<[string, Partial<ResentMessage>]>([
    ['in another conversation', { conversation: 'AdKCt6xl6HOex5lgSXKtavryVhRJxx==' }],
    ['to another recipient', { recipient: 'alex@contoso.example' }],
    ['by another user', { user: 'ada@contoso.example' }],
    ['before it was known that the recipient is offline', { at: NOON - 1 }],
    ['later than two minutes after that', { at: NOON + minutes(2) + 1 }],
  ])('is not joined when it is %s', (_, more) => {
    const [journey] = joined(
      [inConversation('a', NOON)],
      [again('b', NOON + seconds(20), 200, more)],
    )
    expect(journey && stages(journey)).toEqual(['sent', 'recipient-offline'])
  })

  it('ends the journey when it reached the recipient', () => {
    const [journey] = joined(
      [inConversation('a', NOON)],
      [again('b', NOON + seconds(20), 200), again('c', NOON + seconds(30), 200)],
    )
    expect(journey?.steps).toHaveLength(4)
  })

  it('states any other answer', () => {
    const [journey] = joined([inConversation('a', NOON)], [again('b', NOON + seconds(20), 486)])
    expect(journey?.steps.at(-1)).toMatchObject({
      stage: 'sent',
      text: 'Sent again in the same conversation, answered 486',
    })
  })

  it('is joined to its own conversation when two interleave', () => {
    const other = 'BBBCt6xl6HOex5lgSXKtavryVhRJlw=='
    const journeys = joined(
      [
        inConversation('a', NOON),
        inConversation('x', NOON + 100, { conversation: other, recipient: 'alex@contoso.example' }),
      ],
      [
        again('y', NOON + seconds(5), 200, {
          conversation: other,
          recipient: 'alex@contoso.example',
        }),
        again('b', NOON + seconds(6), 200),
      ],
    )
    expect(journeys.map(({ key, steps }) => [key, steps[2]?.at])).toEqual([
      ['a', NOON + seconds(6)],
      ['x', NOON + seconds(5)],
    ])
  })
})

it('joins each entry once, in order, within one user, and independently of input order', () => {
  const users = fc.constantFrom('kim@contoso.example', 'ada@contoso.example')
  const exact = fc.integer({ min: 0, max: minutes(5) })
  // Multiples of ten seconds, so that many times are equal.
  const times = fc
    .oneof(
      exact,
      fc.integer({ min: 0, max: 30 }).map((tens) => seconds(10 * tens)),
    )
    .map((after) => NOON + after)
  const trails = fc.record({
    messages: fc.uniqueArray(fc.tuple(fc.nat(30), times, users), {
      selector: ([id]) => id,
      maxLength: 8,
    }),
    items: fc.uniqueArray(fc.tuple(fc.nat(30), times, users, fc.option(fc.nat(minutes(3)))), {
      selector: ([id]) => id,
      maxLength: 8,
    }),
    ewsRecords: fc.array(
      fc.tuple(times, fc.option(fc.constantFrom('NoError', 'ErrorServerBusy')), fc.option(users)),
      {
        maxLength: 8,
      },
    ),
  })
  fc.assert(
    fc.property(trails, (trail) => {
      const messages = trail.messages.map(([id, at, user]) => message(`m${id}`, at, user))
      const items = trail.items.map(([id, since, user, stay]) =>
        item(`i${id}`, since, {
          user,
          ...defined({ goneAt: stay === null ? undefined : since + stay }),
        }),
      )
      const ewsRecords = trail.ewsRecords.map(([at, code, user], index) => ({
        ...exchange(at, code ?? undefined, user ?? undefined),
        source: { path: 'ews', line: index },
      }))
      const journeys = joinJourneys({ messages, items, ewsRecords }, NOON + minutes(9), LIMIT)
      const reversed = {
        messages: [...messages].reverse(),
        items: [...items].reverse(),
        ewsRecords: [...ewsRecords].reverse(),
      }
      expect(joinJourneys(reversed, NOON + minutes(9), LIMIT)).toEqual(journeys)
      const allSteps = journeys.flatMap(({ steps }) => steps)
      expect(allSteps.filter(({ stage }) => stage === 'spooled')).toHaveLength(items.length)
      expect(allSteps.filter(({ stage }) => stage === 'recipient-offline')).toHaveLength(
        messages.length,
      )
      const lines = allSteps
        .filter(({ source: { path } }) => path === 'ews')
        .map(({ source: { line } }) => line)
      expect(new Set(lines).size).toBe(lines.length)
      // One `expect` for all steps: one for each of them took most of the time of this test.
      const violations = journeys.flatMap(({ user, steps }) =>
        steps.filter((step, index) => {
          // An item may carry a time a little before the answer in the log.
          const isInOrder = step.at >= (steps[index - 1]?.at ?? 0) - seconds(2)
          const isNear = steps.some(
            (other) => other !== step && Math.abs(other.at - step.at) <= (step.within ?? 0),
          )
          const recordUser =
            step.source.path === 'ews' ? ewsRecords[step.source.line ?? 0]?.user : undefined
          const isOwn = recordUser === undefined || recordUser === user
          return !isInOrder || (step.inferred && !isNear) || !isOwn
        }),
      )
      expect(violations).toEqual([])
    }),
    { seed: 20_160_614, numRuns: 500 },
  )
})
