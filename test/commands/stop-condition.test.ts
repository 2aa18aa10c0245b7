import { describe, expect, it } from 'vitest'
import {
  findReachedCondition,
  parseStopCondition,
  timeLimit,
} from '../../src/commands/stop-condition.ts'
import { minutes, seconds } from '../../src/model/duration.ts'
import { rules } from '../../src/rules/index.ts'

const watched = (empty: boolean, statuses: Record<string, 'flagged' | 'clear'> = {}) => ({
  isSpoolEmpty: () => empty,
  statusOf: (rule: string) => statuses[rule],
})
const parse = (text: string) => parseStopCondition(text, rules)

describe('--until', () => {
  it('takes a duration, empty, a rule, or a rule with what it is to say', () => {
    expect(parse('10m')).toEqual({ kind: 'time', milliseconds: minutes(10) })
    expect(parse('empty')).toEqual({ kind: 'empty' })
    expect(parse('spool-message-stuck')).toEqual({
      kind: 'verdict',
      rule: 'spool-message-stuck',
      status: 'flagged',
    })
    expect(parse('ews-unavailable=clear')).toEqual({
      kind: 'verdict',
      rule: 'ews-unavailable',
      status: 'clear',
    })
  })

  it.each(['stuck', 'spool-message-stuck=well', '10', ''])(
    'says what it takes instead of “%s”',
    (text) => {
      expect(() => parse(text)).toThrow(/--until takes a duration \(10m\), empty/)
    },
  )

  it('ends at the first that comes true', () => {
    const all = [parse('empty'), parse('spool-message-stuck'), parse('10m'), parse('90s')]
    expect(findReachedCondition(all, watched(false))).toBeUndefined()
    expect(findReachedCondition(all, watched(true))).toBe('nothing is spooled any more')
    expect(findReachedCondition(all, watched(false, { 'spool-message-stuck': 'flagged' }))).toBe(
      'spool-message-stuck is flagged',
    )
    expect(timeLimit(all)).toBe(seconds(90))
  })
})
