import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SpooledItems } from '../../src/parsers/spool-listing/spooled-items.ts'

it('returns every item unchanged and each path once, regardless of case', () => {
  const name = fc.string({
    unit: fc.constantFrom('a', 'A', 'b', 'ä', '1', '\\', '漢'),
    minLength: 1,
    maxLength: 4,
  })
  const listed = fc.record({
    folder: fc.constantFrom('C:\\X', 'c:\\x', 'D:\\Y'),
    name,
    time: fc.nat(1000),
  })
  fc.assert(
    fc.property(fc.array(listed, { maxLength: 300 }), (all) => {
      const items = new SpooledItems()
      const expected = new Map<string, object>()
      for (const [line, { folder, name, time }] of all.entries()) {
        const key = `${folder}\\${name}`.toLowerCase()
        const first = expected.get(key) ?? { place: { folder, name }, bytes: line, line }
        expected.set(key, { ...first, ...(time % 2 === 0 ? { written: time } : { created: time }) })
        const item = items.findOrAdd({ folder, name }, line, line)
        if (time % 2 === 0) items.setWritten(item, time)
        else items.setCreated(item, time)
      }
      expect(Array.from({ length: items.length }, (_, item) => items.get(item))).toEqual([
        ...expected.values(),
      ])
    }),
  )
})

it('stores many items', () => {
  const items = new SpooledItems()
  for (let turn = 0; turn < 2; turn += 1)
    for (let item = 0; item < 50_000; item += 1)
      items.findOrAdd({ folder: 'C:\\X', name: `${item}.hist` }, item, item)
  expect(items.length).toBe(50_000)
  expect(items.get(49_999)).toEqual({
    place: { folder: 'C:\\X', name: '49999.hist' },
    bytes: 49_999,
    line: 49_999,
  })
})
