import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findFiles } from '../../src/inputs/find-files.ts'
import { readSpoolFolder } from '../../src/inputs/spool-folder.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
  const file = (...path: string[]) => {
    mkdirSync(join(folder, ...path.slice(0, -1)), { recursive: true })
    writeFileSync(join(folder, ...path), 'x')
  }
  file('Tracing', 'Lync-UccApi-0.UccApilog')
  file('sip_Kim@contoso.example', 'History Spooler', '2.hist')
  file('sip_Kim@contoso.example', 'History Spooler', '1.hist')
  file('sip_Kim@contoso.example', 'History Spooler', 'deeper', '3')
  file('sip_alex@contoso.example', 'history spooler', '4.hist')
  file('sip_alex@contoso.example', 'EndpointConfiguration.cache')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('what a named folder holds', () => {
  it('is found in a fixed order, spools whole, users kept apart', () => {
    expect(findFiles([folder]).map(({ kind, path, user }) => ({ kind, path, user }))).toEqual([
      { kind: 'file', path: join('Tracing', 'Lync-UccApi-0.UccApilog'), user: undefined },
      {
        kind: 'spool-folder',
        path: join('sip_Kim@contoso.example', 'History Spooler'),
        user: 'kim@contoso.example',
      },
      {
        kind: 'file',
        path: join('sip_alex@contoso.example', 'EndpointConfiguration.cache'),
        user: 'alex@contoso.example',
      },
      {
        kind: 'spool-folder',
        path: join('sip_alex@contoso.example', 'history spooler'),
        user: 'alex@contoso.example',
      },
    ])
  })

  it('is found once when it is named twice', () => {
    const file = join(folder, 'Tracing', 'Lync-UccApi-0.UccApilog')
    expect(findFiles([file, file])).toHaveLength(1)
    const link = join(folder, 'the same log')
    symlinkSync(file, link)
    expect(findFiles([file, link])).toHaveLength(1)
  })

  it('an item of a spool named by itself means its spool', () => {
    const item = join(folder, 'sip_Kim@contoso.example', 'History Spooler', '1.hist')
    expect(findFiles([item, item]).map(({ kind, user }) => [kind, user])).toEqual([
      ['spool-folder', 'kim@contoso.example'],
    ])
  })

  it('does not lead along links', () => {
    symlinkSync(folder, join(folder, 'again'))
    const found = findFiles([folder])
    expect(found).toHaveLength(5)
    expect(found.filter(({ kind }) => kind === 'unreadable')).toEqual([
      expect.objectContaining({
        path: 'again',
        bytes: 0,
        problem: 'a link, which is not followed: name what it points to',
      }),
    ])
  })

  it('that does not exist is a mistake of usage that says the path', () => {
    expect(() => findFiles([join(folder, 'nowhere')])).toThrow(
      /No such file or folder: .*nowhere\. Check the path/,
    )
    expect(() => findFiles(['C:\\PC 0142"'])).toThrow(
      'C:\\PC 0142". In quotes, leave out the backslash at the end',
    )
    expect(() => findFiles(['*.UccApilog'])).toThrow('*.UccApilog. Name the folder instead')
  })

  it('every regular file below a spool is an item, with the user of its folder', () => {
    const spool = findFiles([folder]).find(({ kind }) => kind === 'spool-folder')
    if (!spool) throw new Error('no spool found')
    const seen = [...readSpoolFolder(spool)].flat()
    const items = seen.flatMap((one) =>
      one.kind === 'spool-item' ? [[one.name, one.bytes, one.user]] : [],
    )
    expect(items).toEqual([
      ['1.hist', 1, 'kim@contoso.example'],
      ['2.hist', 1, 'kim@contoso.example'],
      [join('deeper', '3'), 1, 'kim@contoso.example'],
    ])
    expect(seen.map(({ kind }) => kind)).toContain('spool-folder')
  })
})
