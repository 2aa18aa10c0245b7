import { describe, expect, it } from 'vitest'
import type { Observation } from '../../../src/model/observation.ts'
import { ReorderBuffer } from '../../../src/parsers/etl/reorder-buffer.ts'

const seen = (at: number, message = ''): Observation => ({
  kind: 'trace',
  at,
  event: { at, message },
  source: { path: 'a.etl' },
})

function held(): { readonly told: number[]; readonly one: ReorderBuffer } {
  const told: number[] = []
  return { told, one: new ReorderBuffer(({ at = 0 }) => told.push(at)) }
}

describe('observations that are held back', () => {
  it('are told in the order of their times, those of one time as they came', () => {
    const messages: string[] = []
    const one = new ReorderBuffer(
      (told) => told.kind === 'trace' && messages.push(told.event.message),
    )
    for (const [at, message] of [
      [3, 'c'],
      [1, 'a'],
      [2, 'b1'],
      [2, 'b2'],
    ] as const)
      one.add(seen(at, message))
    while (one.emitBatch()) {}
    expect(messages).toEqual(['a', 'b1', 'b2', 'c'])
  })

  it('are told up to a moment', () => {
    const { told, one } = held()
    for (const at of [30, 10, 20]) one.add(seen(at))
    one.emitBefore(20)
    expect(told).toEqual([10])
    one.emitBefore(100)
    expect(told).toEqual([10, 20, 30])
  })

  it('are told in part when they become too many, the oldest first', () => {
    const { told, one } = held()
    for (let at = 60_000; at > 0; at -= 1) one.add(seen(at))
    expect(one.overflowed).toBe(true)
    expect(told.length).toBeGreaterThan(20_000)
    while (one.emitBatch()) {}
    expect(told.length).toBe(60_000)
    expect(new Set(told).size).toBe(60_000)
  })

  it('are told in part when they become too long', () => {
    const { told, one } = held()
    for (let at = 0; at < 40; at += 1) one.add(seen(at, 'x'.repeat(1 << 20)))
    expect(one.overflowed).toBe(true)
    expect(told.length).toBeGreaterThan(8)
  })
})
