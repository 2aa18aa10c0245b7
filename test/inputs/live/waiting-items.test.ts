import { expect, it } from 'vitest'
import { WaitingItems } from '../../../src/inputs/live/waiting-items.ts'
import type { LiveItem } from '../../../src/model/live-view.ts'
import { liveItem } from '../../support/live.ts'
import { random } from '../../support/random.ts'

const bySince = (items: Iterable<LiveItem>) =>
  [...items].map(({ since }) => since).sort((left, right) => left - right)

it('waiting items are all that exist, oldest first, after few and many changes', () => {
  const next = random(20160920)
  const items = new Map<string, LiveItem>()
  const waiting = new WaitingItems(() => items.values())
  for (let round = 0; round < 60; round += 1) {
    const changes = next() < 0.2 ? 300 : 7
    for (let change = 0; change < changes; change += 1) {
      const name = String(Math.floor(next() * 200))
      const removed = items.get(name)
      // Many have the same time.
      const added = next() < 0.3 ? undefined : liveItem(name, Math.floor(next() * 20))
      if (added) items.set(name, added)
      else items.delete(name)
      if (added || removed) waiting.change({ added, removed })
    }
    const list = waiting.list()
    expect(list.map(({ since }) => since)).toEqual(bySince(items.values()))
    expect(new Set(list)).toEqual(new Set(items.values()))
  }
})
