import { expect, test } from 'vitest'
import { AdaptiveChunks } from '../../src/inputs/adaptive-chunks.ts'
import type { ParseSession } from '../../src/model/parser.ts'

const MIB = 1 << 20
const bytes = new Uint8Array(4 * MIB)

/** Reads records of one length, and keeps what it was offered. */
class Records implements ParseSession {
  readonly offered: { readonly length: number; readonly final: boolean }[] = []
  private readonly length: number

  constructor(length: number) {
    this.length = length
  }

  read(_: Uint8Array, from: number, to: number, final: boolean): number {
    this.offered.push({ length: to - from, final })
    return final ? to : to - ((to - from) % this.length)
  }
}

/** Reads all there is, told each time that so much was noticed. */
function readAll(records: Records, noticed: number): AdaptiveChunks {
  const stretches = new AdaptiveChunks(records)
  let at = 0
  do {
    at = stretches.read(bytes, at, bytes.length, true)
    stretches.adapt(noticed)
  } while (stretches.hasUnread)
  expect(at).toBe(bytes.length)
  return stretches
}

test('where much is noticed stretches stay short, where little is they grow', () => {
  const dense = new Records(1000)
  readAll(dense, 1000)
  expect(Math.max(...dense.offered.map(({ length }) => length))).toBe(64 << 10)
  const sparse = new Records(1000)
  readAll(sparse, 0)
  expect(sparse.offered.length).toBeLessThan(10)
})

test('a record longer than a stretch is offered whole, and only the last offer is final', () => {
  const records = new Records(3 * MIB)
  readAll(records, 1000)
  expect(records.offered.some(({ length }) => length >= 3 * MIB)).toBe(true)
  expect(records.offered.map(({ final }) => final).indexOf(true)).toBe(records.offered.length - 1)
})
