import { describe, expect, it } from 'vitest'
import { loadDecoder } from '../../src/inputs/code-pages.ts'
import { parseCodePageName } from '../../src/model/text/code-page.ts'

describe('the name of a code page', () => {
  it.each([
    ['850', 'cp850'],
    ['cp850', 'cp850'],
    ['IBM-850', 'cp850'],
    ['437', 'cp437'],
    ['1252', 'windows-1252'],
    ['windows-1257', 'windows-1257'],
    ['cp1251', 'windows-1251'],
    ['866', 'ibm866'],
    ['874', 'windows-874'],
    ['932', 'shift_jis'],
    ['Shift_JIS', 'shift_jis'],
    ['cp936', 'gbk'],
    ['949', 'euc-kr'],
    ['big5', 'big5'],
    ['65001', 'utf-8'],
    ['koi8-r', 'koi8-r'],
  ])('may be %s', (text, name) => {
    expect(parseCodePageName(text)).toBe(name)
  })

  it.each(['', '12', '99999', 'utf-16le', 'german', 'cp1234'])('is not “%s”', (text) => {
    expect(parseCodePageName(text)).toBeUndefined()
  })
})

describe('a code page', () => {
  it.each<readonly [string, readonly number[], string]>([
    ['437', [0x8e, 0x99, 0xe1], 'ÄÖß'],
    ['850', [0x81, 0xa0, 0xd0], 'üáð'],
    ['852', [0xa5, 0x88], 'ął'],
    ['866', [0x8f, 0xa0, 0xaf], 'Пап'],
    ['874', [0xa1, 0xd2], 'กา'],
    ['932', [0x95, 0x5c, 0x8e, 0xa6], '表示'],
    ['936', [0xc4, 0xbf, 0xc2, 0xbc], '目录'],
    ['949', [0xb5, 0xf0], '디'],
    ['950', [0xa5, 0xd8], '目'],
    ['1250', [0xb9, 0x9c], 'ąś'],
    ['1252', [0x80, 0x85, 0x93, 0x94, 0x96, 0xdf], '€…“”–ß'],
    ['1253', [0xe1, 0xf9], 'αω'],
    ['1255', [0xe0, 0xfa], 'את'],
    ['1256', [0xc7, 0xe1], 'ال'],
  ])('%s has its characters', async (name, bytes, text) => {
    const decode = await loadDecoder(parseCodePageName(name) ?? '')
    expect(decode(Uint8Array.from(bytes))).toBe(text)
  })
})
