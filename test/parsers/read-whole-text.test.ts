import { expect, it } from 'vitest'
import { collectionManifest } from '../../src/parsers/spool-listing/collection-manifest.ts'
import { readBytes } from '../support/read-bytes.ts'

it('does not read a document that is too long and reports it', () => {
  const document = new Uint8Array((32 << 20) + 1).fill(0x20)
  document.set(new TextEncoder().encode('{"spoolscopeManifest":1'))
  const { observations, tally } = readBytes(collectionManifest, document)
  expect(observations).toEqual([])
  expect(tally.damage).toEqual([
    { line: 1, reason: 'is longer than 32 MiB and was not read. Split the file' },
  ])
})
