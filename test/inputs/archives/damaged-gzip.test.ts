import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readArchive } from '../../support/archives/read-archive.ts'

const LIST = Buffer.from('Identity : Global\r\nEnableOfflineIm : False\r\n')
const log = Buffer.from(
  Array.from(
    { length: 20_000 },
    (_, index) =>
      `06/14/2016|10:00:${String(index % 60).padStart(2, '0')}.000 1A2C:9F4 TRACE :: ${index * 7919}`,
  ).join('\r\n'),
)

const changed = (bytes: Uint8Array, at: number): Uint8Array => {
  const copy = Uint8Array.from(bytes)
  const index = at < 0 ? copy.length + at : at
  copy[index] = (copy[index] ?? 0) ^ 0x55
  return copy
}

describe.each<readonly [string, Buffer]>([
  ['small', LIST],
  ['large', log],
])('a damaged gzip of a %s file', (_, content) => {
  const gzip = gzipSync(content)

  it.each<readonly [string, Uint8Array, RegExp]>([
    ['with a wrong checksum', changed(gzip, -8), /damaged: its checksum \(CRC\) is wrong/],
    ['with a wrong size', changed(gzip, -1), /damaged: it states/],
    ['without its end', gzip.subarray(0, -6), /cut off: its end is missing/],
    ['with other bytes after it', Buffer.concat([gzip, LIST]), /after its end are not part of it/],
  ])('%s is read, and its damage is reported', async (_, bytes, words) => {
    const { inputs, statusOf } = await readArchive(bytes, { name: 'a.txt.gz' })
    expect(statusOf('a.txt')).toMatch(/^read/)
    expect(statusOf('a.txt')).toMatch(words)
    expect(inputs[0]?.records).toBe(content === LIST ? 1 : 20_000)
    expect(inputs[0]?.unreadable).toBe(1)
  })

  it('with zeros after it, as tapes add them, is not damaged', async () => {
    const { inputs } = await readArchive(Buffer.concat([gzip, Buffer.alloc(512)]), {
      name: 'a.txt.gz',
    })
    expect(inputs[0]).toMatchObject({ status: 'read', unreadable: 0 })
  })
})

describe('a damaged gzip', () => {
  it.each<readonly [string, Uint8Array]>([
    ['cut in the middle', gzipSync(log).subarray(0, 40_000)],
    ['changed in the middle', changed(gzipSync(log), 40_000)],
  ])('%s is read as far as it comes out', async (_, bytes) => {
    const { inputs } = await readArchive(bytes, { name: 'a.UccApilog.gz' })
    expect(inputs[0]).toMatchObject({ format: 'client-log', status: 'read' })
    expect(inputs[0]?.records).toBeGreaterThan(1000)
    expect(inputs[0]?.records).toBeLessThan(20_000)
    expect(inputs[0]?.unreadable).toBeGreaterThan(0)
  })

  it.each<readonly [string, (gzip: Buffer) => Uint8Array]>([
    ['with a wrong checksum', (gzip) => changed(gzip, -8)],
    ['without its end', (gzip) => gzip.subarray(0, -6)],
    ['with other bytes after it', (gzip) => Buffer.concat([gzip, LIST])],
  ])('%s is read to its end when it is too large for memory', async (_, damage) => {
    const parts = Math.ceil((40 << 20) / log.length)
    const content = Buffer.concat(Array.from({ length: parts }, () => [log, LIST]).flat())
    const { inputs } = await readArchive(damage(gzipSync(content, { level: 1 })), {
      name: 'a.UccApilog.gz',
    })
    expect(inputs[0]).toMatchObject({ format: 'client-log', status: 'read' })
    // The last chunk is lost in the stream that finds the damage.
    expect(inputs[0]?.bytes).toBeGreaterThan(content.length - (256 << 10))
    expect(inputs[0]?.damage.map(({ reason }) => reason).join()).toMatch(/cannot be read further/)
  })

  it('of several members is read with all of them', async () => {
    const two = Buffer.concat([gzipSync(LIST), changed(gzipSync('\r\nIdentity : x\r\n'), -8)])
    const { statusOf } = await readArchive(two, { name: 'a.txt.gz' })
    expect(statusOf('a.txt')).toMatch(/^read; .*CRC/)
  })
})
