import { expect, it } from 'vitest'
import { RecordSketch } from '../../../src/analysis/collections/record-sketch.ts'

const sketchOf = (from: number, to: number, name = 'record') => {
  const sketch = new RecordSketch()
  for (let at = from; at < to; at += 1) sketch.add(at, `${name} ${at}`)
  return sketch
}

it.each([10, 10_000])('a log of %i records shares all records with its copy', (count) => {
  expect(sketchOf(0, count).sharedShare(sketchOf(0, count), 0, count)).toBe(1)
})

it('a log shares no record with another one of the same time', () => {
  expect(sketchOf(0, 10_000).sharedShare(sketchOf(0, 10_000, 'other'), 0, 10_000)).toBe(0)
})

it('a log that grew shares all records of the time that both cover', () => {
  expect(sketchOf(0, 10_000).sharedShare(sketchOf(0, 30_000), 0, 9_999)).toBe(1)
})

it('parts of a log together sample what the log samples', () => {
  const parts = RecordSketch.merge([sketchOf(0, 4_000), sketchOf(4_000, 10_000)])
  expect(parts.sharedShare(sketchOf(0, 10_000), 0, 10_000)).toBe(1)
})

it('nothing is known where one log has no records', () => {
  expect(sketchOf(0, 10).sharedShare(sketchOf(20, 30), 0, 30)).toBe(0)
  expect(sketchOf(0, 10).sharedShare(sketchOf(20, 30), 10, 15)).toBeUndefined()
})
