import { describe, expect, it } from 'vitest'
import { EntryNames } from '../../src/share/entry-names.ts'

const claimAll = (...paths: string[]) => {
  const names = new EntryNames()
  return paths.map((path) => names.claim(path))
}

describe('the names of files in a copy', () => {
  it('stay as they are where they can', () => {
    const paths = ['a.log', 'Lync/Tracing/Lync-UccApi-0.UccApilog', 'Lync/größe.txt', '.hidden']
    expect(claimAll(...paths)).toEqual(paths)
  })

  it('get a number where another file has the name, in upper or lower case', () => {
    expect(claimAll('user-1/a.log', 'user-1/A.log', 'user-1/a.log', 'USER-1/a.log')).toEqual([
      'user-1/a.log',
      'user-1/A-2.log',
      'user-1/a-3.log',
      'USER-1/a-4.log',
    ])
  })

  it('are never those of a folder, and no folder has that of a file', () => {
    expect(claimAll('a/b', 'a', 'c', 'c/d', 'c/e')).toEqual(['a/b', 'a-2', 'c', 'c-2/d', 'c-2/e'])
  })

  it('lead to no other place', () => {
    expect(
      claimAll('../../x', '/etc/passwd', 'C:\\Windows\\x', '\\\\server\\share\\x', 'a/../b', '..'),
    ).toEqual(['__/__/x', 'etc/passwd', 'C_/Windows/x', 'server/share/x', 'a/__/b', '__-2'])
  })

  it('can be written on Windows', () => {
    expect(claimAll('nul', 'a/con.txt', 'x<y>|?*.log', 'ends. ', 'a:b', 'a\u0000b')).toEqual([
      '_nul',
      'a/_con.txt',
      'x_y____.log',
      'ends__',
      'a_b',
      'a_u{0}b',
    ])
  })

  it('are short enough for a file system, and keep their ending', () => {
    const [first = '', second = ''] = claimAll(`${'ü'.repeat(200)}.log`, `${'ü'.repeat(200)}.log`)
    expect(Buffer.byteLength(first)).toBeLessThanOrEqual(240)
    expect(first).toMatch(/^ü+\.log$/)
    expect(second).toMatch(/^ü+-2\.log$/)
  })
})
