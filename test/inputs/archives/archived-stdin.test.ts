import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { DEFAULT_ARCHIVE_LIMITS } from '../../../src/inputs/archives/archive-limits.ts'
import { readArchivedStdin } from '../../../src/inputs/archives/read-archived-stdin.ts'
import { findInputs } from '../../../src/inputs/find-inputs.ts'
import { createTar } from '../../support/archives/tar.ts'
import { createZip } from '../../support/archives/zip.ts'

/** Standard input that brings these bytes, in chunks of any size. */
const stdinOf = (bytes: Uint8Array, chunkBytes = 1 << 16) =>
  Readable.from(chunksOf(bytes, chunkBytes), { objectMode: false }) as unknown as NodeJS.ReadStream

function* chunksOf(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const log = Buffer.from('2016-06-14 10:00 a line\n'.repeat(100))
const entries = [{ name: 'PC-0142/im.txt', content: log }]

describe('an archive on standard input', () => {
  it.each([
    ['a zip', createZip(entries), ['standard input/PC-0142/im.txt']],
    ['a tar', createTar(entries), ['standard input/PC-0142/im.txt']],
    ['a .tar.gz', gzipSync(createTar(entries)), ['standard input/PC-0142/im.txt']],
  ])('is opened: %s, however it arrives', async (_, bytes, paths) => {
    for (const chunkBytes of [1 << 16, 512]) {
      const stdin = stdinOf(bytes, chunkBytes)
      const found = await findInputs(['-'], { limits: DEFAULT_ARCHIVE_LIMITS, stdin })
      expect(found.map(({ path, kind }) => [path, kind])).toEqual(
        paths.map((path) => [path, 'entry']),
      )
    }
  })

  it('is in memory that threads share', async () => {
    const archive = await readArchivedStdin(stdinOf(gzipSync(log)))
    expect(archive).toMatchObject({ kind: 'file', location: '-', bytes: gzipSync(log).length })
    expect(archive?.content?.buffer).toBeInstanceOf(SharedArrayBuffer)
  })

  it('of a format that cannot be read is named, with the way to unpack it', async () => {
    const bytes = Buffer.concat([Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]), log])
    expect(await readArchivedStdin(stdinOf(bytes))).toMatchObject({
      kind: 'unreadable',
      problem: expect.stringContaining('7-Zip') as string,
    })
  })
})

describe('anything else on standard input', () => {
  it.each([
    ['a log', log],
    ['a single byte', Buffer.from('a')],
    ['nothing', Buffer.alloc(0)],
  ])('stays in the stream: %s', async (_, bytes) => {
    const stdin = stdinOf(bytes)
    expect(await readArchivedStdin(stdin)).toBe(undefined)
    expect(Buffer.concat(await stdin.toArray())).toEqual(bytes)
  })

  it('is not waited for where somebody types', async () => {
    const stdin = Object.assign(stdinOf(createZip(entries)), { isTTY: true })
    expect(await readArchivedStdin(stdin)).toBe(undefined)
  })
})
