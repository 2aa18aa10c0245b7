import { expect, it } from 'vitest'
import { parseStopCondition } from '../../../src/cli/options/stop-condition.ts'
import { minutes } from '../../../src/model/duration.ts'

it('reads a duration, empty, a rule, and a rule with a status', () => {
  expect(parseStopCondition('10m')).toEqual({ kind: 'time', milliseconds: minutes(10) })
  expect(parseStopCondition('empty')).toEqual({ kind: 'empty' })
  expect(parseStopCondition('spool-message-stuck')).toEqual({
    kind: 'verdict',
    rule: 'spool-message-stuck',
    status: 'flagged',
  })
  expect(parseStopCondition('ews-unavailable=clear')).toEqual({
    kind: 'verdict',
    rule: 'ews-unavailable',
    status: 'clear',
  })
})

it.each(['stuck', 'spool-message-stuck=well', '10', ''])('does not read “%s”', (text) => {
  expect(parseStopCondition(text)).toBeUndefined()
})
