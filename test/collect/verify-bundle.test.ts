import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { BundleWriter } from '../../src/collect/bundle-writer.ts'
import { verifyBundle } from '../../src/collect/verify-bundle.ts'
import { type CollectedBundle, collectFolder, unpackBundle } from '../support/collect.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const LOG = 'Lync/Tracing/Lync-UccApi-0.UccApilog'
let bundle: CollectedBundle
let contents: ReadonlyMap<string, Buffer>

beforeAll(async () => {
  const root = join(temporaryFolder('machine'), 'Lync')
  mkdirSync(join(root, 'Tracing'), { recursive: true })
  writeFileSync(join(root, 'Tracing', 'Lync-UccApi-0.UccApilog'), 'a log\n'.repeat(1000))
  bundle = await collectFolder(root)
  contents = await unpackBundle(bundle.path)
})

/** Packs other contents as a bundle. */
async function pack(entries: Iterable<readonly [string, string | Uint8Array]>): Promise<string> {
  const path = join(temporaryFolder('changed'), 'changed.zip')
  const writer = new BundleWriter(path, {})
  for (const [name, content] of entries) await writer.addText(name, content, new Date(0))
  await writer.commit()
  return path
}

const problemsOf = async (path: string) => (await verifyBundle(path)).problems

describe('a bundle', () => {
  it('is unchanged as it was collected, and when it was only packed again', async () => {
    expect(await verifyBundle(bundle.path)).toMatchObject({
      problems: [],
      unchangedCount: 1,
      fingerprint: bundle.fingerprint,
    })
    expect(await problemsOf(await pack(contents))).toEqual([])
  })

  it('shows a file of the same size with another content', async () => {
    const log = String(contents.get(LOG)).replace('a log', 'A log')
    const changed = await pack(new Map([...contents, [LOG, Buffer.from(log)]]))
    expect(await problemsOf(changed)).toEqual([`${LOG}: has another content: its SHA-256 differs`])
  })

  it('shows a file of another size', async () => {
    const changed = await pack(new Map([...contents, [LOG, Buffer.from('short')]]))
    expect(await problemsOf(changed)).toEqual([
      `${LOG}: has 5 bytes, not the 6,000 in the manifest`,
    ])
  })

  it('shows a file that is missing, and one that was added', async () => {
    const others = [...contents].filter(([name]) => name !== LOG)
    const changed = await pack([...others, ['extra.txt', 'added']])
    expect(await problemsOf(changed)).toEqual([`${LOG}: missing`, 'extra.txt: not in the manifest'])
  })

  it('shows a name that occurs twice', async () => {
    const changed = await pack([[LOG, 'other'], ...contents])
    expect(await problemsOf(changed)).toEqual([`${LOG}: is in the bundle twice`])
  })

  it('with another manifest has another fingerprint', async () => {
    const manifest = String(contents.get('spoolscope-manifest.json')).replace('PC-0142', 'PC-0143')
    const changed = await pack(
      new Map([...contents, ['spoolscope-manifest.json', Buffer.from(manifest)]]),
    )
    const { problems, fingerprint } = await verifyBundle(changed)
    expect(problems).toEqual([])
    expect(fingerprint).not.toBe(bundle.fingerprint)
  })

  it('shows every byte that is damaged in the file of the bundle', async () => {
    const bytes = readFileSync(bundle.path)
    const path = join(temporaryFolder('damaged'), 'damaged.zip')
    // Behind the local header, whose name and extra fields are not compared.
    const start = 30 + LOG.length + 9
    for (const at of [start, start + 10, start + 20]) {
      const damaged = Buffer.from(bytes)
      damaged[at] = (damaged[at] ?? 0) ^ 0x55
      writeFileSync(path, damaged)
      expect(await problemsOf(path)).toHaveLength(1)
    }
  })
})

describe('what is no bundle', () => {
  it.each([
    ['an empty file', ''],
    ['a text', 'no zip'],
  ])('is told apart: %s', async (_, text) => {
    const path = join(temporaryFolder('other'), 'other.zip')
    writeFileSync(path, text)
    await expect(verifyBundle(path)).rejects.toThrow(/cannot be read: .*Pass a zip that spoolscope/)
  })

  it('is a zip without a manifest, or with another one', async () => {
    const without = await pack([['a.txt', 'text']])
    await expect(verifyBundle(without)).rejects.toThrow('has no spoolscope-manifest.json')
    for (const text of [
      '{',
      '[]',
      '{"spoolscopeManifest":2}',
      '{"spoolscopeManifest":1,"files":1}',
    ])
      await expect(verifyBundle(await pack([['spoolscope-manifest.json', text]]))).rejects.toThrow(
        /has a (?:damaged manifest|manifest of another format)/,
      )
  })

  it('is a bundle that is cut off', async () => {
    const path = join(temporaryFolder('cut'), 'cut.zip')
    writeFileSync(path, readFileSync(bundle.path).subarray(0, -30))
    await expect(verifyBundle(path)).rejects.toThrow('cannot be read')
  })
})
