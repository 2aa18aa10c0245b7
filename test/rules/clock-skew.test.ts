import { describe, expect, it } from 'vitest'
import { minutes } from '../../src/model/duration.ts'
import type { Observation } from '../../src/model/observation.ts'
import { clockSkew } from '../../src/rules/clock-skew.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { inputSummary, NOON, spoolFolder, spoolItem, tick } from '../support/observations.ts'

const verdict = (observations: readonly Observation[], thresholds = {}) =>
  evaluateRule(clockSkew, observations, thresholds)

describe('clock-skew', () => {
  it('flags spooled items dated after the collection by more than the tolerance', () => {
    expect(verdict([tick(), spoolItem(NOON + minutes(5))]).status).toBe('clear')
    expect(verdict([tick(), spoolItem(NOON + minutes(5) + 1)]).status).toBe('flagged')
    expect(verdict([tick(), spoolItem(NOON + minutes(3))], { tolerance: minutes(1) }).status).toBe(
      'flagged',
    )
    expect(
      verdict([tick(), spoolItem(NOON - minutes(9)), spoolItem(NOON + minutes(70))]).message,
    ).toBe(
      'Spool of kim@contoso.example: 1 item dated after the collection at ' +
        '2016-06-14 12:00:00 UTC, by up to 1 h 10 min (limit 5 min).',
    )
  })

  it('compares with the time of a listing that states one', () => {
    const listed = spoolItem(NOON + minutes(70), { via: 'listing', takenAt: NOON + minutes(80) })
    expect(verdict([tick(), listed]).status).toBe('clear')
  })

  it('flags logs that continue after the collection', () => {
    expect(verdict([tick(), inputSummary({ to: NOON + minutes(5) })]).status).toBe('clear')
    expect(verdict([tick(), inputSummary({ to: NOON + minutes(6) })])).toMatchObject({
      status: 'flagged',
      findings: [{ subject: 'Tracing/Lync-UccApi-0.UccApilog' }],
    })
  })

  it('is not checked when the collection time is only the latest time in the evidence', () => {
    expect(verdict([spoolItem(NOON + minutes(70)), inputSummary()]).status).toBe('not-checked')
  })

  it('is not checked when nothing has a time', () => {
    expect(verdict([tick(), spoolFolder()]).status).toBe('not-checked')
  })
})
