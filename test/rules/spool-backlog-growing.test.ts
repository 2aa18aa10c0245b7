import { describe, expect, it } from 'vitest'
import { minutes } from '../../src/model/duration.ts'
import type { Observation, SpoolItemObservation } from '../../src/model/observation.ts'
import { spoolBacklogGrowing } from '../../src/rules/spool-backlog-growing.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { inputSummary, NOON, spoolFolder, spoolItem, tick } from '../support/observations.ts'

/** A listing with items of these ages, in minutes. */
function listing(takenAt: number, ages: readonly number[]): Observation[] {
  const path = `spool-${takenAt}.txt`
  const more: Partial<SpoolItemObservation> = { via: 'listing', takenAt, source: { path } }
  const folder: Observation = {
    kind: 'spool-folder',
    folder: 'sip_kim@contoso.example/History Spooler',
    user: 'kim@contoso.example',
    via: 'listing',
    takenAt,
    source: { path },
  }
  return [folder, ...ages.map((age) => spoolItem(takenAt - minutes(age), more))]
}

const later = NOON + minutes(30)
const verdict = (observations: readonly Observation[], thresholds = {}) =>
  evaluateRule(spoolBacklogGrowing, observations, thresholds)

describe('spool-backlog-growing', () => {
  it('flags more waiting items than before, with the items that came and left', () => {
    const { status, findings } = verdict([
      ...listing(NOON, [50, 5]),
      ...listing(later, [80, 25, 17]),
    ])
    expect(status).toBe('flagged')
    expect(findings[0]).toEqual({
      subject: 'Spool of kim@contoso.example',
      message:
        'Spool of kim@contoso.example: in 30 min from 2016-06-14 12:00:00 UTC, 2 items came and ' +
        '1 left; 2, then 3 had waited for longer than 2 min, the oldest for 50 min, then 1 h 20 ' +
        'min.',
      sources: [{ path: `spool-${NOON}.txt` }, { path: `spool-${later}.txt` }],
    })
  })

  it('flags an oldest item that stays even if others leave', () => {
    expect(verdict([...listing(NOON, [50, 5, 4]), ...listing(later, [80])]).status).toBe('flagged')
  })

  it('compares no listing that was not read completely', () => {
    const growing = (partialAt: number) =>
      [...listing(NOON, [50]), ...listing(later, [80, 25])].map((one) =>
        one.kind === 'spool-folder' && one.takenAt === partialAt
          ? { ...one, isPartial: true as const }
          : one,
      )
    expect(verdict(growing(-1)).status).toBe('flagged')
    expect(verdict(growing(NOON)).status).toBe('not-checked')
    expect(verdict(growing(later)).status).toBe('not-checked')
  })

  it('clears a backlog that drains', () => {
    expect(verdict([...listing(NOON, [50, 40]), ...listing(later, [12])])).toMatchObject({
      status: 'clear',
      message: 'The backlog does not grow.',
    })
  })

  it('does not count items that are still in time as a backlog', () => {
    expect(verdict([...listing(NOON, []), ...listing(later, [2, 1])]).status).toBe('clear')
    expect(verdict([...listing(NOON, []), ...listing(later, [2.1, 1])]).status).toBe('flagged')
    expect(
      verdict([...listing(NOON, []), ...listing(later, [2.1])], { stuckAfter: minutes(3) }).status,
    ).toBe('clear')
  })

  it('requires snapshots at least two minutes apart', () => {
    const first = listing(NOON, [50])
    expect(verdict([...first, ...listing(NOON + minutes(2), [52])]).status).toBe('flagged')
    expect(verdict([...first, ...listing(NOON + minutes(2) - 1, [52])]).status).toBe('not-checked')
    expect(
      verdict([...first, ...listing(NOON + minutes(1), [51])], { shortestSpan: minutes(1) }).status,
    ).toBe('flagged')
  })

  it('does not infer growth from one snapshot', () => {
    const { status, missing } = verdict([
      tick(),
      spoolFolder(),
      spoolItem(NOON - minutes(50)),
      spoolItem(NOON - minutes(5)),
    ])
    expect(status).toBe('not-checked')
    expect(missing[0]?.evidence).toContain('second snapshot')
  })

  it('clears one snapshot in which nothing waits', () => {
    expect(verdict([tick(), spoolFolder(), spoolItem(NOON - minutes(1))]).status).toBe('clear')
    expect(verdict([spoolFolder()]).status).toBe('clear')
    expect(verdict([spoolFolder(), spoolItem(NOON)]).status).toBe('not-checked')
  })

  it('is not checked when no spool was collected', () => {
    expect(verdict([tick(), inputSummary()])).toMatchObject({ status: 'not-checked' })
  })
})
