import { describe, expect, it } from 'vitest'
import { atLeast, atMost, measuredText, missedBy, verdictText } from '../../bench/goal.ts'

const speed = (measured: number | undefined) => atLeast(800, '{} MB/s', 'client log', measured)
const memory = (measured: number) => atMost(150, '{} MB', 'peak memory', measured)

describe('a goal of the benchmark', () => {
  it('is met exactly at its limit', () => {
    expect(verdictText(speed(800))).toBe('met')
    expect(verdictText(memory(150))).toBe('met')
  })

  it('states by how much it was missed', () => {
    expect(verdictText(speed(600))).toBe('**missed by 25 %**')
    expect(verdictText(speed(799))).toBe('**missed by less than 1 %**')
    expect(verdictText(memory(165))).toBe('**missed by 10 %**')
    expect(verdictText(memory(600))).toBe('**missed by a factor of 4.00**')
  })

  it('is neither met nor missed if the rival is not installed', () => {
    expect(missedBy(speed(undefined))).toBe(0)
    expect(verdictText(speed(undefined))).toBe('rival not installed')
    expect(measuredText(speed(undefined))).toBe('not measured')
  })
})
