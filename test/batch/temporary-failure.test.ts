import { expect, it } from 'vitest'
import { analyzeBundle } from '../../src/batch/analyze-bundle.ts'
import { createBatchOrder } from '../../src/batch/batch-order.ts'
import type { ResultCache } from '../../src/batch/result-cache.ts'
import { DEFAULT_VERDICT_OPTIONS } from '../../src/model/verdict-options.ts'
import { batchLineSchemaProblems } from '../support/schemas/report-schema.ts'

const order = createBatchOrder(DEFAULT_VERDICT_OPTIONS, '0.1.0')

/** Analyzes a sample with a cache that fails with an error. */
const analyzeWith = (error: Error) => {
  const fail = () => {
    throw error
  }
  return analyzeBundle('samples/whole/healthy', order, { find: fail } as unknown as ResultCache)
}

it.each(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN'])(
  'a bundle that fails with %s is marked as failed for a temporary reason',
  async (code) => {
    const line = await analyzeWith(Object.assign(new Error(`${code}: no more of it`), { code }))
    expect(line).toMatchObject({ status: 'failed', reason: `${code}: no more of it` })
    expect(line.temporary).toBe(true)
    expect(batchLineSchemaProblems(line)).toEqual([])
  },
)

it('a bundle that fails because of a bug is not', async () => {
  const line = await analyzeWith(new TypeError('x is undefined'))
  expect(line.reason).toBe('a bug in spoolscope: TypeError: x is undefined')
  expect('temporary' in line).toBe(false)
})
