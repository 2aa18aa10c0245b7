import { describe, expect, it } from 'vitest'
import { createTextDecoder } from '../../src/inputs/encoding.ts'
import { decodeMixedText, isMixedText } from '../../src/inputs/mixed-encodings.ts'

const decode = createTextDecoder('windows-1252')
const utf16 = (text: string) => Buffer.from(text, 'utf16le')

describe('a text of two encodings', () => {
  it.each<readonly [string, readonly Buffer[], string]>([
    [
      'PowerShell, then cmd',
      [utf16('\ufeff2016-06-14\r\n'), Buffer.from('C:\\>dir\r\n')],
      '2016-06-14\r\nC:\\>dir\r\n',
    ],
    [
      'PowerShell, then cmd in a code page',
      [utf16('\ufeffa\r\n'), Buffer.from(' R\xe9pertoire de C:\\\r\n', 'latin1')],
      'a\r\n Répertoire de C:\\\r\n',
    ],
    [
      'cmd, then PowerShell',
      [Buffer.from('C:\\>dir\r\n'), utf16('Name : x\r\n')],
      'C:\\>dir\r\nName : x\r\n',
    ],
    [
      'PowerShell, cmd, PowerShell',
      [utf16('\ufeffa b\r\n'), Buffer.from('one\r\n\r\n'), utf16('\ufeffc d\r\n')],
      'a b\r\none\r\n\r\nc d\r\n',
    ],
    [
      'Japanese, then cmd',
      [utf16('\ufeff目録 の\r\n文字\r\n'), Buffer.from('x y\r\n')],
      '目録 の\r\n文字\r\nx y\r\n',
    ],
  ])('%s is read in its parts', (_, parts, text) => {
    const bytes = Buffer.concat(parts)
    expect(isMixedText(bytes)).toBe(true)
    expect(decodeMixedText(bytes, decode)).toBe(text)
  })

  it.each<readonly [string, Buffer]>([
    ['UTF-16', utf16('\ufeffName : x\r\n\r\nOther : y\r\n')],
    ['UTF-16 without a mark', utf16('Name : x\r\nOther')],
    ['Japanese UTF-16', utf16('\ufeff目録\r\n文字列\r\n漢字')],
    ['UTF-8', Buffer.from('Name : Überall\r\nx\r\n')],
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(64)],
  ])('is not %s', (_, bytes) => {
    expect(decodeMixedText(bytes, decode)).toBeUndefined()
  })
})
