import { expect, it } from 'vitest'
import { minutes } from '../../src/model/duration.ts'
import { StuckItems } from '../../src/watch/stuck-items.ts'
import { liveItem } from '../support/live.ts'
import { NOON } from '../support/observations.ts'

const LIMIT = minutes(2)
const names = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name)

it('reports an item once, as soon as it has waited longer than the limit', () => {
  const stuckItems = new StuckItems(LIMIT)
  const items = [liveItem('old', NOON - minutes(1)), liveItem('young', NOON)]
  expect(stuckItems.findNewlyStuck(items, 1, NOON + minutes(1))).toEqual([])
  expect(names(stuckItems.findNewlyStuck(items, 1, NOON + minutes(1) + 1))).toEqual(['old'])
  expect(stuckItems.findNewlyStuck(items, 1, NOON + minutes(2))).toEqual([])
  expect(names(stuckItems.findNewlyStuck(items, 1, NOON + minutes(2) + 1))).toEqual(['young'])
})

it('reports an item again that left and came back', () => {
  const stuckItems = new StuckItems(LIMIT)
  const item = liveItem('back', NOON)
  expect(stuckItems.findNewlyStuck([item], 1, NOON + minutes(3))).toHaveLength(1)
  expect(stuckItems.findNewlyStuck([item], 2, NOON + minutes(4))).toHaveLength(0)
  stuckItems.forget(item.key)
  expect(stuckItems.findNewlyStuck([item], 3, NOON + minutes(5))).toHaveLength(1)
})
