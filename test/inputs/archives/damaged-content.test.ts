import { randomBytes } from 'node:crypto'
import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { unpack } from '../../../src/inputs/archives/unpack.ts'
import { readArchive } from '../../support/archives/read-archive.ts'
import { createZip } from '../../support/archives/zip.ts'

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
    expect(inputs[0]?.bytes).toBe(content.length)
    expect(inputs[0]?.records).toBe(parts * 20_000)
    expect(inputs[0]?.damage.map(({ reason }) => reason).join()).toMatch(/cannot be read further/)
  })

  it('is read up to its damage when it is too large for memory', async () => {
    const content = Buffer.concat(Array.from({ length: 20 }, () => randomBytes(2 << 20)))
    const gzip = gzipSync(content, { level: 1 })
    const at = gzip.length - 100_000
    const packed = { kind: 'held', held: gzip.subarray(0, at), from: 0, bytes: at } as const
    const limits = { bytes: 1e9, ratio: 500 }
    const chunks: Uint8Array[] = []
    const reading = (async () => {
      for await (const chunk of unpack({ kind: 'gzip', container: packed, limits }, 256 << 10))
        chunks.push(Uint8Array.from(chunk))
    })()
    await expect(reading).rejects.toThrow('cut off: its compressed bytes end too soon')
    const unpacked = Buffer.concat(chunks)
    // Random bytes are stored: nearly as many come out as went in.
    expect(unpacked.length).toBeGreaterThan(content.length - 100_000)
    expect(unpacked.equals(content.subarray(0, unpacked.length))).toBe(true)
  })

  it('of several members is read with all of them', async () => {
    const two = Buffer.concat([gzipSync(LIST), changed(gzipSync('\r\nIdentity : x\r\n'), -8)])
    const { statusOf } = await readArchive(two, { name: 'a.txt.gz' })
    expect(statusOf('a.txt')).toMatch(/^read; .*CRC/)
  })
})

describe('a damaged entry of a zip', () => {
  it.each<readonly [string, number]>([
    ['small', 100],
    ['large', 40_000],
  ])('that is %s is read up to its damage', async (_, lines) => {
    const text = `${log.toString().split('\r\n').slice(0, lines).join('\r\n')}\r\n`
    const packed = deflateRawSync(text)
    const content = Buffer.from(text)
    const cut = packed.subarray(0, packed.length - 20)
    const declares = { crc: crc32(content), bytes: content.length }
    const bytes = createZip([{ name: 'a.UccApilog', content: text, packed: cut, declares }])
    const { inputs } = await readArchive(bytes)
    const { records = 0, damage } = inputs[0] ?? {}
    expect(records).toBeGreaterThan(Math.min(lines, 20_000) - 30)
    expect(damage?.map(({ reason }) => reason).join()).toMatch(/cannot be read further: cut off/)
  })

  it('with a wrong checksum is read', async () => {
    const bytes = createZip([{ name: 'a.txt', content: LIST, declares: { crc: 1 } }])
    const { inputs } = await readArchive(bytes)
    expect(inputs[0]).toMatchObject({ format: 'powershell-list', status: 'read', records: 1 })
    expect(inputs[0]?.damage.map(({ reason }) => reason).join()).toMatch(/CRC/)
  })
})
