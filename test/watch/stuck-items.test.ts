import { expect, it } from 'vitest'
import { minutes } from '../../src/model/duration.ts'
import { StuckItems } from '../../src/watch/stuck-items.ts'
import { liveItem } from '../support/live.ts'
import { NOON } from '../support/observations.ts'

const LIMIT = minutes(2)
const names = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name)

it('an item is stuck when it has waited for longer than the limit, not before, and once', () => {
  const stuck = new StuckItems(LIMIT)
  const items = [liveItem('old', NOON - minutes(1)), liveItem('young', NOON)]
  expect(stuck.findNewlyStuck(items, NOON + minutes(1))).toEqual([])
  expect(names(stuck.findNewlyStuck(items, NOON + minutes(1) + 1))).toEqual(['old'])
  expect(stuck.findNewlyStuck(items, NOON + minutes(2))).toEqual([])
  expect(names(stuck.findNewlyStuck(items, NOON + minutes(2) + 1))).toEqual(['young'])
})

it('one that went and came back is another', () => {
  const stuck = new StuckItems(LIMIT)
  const item = liveItem('back', NOON)
  expect(stuck.findNewlyStuck([item], NOON + minutes(3))).toHaveLength(1)
  expect(stuck.findNewlyStuck([], NOON + minutes(4))).toHaveLength(0)
  expect(stuck.findNewlyStuck([item], NOON + minutes(5))).toHaveLength(1)
})
