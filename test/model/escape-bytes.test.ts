import { expect, it } from 'vitest'
import { decodeEscaped } from '../../src/model/text/escape-bytes.ts'

it.each([
  [[], ''],
  [[0x61, 0xe9, 0x62], 'a%E9b'],
  [[0xff, 0xfe], '%FF%FE'],
  [[0xc3, 0xa9, 0xc3], 'é%C3'],
  [[0xf0, 0x9f, 0x98, 0x80, 0xf0, 0x9f], '😀%F0%9F'],
  [[0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
])('decodes %j', (bytes, text) => {
  expect(decodeEscaped(Uint8Array.from(bytes))).toBe(text)
})
