import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isInShard, parseShard } from '../../src/batch/shard.ts'

it('every path is in exactly one share', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 64 }), (path, of) => {
      const shares = Array.from({ length: of }, (_, index) => ({ share: index + 1, count: of }))
      expect(shares.filter((shard) => isInShard(shard, path))).toHaveLength(1)
    }),
  )
})

it('the share of a path is the same in every version: runs of different machines have to fit', () => {
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

it('shares are about equal', () => {
  const paths = Array.from({ length: 8000 }, (_, index) => `bundles/PC-${index}`)
  for (const share of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const count = paths.filter((path) => isInShard({ share, count: 8 }, path)).length
    expect(Math.abs(count - 1000)).toBeLessThan(150)
  }
})

it.each([
  [
    '0/8',
    'shares are counted from 1 to 8. A number that counts from 0, such as JOB_COMPLETION_INDEX, needs 1 added.',
  ],
  ['9/8', '--shard 9/8: shares are counted from 1 to 8.'],
  ['1/0', '--shard takes a share and how many there are, such as 1/8, not “1/0”.'],
  ['3', '--shard takes a share and how many there are, such as 1/8, not “3”.'],
  ['-1/8', 'such as 1/8, not “-1/8”.'],
])('%s is refused with the fix', (text, message) => {
  expect(() => parseShard(text)).toThrow(message)
})

it('a share is read', () => expect(parseShard('3/8')).toEqual({ share: 3, of: 8 }))
