import { describe, expect, it } from 'vitest'
import { buildCaseReport } from '../../src/analysis/case-report.ts'
import { Engine } from '../../src/analysis/engine.ts'
import { reportedEvidence } from '../../src/evidence/index.ts'
import { minutes, seconds } from '../../src/model/duration.ts'
import type { Observation } from '../../src/model/observation.ts'
import { rules } from '../../src/rules/index.ts'
import { signedIn } from '../support/client.ts'
import { inputSummary, NOON, sip, spoolItem, tick, trace } from '../support/observations.ts'
import { report } from '../support/reports.ts'
import { reportSchemaProblems } from '../support/schemas/report-schema.ts'

const EWS = 'https://mail.contoso.example/EWS/Exchange.asmx'
const KIM = { from: '<sip:kim@contoso.example>;tag=1' }
const failed = (at: number) =>
  trace(`EWS request CreateItem to ${EWS} answered ResponseCode=ErrorServerBusy`, at)
const offline = (at: number, callId: string) =>
  sip(
    'SIP/2.0 480 Temporarily Unavailable',
    { ...KIM, to: '<sip:lee@contoso.example>', 'call-id': callId, cseq: '1 INVITE' },
    { at, direction: 'received' },
  )
const refused = (at: number) =>
  sip(
    'SIP/2.0 503 Service Unavailable',
    { ...KIM, 'call-id': `r${at}`, cseq: '1 REGISTER' },
    { at, direction: 'received' },
  )

function analyze(observations: readonly Observation[], thresholds: Record<string, number> = {}) {
  const engine = new Engine({
    rules,
    evidence: reportedEvidence,
    thresholds: new Map([['spool-message-stuck', new Map(Object.entries(thresholds))]]),
  })
  for (const observation of observations) engine.observe(observation)
  const result = buildCaseReport({ id: 'case', engine, inputs: [] })
  expect(reportSchemaProblems(report(result))).toEqual([])
  const { journeys, timeline } = result
  if (!journeys || !timeline) throw new Error('no timeline')
  return { journeys, timeline, unknowable: result.unknowable }
}

