import { describe, expect, it } from 'vitest'
import {
  createTextDecoder,
  createUtf16ToUtf8,
  hasCrLineEnds,
  replaceCrWithLf,
  sniffEncoding,
} from '../../src/inputs/encoding.ts'

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()

describe('encodings', () => {
  it.each([
    ['UTF-8', Buffer.from('Name : Überall'), 'utf-8', 0],
    ['UTF-8 with BOM', Buffer.from('\ufeffName'), 'utf-8', 3],
    ['UTF-16LE with BOM', Buffer.from('\ufeffName : x', 'utf16le'), 'utf-16le', 2],
    ['UTF-16LE without BOM', Buffer.from('Name : x', 'utf16le'), 'utf-16le', 0],
    ['UTF-16BE with BOM', utf16be('\ufeffName : x'), 'utf-16be', 2],
    ['UTF-16BE without BOM', utf16be('Name : x'), 'utf-16be', 0],
    ['ASCII', Buffer.from('plain'), 'utf-8', 0],
    ['an empty text', Buffer.from(''), 'utf-8', 0],
    ['binary zeros', Buffer.alloc(64), 'utf-8', 0],
  ])('detects %s', (_, bytes, encoding, bom) => {
    expect(sniffEncoding(bytes)).toEqual({ encoding, bom })
  })

  it('converts UTF-16 wherever it is cut, even inside a surrogate pair', () => {
    const text = 'Grüße 🙂 an 漢字\r\n'
    const bytes = Buffer.from(text, 'utf16le')
    for (let size = 1; size < 9; size += 1) {
      const convert = createUtf16ToUtf8('utf-16le')
      const parts: Uint8Array[] = []
      for (let at = 0; at < bytes.length; at += size)
        parts.push(convert(bytes.subarray(at, at + size), false))
      parts.push(convert(new Uint8Array(0), true))
      expect(Buffer.concat(parts).toString('utf8')).toBe(text)
    }
  })

  it('decodes a record that is not UTF-8 in the code page, and other records as UTF-8', () => {
    const decode = createTextDecoder('windows-1251')
    const bytes = Buffer.concat([Buffer.from('Grüße'), Buffer.from([0xcf, 0xf0, 0xe8])])
    expect(decode(bytes, 0, bytes.length - 3)).toBe('Grüße')
    expect(decode(bytes, bytes.length - 3, bytes.length)).toBe('При')
  })

  it('takes lone CRs for line ends only in a text without LF', () => {
    const bytes = Buffer.from('a\rb\rc')
    expect(hasCrLineEnds(bytes)).toBe(true)
    expect(hasCrLineEnds(Buffer.from('a\r\nb'))).toBe(false)
    expect(hasCrLineEnds(Buffer.from('ab'))).toBe(false)
    replaceCrWithLf(bytes, 0, bytes.length)
    expect(bytes.toString()).toBe('a\nb\nc')
  })
})
