import { cpSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { analyzeBundle } from '../../../src/batch/analyze-bundle.ts'
import { analyzeQueuedBundle } from '../../../src/batch/queue/analyze-queued-bundle.ts'
import { toQueuedBundle } from '../../../src/batch/queue/queued-bundle.ts'
import { toWrittenLine } from '../../../src/batch/to-written-line.ts'
import { folderEntries } from '../../support/archives/folder-entries.ts'
import { createTar } from '../../support/archives/tar.ts'
import { batchOrder } from '../../support/bundles.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const SAMPLE = 'samples/whole/stuck-on-premises'
const FETCH = { prefixes: [], maxBytes: 1, timeoutMs: 1 }

it.each([
  ['a folder', (path: string) => cpSync(SAMPLE, path, { recursive: true })],
  ['an archive', (path: string) => writeFileSync(path, createTar(folderEntries(SAMPLE)))],
  ['what does not exist', () => {}],
])('the queue gives the line of a local run for %s with a relative path', async (_, create) => {
  const path = join(temporaryFolder(), 'PC-0142.tar')
  create(path)
  const bundle = relative('.', path)
  const order = batchOrder()
  const local = toWrittenLine(await analyzeBundle(bundle, order))
  const queued = await analyzeQueuedBundle(
    toQueuedBundle(bundle, order),
    async (at) => {
      expect(at).toBe(resolve(bundle))
      return toWrittenLine(await analyzeBundle(at, order))
    },
    FETCH,
  )
  expect(Buffer.from(queued.text).toString()).toBe(Buffer.from(local.text).toString())
})
