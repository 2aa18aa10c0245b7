import { expect, test } from 'vitest'
import { AdaptiveChunks } from '../../src/inputs/adaptive-chunks.ts'
import type { ParseSession } from '../../src/model/parser.ts'

const MIB = 1 << 20
const bytes = new Uint8Array(4 * MIB)

/** Parses records of a fixed length and remembers what it was given. */
class FixedRecords implements ParseSession {
  readonly calls: { readonly length: number; readonly final: boolean }[] = []
  private readonly length: number

  constructor(length: number) {
    this.length = length
  }

  read(_: Uint8Array, from: number, to: number, final: boolean): number {
    this.calls.push({ length: to - from, final })
    return final ? to : to - ((to - from) % this.length)
  }
}

/** Reads all bytes. Every step counts as if it had given `count` observations. */
function readAll(records: FixedRecords, count: number): AdaptiveChunks {
  const chunks = new AdaptiveChunks(records)
  let at = 0
  do {
    at = chunks.read(bytes, at, bytes.length, true)
    chunks.adapt(count)
  } while (chunks.hasUnread)
  expect(at).toBe(bytes.length)
  return chunks
}

test('steps stay short with many observations and grow with few', () => {
  const dense = new FixedRecords(1000)
  readAll(dense, 1000)
  expect(Math.max(...dense.calls.map(({ length }) => length))).toBe(64 << 10)
  const sparse = new FixedRecords(1000)
  readAll(sparse, 0)
  expect(sparse.calls.length).toBeLessThan(10)
})

test('a record longer than a step is passed whole, and only the last call is final', () => {
  const records = new FixedRecords(3 * MIB)
  readAll(records, 1000)
  expect(records.calls.some(({ length }) => length >= 3 * MIB)).toBe(true)
  expect(records.calls.map(({ final }) => final).indexOf(true)).toBe(records.calls.length - 1)
})
