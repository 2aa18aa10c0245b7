import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SlidingBuffer } from '../../src/inputs/sliding-buffer.ts'
import { Utf16Transcoder } from '../../src/inputs/utf16-transcoder.ts'
import { propertyRuns } from './property-runs.ts'

const ascii = fc
  .tuple(
    fc.constantFrom('a log line\r\n', 'x'),
    fc.oneof(fc.nat(40), fc.constantFrom(4096, 32_767, 32_768, 32_769)),
  )
  .map(([text, times]) => text.repeat(times).slice(0, 40_000))
/**
 * Includes halves of surrogate pairs in any order, the byte order mark, and units whose two bytes
 * are both ASCII.
 */
const unit = fc.oneof(
  fc.nat(0xffff),
  fc.constantFrom(
    0xd83d,
    0xde00,
    0xd800,
    0xdfff,
    0xfeff,
    0xfffe,
    0x80,
    0x7f,
    0xff,
    0x100,
    0x4141,
    0x0d0a,
  ),
)
const units = fc.array(unit, { maxLength: 6 }).map((all) => String.fromCharCode(...all))
const text = fc
  .array(
    fc.oneof(
      { weight: 2, arbitrary: ascii },
      { weight: 2, arbitrary: units },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''))
const sizes = fc.oneof(
  { weight: 1, arbitrary: fc.constant([Number.MAX_SAFE_INTEGER]) },
  {
    weight: 3,
    arbitrary: fc.array(
      fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(4096, 65_535, 65_536, 65_537)),
      {
        minLength: 1,
        maxLength: 5,
      },
    ),
  },
)

it.each(['utf-16le', 'utf-16be'] as const)(
  'decodes %s like TextDecoder, whole or split anywhere',
  (encoding) => {
    fc.assert(
      fc.property(text, sizes, fc.boolean(), fc.boolean(), (content, pieces, atOddAddress, cut) => {
        const encoded = Buffer.from(content, 'utf16le')
        if (encoding === 'utf-16be') encoded.swap16()
        // Ends in the middle of a unit, or begins at an odd address.
        const length = Math.max(0, encoded.length - (cut ? 1 : 0))
        const bytes = new Uint8Array(length + 1).subarray(
          atOddAddress ? 1 : 0,
          length + (atOddAddress ? 1 : 0),
        )
        bytes.set(encoded.subarray(0, length))
        const window = new SlidingBuffer(16)
        const narrower = new Utf16Transcoder(encoding)
        const minPieceBytes = Math.ceil(length / 2000)
        for (let at = 0, turn = 0; at < length; turn += 1) {
          const size = Math.max(minPieceBytes, pieces[turn % pieces.length] as number)
          narrower.append(bytes.subarray(at, at + size), false, window)
          at += size
        }
        narrower.append(new Uint8Array(0), true, window)
        const expected = new TextEncoder().encode(
          new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes),
        )
        expect(Buffer.compare(window.bytes.subarray(window.from, window.to), expected)).toBe(0)
      }),
      propertyRuns(300),
    )
  },
)
