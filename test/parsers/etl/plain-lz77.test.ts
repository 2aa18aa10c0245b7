import { describe, expect, it } from 'vitest'
import { decompressPlainLz77 } from '../../../src/parsers/etl/buffers/plain-lz77.ts'
import { literalLz77 } from '../../support/etl/etl-bytes.ts'

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

function unpack(
  packed: Uint8Array,
  length: number,
): { readonly text: string; readonly done: number } {
  const out = new Uint8Array(length)
  const done = decompressPlainLz77(packed, 0, packed.length, out, 0, length)
  return { text: Buffer.from(out.subarray(0, done)).toString('latin1'), done }
}

describe('plain LZ77', () => {
  it('decompresses the examples of [MS-XCA]', () => {
    const alphabet = 'abcdefghijklmnopqrstuvwxyz'
    expect(unpack(bytes(`3f000000${Buffer.from(alphabet).toString('hex')}`), 26).text).toBe(
      alphabet,
    )
    expect(unpack(bytes('ffffff1f 61 62 63 1700 0f ff 2601'), 300).text).toBe('abc'.repeat(100))
  })

  it('shares a length byte between two matches, and copies long matches', () => {
    // abcd, twice 4 back with 7 + 3 + nibbles 1 and 2, then 24 back with a length of its own byte
    const flags = new Uint8Array([0, 0, 0, 0x0e]) // 0000 111…
    const data = bytes('61626364 1f00 21 1f00')
    const joined = new Uint8Array([...flags, ...data])
    expect(unpack(joined, 4 + 11 + 12).text).toBe('abcd'.repeat(7).slice(0, 27))
    const literal = literalLz77(new Uint8Array(64).map((_, index) => index))
    const long = new Uint8Array([...literal, 0, 0, 0, 0x80, ...bytes('ff01 0f 2e')])
    expect(unpack(long, 64 + 64).done).toBe(128)
  })

  it('returns how far it got when the input ends early or a match is out of range', () => {
    const whole = bytes('ffffff1f 61 62 63 1700 0f ff 2601')
    for (let length = 0; length < whole.length; length++) {
      const { done } = unpack(whole.subarray(0, length), 300)
      expect(done).toBeLessThanOrEqual(Math.max(0, length - 4))
    }
    expect(unpack(bytes('ffffffff 0800 0800'), 10).done).toBe(0)
    expect(unpack(bytes('ffffff7f 61 1f00'), 10).done).toBe(1)
  })

  it('never writes past the end', () => {
    const out = new Uint8Array(20)
    expect(decompressPlainLz77(bytes('ffffff1f 61 62 63 1700 0f ff 2601'), 0, 13, out, 2, 12)).toBe(
      12,
    )
    expect([...out.subarray(12)]).toEqual(Array(8).fill(0))
  })
})
