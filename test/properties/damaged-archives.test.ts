import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { folderEntries } from '../support/archives/folder-entries.ts'
import { readArchive } from '../support/archives/read-archive.ts'
import { createTar } from '../support/archives/tar.ts'
import { createZip } from '../support/archives/zip.ts'

const RUNS = Number(process.env.SPOOLSCOPE_PROPERTY_RUNS ?? 25)

const entries = folderEntries('samples/whole/stuck-on-premises').map(({ name, content }) => ({
  name,
  content: content.subarray(0, 3000),
}))
const inner = createZip(entries)
const archives = {
  zip: inner,
  tar: createTar(entries),
  'tar.gz': gzipSync(createTar(entries)),
  nested: createZip([
    ...entries,
    { name: 'inner.zip', content: inner },
    { name: 'inner.gz', content: gzipSync('x') },
  ]),
}

/** Small limits, so that wrong sizes are detected quickly. */
const limits = { entryBytes: 1e7, totalBytes: 3e7 }

describe('a damaged archive', () => {
  it.each(Object.entries(archives))(
    'never ends the analysis with an error: %s',
    async (_, bytes) => {
      const place = fc.nat(bytes.length - 1)
      const damage = fc.array(fc.tuple(place, fc.integer({ min: 0, max: 255 })), { maxLength: 12 })
      await fc.assert(
        fc.asyncProperty(damage, fc.option(place), async (changes, end) => {
          const damaged = Buffer.from(bytes)
          for (const [at, value] of changes) damaged[at] = value
          const { inputs } = await readArchive(damaged.subarray(0, end ?? damaged.length), {
            limits,
          })
          expect(inputs.length).toBeGreaterThan(0)
        }),
        { numRuns: RUNS, seed: 1 },
      )
    },
  )
})
