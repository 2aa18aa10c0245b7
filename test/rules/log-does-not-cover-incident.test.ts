import { describe, expect, it } from 'vitest'
import { minutes } from '../../src/model/duration.ts'
import type { Observation } from '../../src/model/observation.ts'
import { logDoesNotCoverIncident } from '../../src/rules/log-does-not-cover-incident.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { inputSummary, NOON, source, spoolFolder, spoolItem } from '../support/observations.ts'

const at = (minute: number) => NOON + minutes(minute)
const incident = (minute: number): Observation => ({ kind: 'incident', at: at(minute), source })
const log = (from: number, to: number, gaps: readonly (readonly [number, number])[] = []) =>
  inputSummary({
    from: at(from),
    to: at(to),
    gaps: gaps.map(([start, end]) => ({ from: at(start), to: at(end) })),
  })
const verdict = (observations: readonly Observation[], thresholds = {}) =>
  evaluateRule(logDoesNotCoverIncident, observations, thresholds)

describe('log-does-not-cover-incident', () => {
  it('clears an incident inside the logs or at their ends', () => {
    for (const minute of [0, 30, 60])
      expect(verdict([log(0, 60), incident(minute)]).status).toBe('clear')
  })

  it('flags an incident before, after and between logs, with its position', () => {
    const logs = [log(0, 60), log(120, 180)]
    expect(verdict([...logs, incident(-1)]).message).toBe(
      'The incident at 2016-06-14 11:59:00 UTC: before the logs begin at 2016-06-14 12:00:00 UTC.',
    )
    expect(verdict([...logs, incident(181)]).message).toContain(
      'after the logs end at 2016-06-14 15:00:00 UTC',
    )
    expect(verdict([...logs, incident(90)]).message).toContain(
      'in the gap of 2016-06-14 13:00:00 – 14:00:00 UTC',
    )
  })

  it('treats a gap of half an hour as covered, but not a longer one', () => {
    expect(verdict([log(0, 60, [[10, 40]]), incident(25)]).status).toBe('clear')
    expect(verdict([log(0, 60, [[10, 41]]), incident(25)]).status).toBe('flagged')
    expect(
      verdict([log(0, 60, [[10, 40]]), incident(25)], { longestSilence: minutes(15) }).status,
    ).toBe('flagged')
  })

  it('lets one log cover the gap of another', () => {
    expect(verdict([log(0, 180, [[10, 100]]), log(20, 40), incident(25)]).status).toBe('clear')
    expect(
      verdict([log(0, 180, [[10, 100]]), log(35, 75), incident(20), spoolItem(at(90))]).status,
    ).toBe('clear')
    expect(verdict([log(0, 180, [[10, 100]]), log(60, 70), incident(50)]).status).toBe('flagged')
  })

  it('flags spooled items outside the logs once per spool, with the first item', () => {
    const items = [-20, -10, 30].map((minute) => spoolItem(at(minute)))
    const { status, findings } = verdict([log(0, 60), spoolFolder(), ...items])
    expect(status).toBe('flagged')
    expect(findings).toHaveLength(1)
    expect(findings[0]?.message).toBe(
      '2 spooled items of kim@contoso.example, the first at 2016-06-14 11:40:00 UTC: before the ' +
        'logs begin at 2016-06-14 12:00:00 UTC.',
    )
    expect(findings[0]?.sources).toEqual([{ path: items[0]?.source.path }])
  })

  it('clears items and incident in one message', () => {
    expect(verdict([log(0, 60), incident(5), spoolItem(at(30))]).message).toBe(
      'The logs cover the incident and 1 spooled item.',
    )
  })

  it('is not checked without logs, or without an incident and items', () => {
    expect(verdict([incident(0), spoolItem(NOON)]).status).toBe('not-checked')
    expect(verdict([log(0, 60)]).missing.map(({ evidence }) => evidence)).toHaveLength(2)
    expect(verdict([log(0, 60), spoolFolder()]).missing).toHaveLength(1)
  })
})
