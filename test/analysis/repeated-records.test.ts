import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RepeatedRecords } from '../../src/analysis/repeated-records.ts'
import type { Observation } from '../../src/model/observation.ts'
import { propertyRuns } from '../properties/property-runs.ts'
import { NOON, sip } from '../support/observations.ts'

const trace = (path: string, at: number, message: string): Observation => ({
  kind: 'trace',
  at,
  event: { at, message, pid: 1, tid: 2 },
  source: { path },
})

/** The observations that are left, in order. */
function withoutRepeated(observations: readonly Observation[]): Observation[] {
  const repeated = new RepeatedRecords()
  return observations.filter((observation) => !repeated.isRepeated(observation))
}

describe('a record of another log', () => {
  it('is repeated with the same text at the same time', () => {
    const first = trace('a.log', NOON, 'text')
    expect(withoutRepeated([first, trace('b.log', NOON, 'text')])).toEqual([first])
  })

  it.each([
    ['at another time', trace('b.log', NOON + 1, 'text')],
    ['with another text', trace('b.log', NOON, 'other text')],
    ['of another kind', { ...sip('text'), source: { path: 'b.log' } }],
  ])('is not repeated %s', (_, other) => {
    expect(withoutRepeated([trace('a.log', NOON, 'text'), other])).toHaveLength(2)
  })

  it('counts as often as one of the logs has it', () => {
    const [a, b] = [trace('a.log', NOON, 'text'), trace('b.log', NOON, 'text')]
    expect(withoutRepeated([a, a, b, b, b])).toEqual([a, a, b])
    expect(withoutRepeated([a, b, a, b])).toEqual([a, a])
  })

  it('is named with the log that had it first', () => {
    const repeated = new RepeatedRecords()
    for (const path of ['a.log', 'b.log']) repeated.isRepeated(trace(path, NOON, 'text'))
    expect([...repeated.repeatedFrom]).toEqual([['b.log', 'a.log']])
  })
})

describe('a packet', () => {
  const packet = (path: string, cseq: string, direction: 'sent' | 'received'): Observation => ({
    ...sip('REGISTER sip:contoso.example SIP/2.0', { 'call-id': 'c', cseq }, { direction }),
    source: { path },
  })

  it('is the same by Call-ID, CSeq, time and direction', () => {
    const first = packet('a.log', '1 REGISTER', 'sent')
    expect(
      withoutRepeated([
        first,
        packet('b.log', '1 REGISTER', 'sent'),
        packet('b.log', '2 REGISTER', 'sent'),
        packet('b.log', '1 REGISTER', 'received'),
      ]),
    ).toHaveLength(3)
  })
})

it('a log and its copy, merged by time, leave the log, even out of time order', () => {
  const anyRecords = fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 20 }), text: fc.constantFrom('x', 'y') }),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(anyRecords, fc.boolean(), (records, isSorted) => {
      const list = isSorted ? [...records].sort((left, right) => left.at - right.at) : records
      const of = (path: string) => list.map(({ at, text }) => trace(path, at, text))
      const [log, copy] = [of('a.log'), of('b.log')]
      const merged: Observation[] = []
      const rest = [[...log], [...copy]]
      for (;;) {
        const [left, right] = rest.map(([first]) => first?.at ?? Number.POSITIVE_INFINITY)
        const next = rest[(left ?? 0) <= (right ?? 0) ? 0 : 1]?.shift()
        if (next === undefined) break
        merged.push(next)
      }
      const texts = (observations: readonly Observation[]) =>
        observations.map((one) => `${one.at} ${one.kind === 'trace' && one.event.message}`).sort()
      expect(texts(withoutRepeated(merged))).toEqual(texts(log))
    }),
    propertyRuns(300),
  )
})
