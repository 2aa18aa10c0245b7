import { describe, expect, it } from 'vitest'
import type { Observation } from '../../../src/model/observation.ts'
import { ReorderBuffer } from '../../../src/parsers/etl/reorder-buffer.ts'

const observation = (at: number, message = ''): Observation => ({
  kind: 'trace',
  at,
  event: { at, message },
  source: { path: 'a.etl' },
})

function createBuffer(): { readonly emitted: number[]; readonly reorderBuffer: ReorderBuffer } {
  const emitted: number[] = []
  return { emitted, reorderBuffer: new ReorderBuffer(({ at = 0 }) => emitted.push(at)) }
}

describe('buffered observations', () => {
  it('are emitted in order of time, and of arrival for equal times', () => {
    const messages: string[] = []
    const reorderBuffer = new ReorderBuffer(
      (emitted) => emitted.kind === 'trace' && messages.push(emitted.event.message),
    )
    for (const [at, message] of [
      [3, 'c'],
      [1, 'a'],
      [2, 'b1'],
      [2, 'b2'],
    ] as const)
      reorderBuffer.add(observation(at, message))
    while (reorderBuffer.emitBatch()) {}
    expect(messages).toEqual(['a', 'b1', 'b2', 'c'])
  })

  it('are emitted up to a moment', () => {
    const { emitted, reorderBuffer } = createBuffer()
    for (const at of [30, 10, 20]) reorderBuffer.add(observation(at))
    reorderBuffer.emitBefore(20)
    expect(emitted).toEqual([10])
    reorderBuffer.emitBefore(100)
    expect(emitted).toEqual([10, 20, 30])
  })

  it('are emitted in part when there are too many, oldest first', () => {
    const { emitted, reorderBuffer } = createBuffer()
    for (let at = 60_000; at > 0; at -= 1) reorderBuffer.add(observation(at))
    expect(reorderBuffer.overflowed).toBe(true)
    expect(emitted.length).toBeGreaterThan(20_000)
    while (reorderBuffer.emitBatch()) {}
    expect(emitted.length).toBe(60_000)
    expect(new Set(emitted).size).toBe(60_000)
  })

  it('are emitted in part when they are too long', () => {
    const { emitted, reorderBuffer } = createBuffer()
    for (let at = 0; at < 40; at += 1) reorderBuffer.add(observation(at, 'x'.repeat(1 << 20)))
    expect(reorderBuffer.overflowed).toBe(true)
    expect(emitted.length).toBeGreaterThan(8)
  })
})