describe('the timeline of a case', () => {
  it('is empty without observations, but still has the limit', () => {
    const { journeys, timeline, unknowable } = analyze([])
    expect(journeys).toEqual([])
    expect(timeline).toEqual({
      logs: [],
      marks: [],
      spooled: [],
      stuckAfter: minutes(2),
      omitted: { marks: 0, spooled: 0, journeys: 0, logs: 0, gaps: 0 },
    })
    expect(unknowable).toHaveLength(1)
  })

  it('has the limit that the analysis used', () => {
    const observations = [tick(), spoolItem(NOON - seconds(90), { name: 'a' })]
    const stages = (journeys: ReturnType<typeof analyze>['journeys']) =>
      journeys[0]?.steps.map(({ stage }) => stage)
    expect(analyze(observations).timeline.stuckAfter).toBe(minutes(2))
    expect(stages(analyze(observations).journeys)).toEqual(['spooled'])
    expect(analyze(observations, { stuckAfter: minutes(1) }).timeline.stuckAfter).toBe(minutes(1))
    expect(stages(analyze(observations, { stuckAfter: minutes(1) }).journeys)).toEqual([
      'spooled',
      'stuck',
    ])
  })

  it('sorts marks by time, regardless of the order of observations', () => {
    const { marks } = analyze([
      failed(NOON + 4),
      offline(NOON + 3, 'a'),
      signedIn(NOON + 2),
      refused(NOON + 1),
      trace(
        'https://contoso.example/autodiscover/autodiscover.xml HTTP/1.1 403 Forbidden',
        NOON + 5,
      ),
    ]).timeline
    expect(marks.map(({ kind, text }) => [kind, text])).toEqual([
      ['failure', 'The sign-in of kim@contoso.example was answered 503 Service Unavailable'],
      ['sign-in', 'kim@contoso.example signed in'],
      ['recipient-offline', 'lee@contoso.example is offline (480)'],
      ['failure', 'EWS answered ErrorServerBusy'],
      [
        'failure',
        'Autodiscover answered HTTP 403 at https://contoso.example/autodiscover/autodiscover.xml',
      ],
    ])
  })

  it('lists each log with its long gaps, earliest first', () => {
    const gaps = Array.from({ length: 20 }, (_, index) => ({
      from: NOON + minutes(60 * index),
      to: NOON + minutes(60 * index + 11 + index),
    }))
    const { logs, omitted } = analyze([
      inputSummary({ path: 'b.log', from: NOON, to: NOON + minutes(9999), gaps }),
      inputSummary({ path: 'a.log', from: NOON - 1, to: NOON }),
    ]).timeline
    expect(logs.map(({ path, gaps }) => [path, gaps.length])).toEqual([
      ['a.log', 0],
      ['b.log', 16],
    ])
    expect(logs[1]?.gaps[0]).toEqual({
      from: '2016-06-14T16:00:00.000Z',
      to: '2016-06-14T16:15:00.000Z',
    })
    expect(omitted.gaps).toBe(4)
  })

  it('states when a spool was listed, if that is not the time of the analysis', () => {
    const listing = { via: 'listing', takenAt: NOON } as const
    const itemAt = (at: number) =>
      analyze([tick(at), spoolItem(NOON - 9, listing), inputSummary({ to: at })]).timeline
        .spooled[0]
    expect(itemAt(NOON)).not.toHaveProperty('seen')
    const { spooled } = analyze([
      spoolItem(NOON - 9, listing),
      inputSummary({ to: NOON + minutes(9) }),
    ]).timeline
    expect(spooled[0]).toMatchObject({
      since: '2016-06-14T11:59:59.991Z',
      seen: '2016-06-14T12:00:00.000Z',
    })
  })

  it('is bounded, and counts what it leaves out', () => {
    const many = Array.from({ length: 1200 }, (_, index) => [
      spoolItem(NOON + index, { name: `${index}.hist` }),
      failed(NOON + index),
      offline(NOON + minutes(index), `call-${index}`),
      inputSummary({ path: `${index}.log`, from: NOON, to: NOON + index }),
    ])
    const { journeys, timeline } = analyze([tick(NOON + minutes(1200)), signedIn(), ...many.flat()])
    const { logs, marks, spooled, omitted } = timeline
    expect([logs.length, marks.length, spooled.length, journeys.length]).toEqual([
      100, 201, 200, 150,
    ])
    expect(omitted).toMatchObject({ logs: 1100, marks: 2200, spooled: 1000 })
    // 1200 messages and items, some of which are one journey.
    expect(omitted.journeys).toBeGreaterThan(1000)
    expect(omitted.journeys).toBeLessThanOrEqual(2400 - 150)
    expect(marks.filter(({ kind }) => kind === 'sign-in')).toHaveLength(1)
    expect(spooled[0]?.name).toBe('0.hist')
    expect(JSON.stringify({ journeys, timeline }).length).toBeLessThan(150_000)
  })

  it('is empty if its evidence crashed, and the report gives the reason', () => {
    const broken = {
      kind: 'sip',
      at: NOON,
      direction: 'sent',
      vantage: 'client',
      source: { path: 'x.log' },
    } as unknown as Observation
    const { journeys, timeline, unknowable } = analyze([broken])
    expect([journeys, timeline.marks]).toEqual([[], []])
    expect(unknowable.at(-1)).toMatch(/^The timeline.*crashed on x\.log/)
  })
})

describe('the journeys in a report', () => {
  it('link sent, spooled and answered messages, and state how each step was linked', () => {
    const request = sip(
      'INVITE sip:lee@contoso.example SIP/2.0',
      { ...KIM, to: '<sip:lee@contoso.example>', 'call-id': 'a', cseq: '1 INVITE' },
      { at: NOON },
    )
    const { journeys } = analyze([
      tick(NOON + minutes(5)),
      request,
      offline(NOON + 300, 'a'),
      spoolItem(NOON + 400, { name: '1.hist' }),
      failed(NOON + seconds(9)),
    ])
    expect(journeys).toHaveLength(1)
    expect(journeys[0]).toMatchObject({
      key: 'a',
      user: 'kim@contoso.example',
      recipient: 'lee@contoso.example',
    })
    expect(journeys[0]?.steps.map(({ stage, at, by, within }) => [stage, at, by, within])).toEqual([
      ['sent', '2016-06-14T12:00:00.000Z', undefined, undefined],
      ['recipient-offline', '2016-06-14T12:00:00.300Z', 'call-id', undefined],
      ['spooled', '2016-06-14T12:00:00.400Z', 'time', 30_000],
      ['ews-answered', '2016-06-14T12:00:09.000Z', 'time', 120_000],
      ['stuck', '2016-06-14T12:02:00.400Z', 'item', undefined],
    ])
  })
})
