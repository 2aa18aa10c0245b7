import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { limits } from '../support/limits/definitions.ts'

const FOLDER = 'test/limits'
const TEST = /\b(?:limit|keeps|accepts)Test\(\s*'([^']+)'/g

/** The limits that have a test on both sides. */
const tested = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.test.ts'))
  .flatMap((name) => [...readFileSync(join(FOLDER, name), 'utf8').matchAll(TEST)])
  .map(([, id = '']) => id)

it('every limit has a test on both sides', () => {
  const ids = limits.map(({ id }) => id)
  expect(ids.filter((id) => !tested.includes(id))).toEqual([])
  expect(tested.filter((id) => !ids.includes(id))).toEqual([])
  expect(new Set(tested).size).toBe(tested.length)
})
