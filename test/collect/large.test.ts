import { closeSync, ftruncateSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { verifyBundle } from '../../src/collect/verify-bundle.ts'
import { collectFolder } from '../support/collect.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const BYTES = 5_000_000_000
const SHA256_OF_ZEROS = '750f9080de24a9e562c6b1fecc288c732a758003ab16e5cad014eba45c17466b'

it('collects a sparse file of 5 GB in constant memory', async () => {
  const root = join(temporaryFolder('machine'), 'Lync')
  mkdirSync(join(root, 'Tracing'), { recursive: true })
  const file = openSync(join(root, 'Tracing', 'large.etl'), 'w')
  ftruncateSync(file, BYTES)
  closeSync(file)
  let peak = 0
  const { path, manifest } = await collectFolder(root, {
    onBytes() {
      peak = Math.max(peak, process.memoryUsage().arrayBuffers)
    },
  })
  expect(peak).toBeLessThan(256 << 20)
  expect(manifest.files).toMatchObject([{ bytes: BYTES, sha256: SHA256_OF_ZEROS }])
  const { problems, unchangedCount } = await verifyBundle(path)
  expect({ problems, unchangedCount }).toEqual({ problems: [], unchangedCount: 1 })
})
