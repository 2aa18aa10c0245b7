import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isInShard, parseShard } from '../../src/batch/shard.ts'

it('every path is in exactly one shard', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 64 }), (path, count) => {
      const shards = Array.from({ length: count }, (_, index) => ({ share: index + 1, count }))
      expect(shards.filter((shard) => isInShard(shard, path))).toHaveLength(1)
    }),
  )
})

it('the shard of a path never changes, so that runs of several machines fit together', () => {
  const shares = ['bundles/PC-0001', 'bundles/PC-0002.zip', 'C:\\bundles\\PC-0003', 'ü'].map(
    (path) => [1, 2, 3, 4, 5, 6, 7, 8].find((share) => isInShard({ share, count: 8 }, path)),
  )
  expect(shares).toMatchInlineSnapshot(`
    [
      6,
      6,
      7,
      3,
    ]
  `)
})

it('shards are about equal in size', () => {
  const paths = Array.from({ length: 8000 }, (_, index) => `bundles/PC-${index}`)
  for (const share of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const count = paths.filter((path) => isInShard({ share, count: 8 }, path)).length
    expect(Math.abs(count - 1000)).toBeLessThan(150)
  }
})

it.each([
  [
    '0/8',
    '--shard 0/8 is out of range. Pass a number from 1 to 8. ' +
      'Add 1 to a number that counts from 0, such as JOB_COMPLETION_INDEX.',
  ],
  ['9/8', '--shard 9/8 is out of range. Pass a number from 1 to 8.'],
  ['1/0', '--shard takes a number and a count, such as 1/8, not “1/0”.'],
  ['3', '--shard takes a number and a count, such as 1/8, not “3”.'],
  ['-1/8', 'such as 1/8, not “-1/8”.'],
])('%s is rejected with the fix', (text, message) => {
  expect(() => parseShard(text)).toThrow(message)
})

it('parses a shard', () => expect(parseShard('3/8')).toEqual({ share: 3, count: 8 }))
