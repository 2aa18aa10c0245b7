import { describe, expect, it } from 'vitest'
import { exceptions } from '../../scripts/expressions/exceptions.mjs'
import { cpuGrowth, MAX_LINEAR_GROWTH } from '../support/cpu-growth.ts'

const undecided = exceptions.flatMap(({ file, source, flags, worst }) =>
  source === undefined ? [] : [{ file, source, flags, worst: worst ?? [] }],
)

it.each(exceptions)(
  'the exception of $file has a reason, and examples or its worst texts',
  (entry) => {
    expect(entry.reason).toMatch(/\.$/)
    if (entry.isComputed) expect(entry.examples).toBeDefined()
    else expect(entry.worst?.length).toBeGreaterThan(1)
  },
)

describe.each(undecided)('the expression of $file: $source', ({ source, flags, worst }) => {
  it.each(worst)('takes time that grows with the text: %j and %j, and %j', async (...parts) => {
    const [before, repeated, behind] = parts
    const expression = new RegExp(source, flags)
    const growth = await cpuGrowth((size) => {
      const text = before + repeated.repeat(Math.ceil(size / repeated.length)) + behind
      return () => {
        if (expression.global) return [...text.matchAll(expression)].length
        return expression.test(text)
      }
    })
    expect(growth).toBeLessThan(MAX_LINEAR_GROWTH)
  })
})
