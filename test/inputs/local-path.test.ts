import { win32 } from 'node:path'
import { describe, expect, it } from 'vitest'
import { rootName, toEntryName } from '../../src/collect/local-path.ts'
import { findClientFolders } from '../../src/inputs/find-client-folders.ts'
import { toName, withoutLongPrefix } from '../../src/inputs/folders/local-path.ts'

describe('a path of Windows', () => {
  it.each([
    ['\\\\?\\C:\\Users\\kim', 'C:\\Users\\kim'],
    ['\\\\?\\UNC\\server\\share\\Lync', '\\\\server\\share\\Lync'],
    ['\\\\?\\unc\\server\\share\\Lync', '\\\\server\\share\\Lync'],
    ['\\\\server\\share\\Lync', '\\\\server\\share\\Lync'],
    ['C:\\Users\\kim', 'C:\\Users\\kim'],
    ['\\\\?\\Volume{4c1b02c1}\\Lync', '\\\\?\\Volume{4c1b02c1}\\Lync'],
    ['/home/kim', '/home/kim'],
  ])('%s is the file %s', (path, plain) => {
    expect(withoutLongPrefix(path)).toBe(plain)
    expect(win32.relative(withoutLongPrefix(path), plain)).toBe('')
  })

  it.each([
    ['C:\\Users\\kim\\AppData\\Local\\Microsoft\\Office\\16.0\\Lync', 'Office/16.0/Lync'],
    ['\\\\?\\C:\\Users\\kim\\AppData\\Local\\Microsoft\\Office\\15.0\\Lync\\', 'Office/15.0/Lync'],
    ['\\\\server\\profiles$\\kim\\Microsoft\\Office\\16.0\\lync', 'Office/16.0/lync'],
    ['D:/Fälle/16.0/Lync', 'Office/16.0/Lync'],
  ])('%s is %s in a bundle', (location, name) => expect(rootName(location)).toBe(name))
})

it.each(['D:\\Profile\\Žofie', '\\\\server\\profiles$\\kim', '\\\\?\\D:\\Profile'])(
  'the folder of the client is found where LOCALAPPDATA is redirected to: %s',
  (LOCALAPPDATA) => {
    const lync = `${LOCALAPPDATA}\\Microsoft\\Office\\16.0\\Lync`
    const folders = findClientFolders({ LOCALAPPDATA }, 'win32', (path) => path === lync)
    expect(folders).toEqual([lync])
  },
)

describe('a name on Linux', () => {
  it('is a text only if that says all of its bytes', () => {
    expect(toName(Buffer.from('für.log'))).toBe('für.log')
    // The replacement character is a character like any other.
    expect(toName(Buffer.from('\ufffd.log'))).toBe('\ufffd.log')
    for (const bytes of [[0x66, 0xfc], [0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0xaf]])
      expect(toName(Buffer.from(bytes))).toEqual(Buffer.from(bytes))
  })

  it('in a bundle shows the bytes that are not characters, and separates no folders', () => {
    expect(toEntryName(Buffer.from([0x66, 0xfc, 0x72]))).toBe('f%FCr')
    expect(toEntryName('a\\b:c')).toBe('a%5Cb%3Ac')
    expect(toEntryName('\ud800')).toBe('%D800')
  })
})
