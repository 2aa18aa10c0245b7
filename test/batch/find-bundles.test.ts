import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { findBundles } from '../../src/batch/find-bundles.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const at = (...parts: readonly string[]) => join(folder, ...parts)
for (const path of [
  'bundles/PC-2',
  'bundles/PC-10',
  'bundles/.hidden',
  'other/PC-3',
  'empty',
  'bundle/Lync',
  'sets/a/PC-1',
  'sets/b/PC-1',
  'links',
])
  mkdirSync(at(path), { recursive: true })
for (const path of ['bundles/PC-1.zip', 'other/[PC].zip', 'bundle/notes.txt'])
  writeFileSync(at(path), '')
symlinkSync('..', at('links', 'PC-link'))

async function found(
  operands: readonly string[],
  input: string | readonly Buffer[] = '',
  isWanted = (_: string) => true,
) {
  const stdin = Readable.from(typeof input === 'string' ? [Buffer.from(input)] : input)
  const { paths, total } = findBundles({
    operands,
    stdin,
    platform: process.platform,
    isWanted,
  })
  const all: string[] = []
  for await (const path of paths) all.push(path)
  return { all, total }
}

describe('finds as bundles', () => {
  it('the children of a folder, in a fixed order', async () => {
    const all = ['.hidden', 'PC-1.zip', 'PC-10', 'PC-2'].map((name) => at('bundles', name))
    expect(await found([at('bundles')])).toEqual({ all, total: 4 })
    expect((await found([`${at('bundles')}/`])).all).toEqual(all)
  })

  it('a named file', async () => {
    expect(await found([at('bundles', 'PC-1.zip')])).toEqual({
      all: [at('bundles', 'PC-1.zip')],
      total: 1,
    })
  })

  it.each([
    ['bundles/PC-*', ['bundles/PC-1.zip', 'bundles/PC-10', 'bundles/PC-2']],
    ['bundles/PC-?', ['bundles/PC-2']],
    ['bundles/PC-[12]*', ['bundles/PC-1.zip', 'bundles/PC-10', 'bundles/PC-2']],
    ['bundles/PC-[!1]', ['bundles/PC-2']],
    ['bundles/.h*', ['bundles/.hidden']],
    ['*/PC-[0-9]', ['bundles/PC-2', 'other/PC-3']],
    ['sets/**/PC-1', ['sets/a/PC-1', 'sets/b/PC-1']],
    ['*/*.zip', ['bundles/PC-1.zip', 'other/[PC].zip']],
    ['{bundles,other}/PC-{2,3}', ['bundles/PC-2', 'other/PC-3']],
    ['{sets/a,other}/*', ['other/PC-3', 'other/[PC].zip', 'sets/a/PC-1']],
    ['bundles/PC-{1..9}', ['bundles/PC-2']],
    ['links/*', ['links/PC-link']],
  ])('the paths that match %s', async (pattern, paths) => {
    expect((await found([`${folder}/${pattern}`])).all).toEqual(paths.map((path) => at(path)))
  })

  it('a pattern of the current folder, as it is written', async () => {
    expect((await found(['samples/who*/healthy'])).all).toEqual(['samples/whole/healthy'])
    expect((await found(['./samples/who*/healthy/'])).all).toEqual(['samples/whole/healthy'])
  })

  it('everything but what is excluded', async () => {
    const operands = [at('bundles'), `!${folder}/bundles/*.zip`, `!${at('bundles', 'PC-2')}`]
    expect(await found(operands)).toEqual({
      all: ['.hidden', 'PC-10'].map((name) => at('bundles', name)),
      total: 2,
    })
    const { all } = await found(['-', `!${folder}/**/PC-2`], `${at('bundles', 'PC-2')}\nother\n`)
    expect(all).toEqual(['other'])
  })

  it('no link to a folder above it for ever', async () => {
    const { all } = await found([`${folder}/links/**/PC-*`])
    expect(all).toEqual([at('links', 'PC-link')])
  })

  it('a file whose name looks like a pattern', async () => {
    expect((await found([at('other', '[PC].zip')])).all).toEqual([at('other', '[PC].zip')])
  })

  it('each line of standard input, unchanged', async () => {
    const { all, total } = await found(['-'], 'a b\r\n\r\n  \nmissing\n\u001b[31m\n/x/é\nlast')
    expect(all).toEqual(['a b', 'missing', '\u001b[31m', '/x/é', 'last'])
    expect(total).toBeUndefined()
  })

  it('lines of standard input, in chunks of any size', async () => {
    const bytes = Buffer.from('\ufeffé1\né2\r\né3\n')
    expect(
      (
        await found(
          ['-'],
          Array.from(bytes, (byte) => Buffer.from([byte])),
        )
      ).all,
    ).toEqual(['é1', 'é2', 'é3'])
  })

  it.each(['', '\n', ' \r\n\n'])('nothing but an error for %j on standard input', async (text) => {
    await expect(found(['-'], text)).rejects.toThrow('Standard input has no path.')
  })

  it('only the beginning of a line without an end', async () => {
    const chunk = Buffer.alloc(1 << 20, 'x')
    const { all } = await found(['-'], [...Array<Buffer>(20).fill(chunk), Buffer.from('\nnext\n')])
    expect(all.map(({ length }) => length)).toEqual([32_767, 4])
  })

  it('each bundle once, and only wanted ones', async () => {
    const twice = [at('bundles'), at('bundles'), `${folder}/*/PC-2`, '-']
    const { all } = await found(
      twice,
      `${at('bundles', 'PC-2')}\nnew\nnew\n`,
      (path) => !path.endsWith('.zip'),
    )
    expect(all).toEqual([...['.hidden', 'PC-10', 'PC-2'].map((name) => at('bundles', name)), 'new'])
  })
})

describe('operands without bundles are rejected with the fix', () => {
  it.each([
    [[], 'No bundles given. Pass the folder that contains them'],
    [['!x'], 'No bundles given. Pass the folder that contains them'],
    [['nowhere'], 'No such file or folder: nowhere.'],
    [[`${folder}/nothing-*`], `No path matches ${folder}/nothing-*. Check the pattern`],
    [[`${folder}/nowhere/**/x`], 'No path matches'],
    [[at('empty')], `${at('empty')} is empty. Pass the folder that contains the bundles.`],
    [
      [at('bundle')],
      `${at('bundle')} looks like a bundle itself (Lync): each file in it would be a case.`,
    ],
  ])('%j', (operands, message) => {
    expect(() =>
      findBundles({ operands, stdin: Readable.from([]), platform: 'linux', isWanted: () => true }),
    ).toThrow(message)
  })
})
