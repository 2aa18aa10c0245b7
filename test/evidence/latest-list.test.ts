import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LatestList, type ListEntry } from '../../src/evidence/latest-list.ts'

it('keeps the order of a Map whose entries are added at its end and removed anywhere', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(9)), { maxLength: 60 }), (steps) => {
      const list = new LatestList<string, number>()
      const entries: ListEntry<string, number>[] = []
      const expected = new Map<ListEntry<string, number>, number>()
      for (const [adds, number] of steps) {
        if (adds || entries.length === 0) {
          const entry = list.add(`owner ${number}`, number)
          entries.push(entry)
          expected.set(entry, number)
        } else {
          const [entry] = entries.splice(number % entries.length, 1)
          if (entry === undefined) continue
          list.remove(entry)
          expected.delete(entry)
        }
        expect(list.toArray()).toEqual([...expected.keys()])
        expect(list.first).toBe(expected.keys().next().value)
        expect(list.size).toBe(expected.size)
      }
    }),
  )
})
