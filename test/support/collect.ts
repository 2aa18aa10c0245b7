import { statSync } from 'node:fs'
import { join } from 'node:path'
import { BundleWriter } from '../../src/collect/bundle-writer.ts'
import {
  type CollectOptions,
  type CollectResult,
  collectBundle,
} from '../../src/collect/collect-bundle.ts'
import { localFiles } from '../../src/collect/local-files.ts'
import { DEFAULT_ARCHIVE_LIMITS } from '../../src/inputs/archives/archive-limits.ts'
import { readZipEntries } from '../../src/inputs/archives/read-zip-entries.ts'
import { unpack } from '../../src/inputs/archives/unpack.ts'
import { temporaryFolder } from './temporary-folder.ts'

export const COLLECTED_AT = Date.UTC(2016, 8, 20, 8, 31)

const collectOptions = (root: string, more: Partial<CollectOptions> = {}): CollectOptions => ({
  roots: [root],
  machine: 'PC-0142',
  timeZone: { name: 'UTC', utcOffsetMinutes: 0 },
  texts: [],
  unread: [],
  withMessages: false,
  followLinks: false,
  tool: { name: 'spoolscope', version: '0.0.0' },
  platform: 'linux',
  files: localFiles,
  now: () => COLLECTED_AT,
  waitForSecondLook: async () => false,
  onBytes() {},
  ...more,
})

export interface CollectedBundle extends CollectResult {
  readonly path: string
}

/** Collects a folder into a new bundle. */
export async function collectFolder(
  root: string,
  more: Partial<CollectOptions> = {},
): Promise<CollectedBundle> {
  const path = join(temporaryFolder('bundle'), 'PC-0142.zip')
  const bundle = new BundleWriter(path, {})
  try {
    const result = await collectBundle(bundle, collectOptions(root, more))
    await bundle.commit()
    return { ...result, path }
  } finally {
    bundle.discard()
  }
}

/** The content of all entries, by name. */
export async function unpackBundle(path: string): Promise<Map<string, Buffer>> {
  const contents = new Map<string, Buffer>()
  const entries = readZipEntries(
    { kind: 'range', location: path, from: 0, bytes: statSync(path).size },
    {
      utcOffset: 0,
      maxEntries: DEFAULT_ARCHIVE_LIMITS.entries,
      needsContent: () => true,
      reserveContent: () => false,
    },
  )
  for await (const { name, packed, problem } of entries) {
    if (!packed) throw new Error(`${name}: ${problem}`)
    const chunks: Uint8Array[] = []
    for await (const chunk of unpack(packed, 1 << 20)) chunks.push(Uint8Array.from(chunk))
    contents.set(name, Buffer.concat(chunks))
  }
  return contents
}
