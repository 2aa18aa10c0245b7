import { expect, it } from 'vitest'
import type { StopCondition } from '../../src/cli/options/stop-condition.ts'
import { findReachedCondition, timeLimit } from '../../src/commands/find-reached-condition.ts'
import { minutes, seconds } from '../../src/model/duration.ts'

const CONDITIONS: readonly StopCondition[] = [
  { kind: 'empty' },
  { kind: 'verdict', rule: 'spool-message-stuck', status: 'flagged' },
  { kind: 'time', milliseconds: minutes(10) },
  { kind: 'time', milliseconds: seconds(90) },
]

const state = (isEmpty: boolean, statuses: Record<string, 'flagged' | 'clear'> = {}) => ({
  isSpoolEmpty: () => isEmpty,
  statusOf: (rule: string) => statuses[rule],
})

it('finds no condition that does not hold', () => {
  expect(findReachedCondition(CONDITIONS, state(false))).toBeUndefined()
  expect(
    findReachedCondition(CONDITIONS, state(false, { 'spool-message-stuck': 'clear' })),
  ).toBeUndefined()
})

it('describes the condition that holds', () => {
  expect(findReachedCondition(CONDITIONS, state(true))).toBe('no item is spooled')
  const flagged = state(false, { 'spool-message-stuck': 'flagged' })
  expect(findReachedCondition(CONDITIONS, flagged)).toBe('spool-message-stuck is flagged')
})

it('takes the shortest time as the limit', () => {
  expect(timeLimit(CONDITIONS)).toBe(seconds(90))
  expect(timeLimit([{ kind: 'empty' }])).toBeUndefined()
})
