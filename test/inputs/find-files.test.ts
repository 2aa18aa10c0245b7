import {
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
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

describe('finding files', () => {
  it('has a fixed order, takes a spool as one input, and names the users', () => {
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

  it('finds a file once when it is given twice', () => {
    const file = join(folder, 'Tracing', 'Lync-UccApi-0.UccApilog')
    expect(findFiles([file, file])).toHaveLength(1)
    const link = join(folder, 'the same log')
    symlinkSync(file, link)
    expect(findFiles([file, link])).toHaveLength(1)
  })

  it('finds the spool when one of its items is given', () => {
    const item = join(folder, 'sip_Kim@contoso.example', 'History Spooler', '1.hist')
    expect(findFiles([item, item]).map(({ kind, user }) => [kind, user])).toEqual([
      ['spool-folder', 'kim@contoso.example'],
    ])
  })

  describe('with names that are not UTF-8', () => {
    const raw = (...path: string[]) => Buffer.from([folder, ...path].join('/'), 'latin1')
    const JURGEN = 'sip_jürgen@contoso.example'

    beforeEach(() => {
      mkdirSync(raw('Ordner für Logs', 'deeper'), { recursive: true })
      mkdirSync(raw(JURGEN, 'History Spooler', 'für'), { recursive: true })
      writeFileSync(raw('Tracing', 'Jürgen.log'), 'text')
      writeFileSync(raw('Ordner für Logs', 'deeper', 'a.log'), 'in a folder')
      writeFileSync(raw(JURGEN, 'History Spooler', 'für', '1.hist'), 'x')
      writeFileSync(raw('sip_Kim@contoso.example', 'History Spooler', 'ä.hist'), 'x')
    })

    it('reads files by their bytes, and shows the bytes escaped', () => {
      const found = findFiles([folder]).filter(({ path }) => path.includes('%'))
      expect(found).toMatchObject([
        {
          kind: 'file',
          path: join('Ordner f%FCr Logs', 'deeper', 'a.log'),
          content: Buffer.from('in a folder'),
        },
        { kind: 'file', path: join('Tracing', 'J%FCrgen.log'), content: Buffer.from('text') },
        {
          kind: 'spool-folder',
          path: join('sip_j%FCrgen@contoso.example', 'History Spooler'),
          user: 'j%fcrgen@contoso.example',
        },
      ])
    })

    it('lists the items of spools, and loses none', () => {
      const spools = findFiles([folder]).filter(({ kind }) => kind === 'spool-folder')
      const names = spools.map((spool) =>
        [...readSpoolFolder(spool)]
          .flat()
          .flatMap((item) => (item.kind === 'spool-item' ? [item.name] : [])),
      )
      expect(names).toEqual([
        ['%E4.hist', '1.hist', '2.hist', join('deeper', '3')],
        ['4.hist'],
        [join('f%FCr', '1.hist')],
      ])
    })

    it('takes a spool that cannot be listed as unreadable, not as one without items', () => {
      const spool = raw(JURGEN, 'History Spooler')
      chmodSync(spool, 0)
      // Permissions do not apply to root.
      const isRoot = process.geteuid?.() === 0
      if (isRoot) {
        chmodSync(folder, 0o755)
        process.seteuid?.(65_534)
      }
      try {
        expect(findFiles([folder]).filter(({ path }) => path.includes('sip_j'))).toMatchObject([
          {
            kind: 'unreadable',
            path: join('sip_j%FCrgen@contoso.example', 'History Spooler'),
            problem: 'permission denied',
          },
        ])
      } finally {
        if (isRoot) process.seteuid?.(0)
        chmodSync(spool, 0o755)
      }
    })
  })

  it('counts the files beyond its limit, and still finds the spools', () => {
    for (let number = 0; number < 20; number += 1)
      writeFileSync(join(folder, 'Tracing', `${number}.log`), '')
    const found = findFiles([folder], { maxFiles: 5, maxSpools: 1 })
    expect(found.map(({ kind }) => kind)).toEqual([
      ...Array(5).fill('file'),
      'spool-folder',
      'unreadable',
    ])
    // One of the 21 in Tracing, 5 of which are inputs; a file beside a spool; the other spool.
    expect(found.at(-1)).toMatchObject({
      path: 'Tracing',
      problem:
        '18 more files are not read: a case has at most 5 (--max-files). ' +
        'Pass the folder with the logs of one user',
    })
  })

  it('lists a file that Windows would download, and never opens it', () => {
    const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('win32')
    onTestFinished(() => platform.mockRestore())
    const file = openSync(join(folder, 'Tracing', 'cloud.etl'), 'w')
    // A sparse file takes no blocks either.
    ftruncateSync(file, 100_000)
    closeSync(file)
    expect(findFiles([join(folder, 'Tracing')])).toMatchObject([
      { kind: 'file', path: 'Lync-UccApi-0.UccApilog' },
      {
        kind: 'unreadable',
        path: 'cloud.etl',
        bytes: 100_000,
        problem: 'kept in the cloud only: reading would download it',
      },
    ])
  })

  it('throws a usage error with the path and a fix for a path that does not exist', () => {
    expect(() => findFiles([join(folder, 'nowhere')])).toThrow(
      /No such file or folder: .*nowhere\. Check the path/,
    )
    expect(() => findFiles(['C:\\PC 0142"'])).toThrow(
      'C:\\PC 0142". Inside quotes, omit the final backslash',
    )
    expect(() => findFiles(['*.UccApilog'])).toThrow('*.UccApilog. Pass the folder instead')
  })

  it('lists every file below a spool as an item, with the user of the folder', () => {
    const spool = findFiles([folder]).find(({ kind }) => kind === 'spool-folder')
    if (!spool) throw new Error('no spool found')
    const observations = [...readSpoolFolder(spool)].flat()
    const items = observations.flatMap((observation) =>
      observation.kind === 'spool-item'
        ? [[observation.name, observation.bytes, observation.user]]
        : [],
    )
    expect(items).toEqual([
      ['1.hist', 1, 'kim@contoso.example'],
      ['2.hist', 1, 'kim@contoso.example'],
      [join('deeper', '3'), 1, 'kim@contoso.example'],
    ])
    expect(observations.map(({ kind }) => kind)).toContain('spool-folder')
  })
})
