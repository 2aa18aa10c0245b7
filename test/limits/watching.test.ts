import { expect } from 'vitest'
import { RotationCount } from '../../src/inputs/live/rotation-count.ts'
import { limitTest } from '../support/limits/limit-test.ts'

/** Loses a log, and gets notifications of so many names with it. */
function lostAmong(names: number): number {
  const rotations = new RotationCount(() => false)
  rotations.onRename('Tracing', 'log')
  for (let at = 1; at < names; at += 1) rotations.onRename('Tracing', `name ${at}`)
  rotations.onRename('Tracing', 'name 1')
  const takeLost = () => rotations.takeLost('Tracing', ({ name }) => name === 'log', 0)
  return takeLost() + takeLost()
}

limitTest('inputs/live/rotation-count.ts MAX_NAMES', {
  at: (names) => expect(lostAmong(names)).toBe(1),
  beyond: (names) => expect(lostAmong(names + 1)).toBe(0),
})
