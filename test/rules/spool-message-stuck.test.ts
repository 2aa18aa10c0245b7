import { describe, expect, it } from 'vitest'
import { defined } from '../../src/model/defined.ts'
import { minutes, seconds } from '../../src/model/duration.ts'
import type { Observation } from '../../src/model/observation.ts'
import { spoolMessageStuck } from '../../src/rules/spool-message-stuck.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import {
  inputSummary,
  NOON,
  source,
  spoolFolder,
  spoolItem,
  tick,
} from '../support/observations.ts'

const verdict = (observations: readonly Observation[], thresholds = {}) =>
  evaluateRule(spoolMessageStuck, [spoolFolder(), ...observations], thresholds)

describe('spool-message-stuck', () => {
  it('flags an item that has waited for longer than two minutes, with age, size and user', () => {
    const { status, message, findings } = verdict([
      tick(),
      spoolItem(NOON - minutes(42), { name: '0001.hist', bytes: 1834 }),
    ])
    expect(status).toBe('flagged')
    expect(findings).toEqual([
      {
        subject: '0001.hist',
        message:
          'Waited 42 min (limit 2 min): 0001.hist of kim@contoso.example, 1.8 kB, ' +
          'since 2016-06-14 11:18:00 UTC',
        sources: [{ path: `sip_kim@contoso.example/History Spooler/${NOON - minutes(42)}.hist` }],
      },
    ])
    expect(message).toBe(
      '1 message is stuck in the History Spooler of kim@contoso.example, the oldest for 42 min ' +
        '(limit 2 min). The backlog is 1 item, 1.8 kB in total.',
    )
  })

  it('does not count exactly two minutes as older than two minutes', () => {
    expect(verdict([tick(), spoolItem(NOON - minutes(2))]).status).toBe('clear')
    expect(verdict([tick(), spoolItem(NOON - minutes(2) - 1)]).status).toBe('flagged')
  })

  it('does not pass a listing that was not read completely', () => {
    const partial = { ...spoolFolder(), isPartial: true } as Observation
    expect(verdict([tick(), partial]).status).toBe('not-checked')
    expect(verdict([tick(), partial, spoolItem(NOON - minutes(1))]).status).toBe('not-checked')
    const stuck = verdict([tick(), partial, spoolItem(NOON - minutes(3))])
    expect(stuck.status).toBe('flagged')
    expect(stuck.message).toContain('The backlog is at least 1 item')
  })

  it('accepts another limit', () => {
    const item = spoolItem(NOON - minutes(4))
    expect(verdict([tick(), item], { stuckAfter: minutes(5) }).status).toBe('clear')
    expect(verdict([tick(), item], { stuckAfter: minutes(3) }).status).toBe('flagged')
  })

  it('lists each stuck item once, oldest first, and all items in the backlog', () => {
    const { findings, message } = verdict([
      tick(),
      ...[3, 90, 1, 5].map((age) => spoolItem(NOON - minutes(age), { name: `${age}`, bytes: 100 })),
    ])
    expect(findings.map(({ subject }) => subject)).toEqual(['90', '5', '3'])
    expect(message).toContain('3 messages are stuck')
    expect(message).toContain('The backlog is 4 items, 400 B in total')
  })

  it('sorts the items of several users together', () => {
    const other = { user: 'lee@contoso.example', folder: 'sip_lee@contoso.example/History Spooler' }
    const { findings, message } = verdict([
      tick(),
      spoolItem(NOON - minutes(5), { name: 'kim' }),
      spoolItem(NOON - minutes(1), { name: 'young' }),
      spoolItem(NOON - minutes(9), { ...other, name: 'lee' }),
    ])
    expect(findings.map(({ subject }) => subject)).toEqual(['lee', 'kim'])
    expect(message).toBe(
      '2 messages are stuck in 2 History Spoolers, the oldest for 9 min (limit 2 min). ' +
        'kim@contoso.example: 1 of 2 items, 2.4 kB in total. ' +
        'lee@contoso.example: 1 of 1 item, 1.2 kB in total.',
    )
  })

  it('lists a thousand and counts the rest', () => {
    const items = Array.from({ length: 2500 }, (_, index) =>
      spoolItem(NOON - minutes(10) - index, { name: `${index}` }),
    )
    const { findings, omitted } = verdict([tick(), ...items])
    expect(findings).toHaveLength(1000)
    expect(findings[0]?.subject).toBe('2499')
    expect(findings.at(-1)?.subject).toBe('1500')
    expect(omitted).toBe(1500)
  })

  it('counts from the last write when the creation time is that of a copy', () => {
    const { findings } = verdict([
      tick(),
      spoolItem(NOON - minutes(30), { created: NOON - seconds(10) }),
    ])
    expect(findings[0]?.message).toContain('Waited 30 min')
  })

  it('counts from the creation when the item was written to later', () => {
    expect(
      verdict([tick(), spoolItem(NOON - minutes(1), { created: NOON - minutes(8) })]).status,
    ).toBe('flagged')
  })

  it('does not flag items dated after the collection, which clock-skew does', () => {
    expect(verdict([tick(), spoolItem(NOON + minutes(9))]).status).toBe('clear')
  })

  it('analyzes a listing as of its own time, unless the user passes another one', () => {
    const listed = spoolItem(NOON - minutes(1), { via: 'listing', takenAt: NOON })
    const later: Observation = {
      kind: 'collected',
      at: NOON + minutes(60),
      from: 'a manifest',
      source,
    }
    expect(verdict([later, listed]).status).toBe('clear')
    expect(verdict([tick(NOON + minutes(60)), listed]).status).toBe('flagged')
  })

  it('clears an empty spool', () => {
    expect(verdict([])).toMatchObject({ status: 'clear', message: 'The History Spooler is empty.' })
  })

  it('does not treat a missing spool as an empty one', () => {
    const { status, message, missing } = evaluateRule(spoolMessageStuck, [tick(), inputSummary()])
    expect(status).toBe('not-checked')
    expect(message).toContain('this does not mean that it is empty')
    expect(missing[0]?.commands?.join()).toContain('History Spooler')
  })

  it('does not clear items when only their own times are known', () => {
    expect(verdict([spoolItem(NOON)]).status).toBe('not-checked')
    expect(verdict([spoolItem(NOON), inputSummary({ to: NOON + minutes(9) })]).status).toBe(
      'flagged',
    )
  })

  it('does not clear items without times', () => {
    const { kind, folder, name, via, user } = spoolItem(0)
    expect(
      verdict([tick(), { kind, folder, name, via, source, ...defined({ user }) }]).status,
    ).toBe('not-checked')
  })
})
