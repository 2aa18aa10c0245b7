import { execFileSync } from 'node:child_process'
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { type FindOptions, findFiles } from '../../../src/inputs/find-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

let folder: string
let outside: string
beforeEach(() => {
  // On some systems the folder for temporary files is behind a link.
  folder = realpathSync(temporaryFolder('case'))
  outside = realpathSync(temporaryFolder('outside'))
})

const write = (...path: string[]) => {
  mkdirSync(join(...path.slice(0, -1)), { recursive: true })
  writeFileSync(join(...path), 'x')
}

/** Kind and path of every input, and the problem of one that is not read. */
const find = (options: FindOptions = {}) =>
  findFiles([folder], options).map(({ kind, path, problem }) =>
    problem === undefined ? `${kind} ${path}` : `${path}: ${problem}`,
  )

describe('a link in a folder', () => {
  it('is listed with its target, and how to follow it', () => {
    symlinkSync(outside, join(folder, 'folder'))
    symlinkSync('../no\nwhere', join(folder, 'gone'))
    expect(find()).toEqual([
      `folder: a link to ${outside}, which is not followed: pass its target, or --follow-links`,
      'gone: a link to ../no\nwhere, which is not followed: pass its target, or --follow-links',
    ])
  })

  it('with a very long target shows its beginning', () => {
    symlinkSync('x/'.repeat(2000), join(folder, 'long'))
    expect(find()[0]?.length).toBeLessThan(400)
  })

  describe('that is followed', () => {
    const followed = () => find({ followLinks: true })

    it('leads to files, folders and spools outside of it', () => {
      write(outside, 'logs', 'a.log')
      write(outside, 'sip_kim@contoso.example', 'History Spooler', '1.hist')
      symlinkSync(join(outside, 'logs', 'a.log'), join(folder, 'one.log'))
      symlinkSync(outside, join(folder, 'all'))
      expect(followed()).toEqual([
        `file ${join('all', 'logs', 'a.log')}`,
        `spool-folder ${join('all', 'sip_kim@contoso.example', 'History Spooler')}`,
      ])
      expect(findFiles([folder], { followLinks: true })[1]).toMatchObject({
        user: 'kim@contoso.example',
        location: join(outside, 'sip_kim@contoso.example', 'History Spooler'),
      })
    })

    it('changes nothing where its target is in the folder itself', () => {
      write(folder, 'logs', 'a.log')
      symlinkSync('logs/a.log', join(folder, '0.log'))
      symlinkSync('logs', join(folder, '1'))
      expect(followed()).toEqual([
        `file ${join('logs', 'a.log')}`,
        '1: a link to logs, which is read already',
      ])
    })

    it('ends where it leads around in a circle', () => {
      write(folder, 'a', 'a.log')
      write(outside, 'b.log')
      symlinkSync('..', join(folder, 'a', 'up'))
      symlinkSync(outside, join(folder, 'out'))
      symlinkSync(folder, join(outside, 'back'))
      symlinkSync('self', join(folder, 'self'))
      expect(followed()).toEqual([
        `file ${join('a', 'a.log')}`,
        `${join('a', 'up')}: a link to .., which is read already`,
        `file ${join('out', 'b.log')}`,
        'self: a link to self, which leads around in a circle',
        `${join('out', 'back')}: a link to ${folder}, which is read already`,
      ])
    })

    it('is read once, however many links lead to its target', () => {
      // Each folder has two links to the next one: 2 to the power of 60 ways.
      for (let at = 0; at < 60; at += 1) {
        write(outside, String(at), 'a.log')
        symlinkSync(`../${at + 1}`, join(outside, String(at), 'left'))
        symlinkSync(`../${at + 1}`, join(outside, String(at), 'right'))
      }
      symlinkSync(join(outside, '0'), join(folder, 'in'))
      expect(followed().filter((text) => text.startsWith('file'))).toHaveLength(60)
      expect(followed()).toHaveLength(60 + 59 + 2)
    })

    it('is listed where its target does not exist, or is a device', () => {
      symlinkSync('gone', join(folder, 'a'))
      symlinkSync('/dev/null', join(folder, 'b'))
      expect(followed()).toEqual([
        'a: a link to gone, which does not exist',
        'b: a device, which is not read',
      ])
    })
  })
})

describe('what is neither file nor folder', () => {
  it('is listed with its kind, and never opened', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.log')])
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(join(folder, 'socket'), resolve))
    try {
      expect(find()).toEqual([
        'pipe.log: a pipe, which is not read: pass it alone',
        'socket: a socket, which is not read',
      ])
      expect(find({ followLinks: true })).toEqual(find())
    } finally {
      server.close()
    }
  })
})

describe('a folder', () => {
  it('with more files than the limit is read up to it, and says so', () => {
    for (let at = 0; at < 7; at += 1) write(folder, String(at), 'a.log')
    symlinkSync(outside, join(folder, 'link'))
    write(outside, 'b.log')
    const all = Array.from({ length: 7 }, (_, at) => `file ${join(String(at), 'a.log')}`)
    expect(find({ maxFiles: 8 }).slice(0, 7)).toEqual(all)
    expect(find({ maxFiles: 8 })).toHaveLength(8)
    const omitted = (count: string, limit: number) =>
      `${count} not read: a case has at most ${limit} (--max-files). ` +
      'Pass the folder with the logs of one user'
    const some = find({ maxFiles: 5 })
    expect(some).toHaveLength(6)
    expect(some.at(-1)).toBe(`${folder}: ${omitted('3 more files are', 5)}`)
    expect(find({ maxFiles: 7, followLinks: true }).at(-1)).toBe(
      `${folder}: ${omitted('1 more file is', 7)}`,
    )
  })

  it('is read at a depth of 1,000', () => {
    const deep = 'd/'.repeat(1000)
    mkdirSync(join(folder, deep), { recursive: true })
    write(folder, deep, 'a.log')
    expect(find()).toEqual([`file ${join(deep, 'a.log')}`])
  })
})
