import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDecoding } from '../../src/inputs/read-decoding.ts'
import { UsageError } from '../../src/model/usage-error.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const client = readFileSync('samples/tmf/client.tmf', 'utf8')
const read = (...tmf: readonly string[]) => readDecoding(tmf, [], 'windows-1252')
const saying = (words: RegExp) =>
  expect.objectContaining({ name: UsageError.name, message: expect.stringMatching(words) })
const thrown = (run: () => unknown): unknown => {
  try {
    return run()
  } catch (error) {
    return error
  }
}

describe('what makes binary traces readable', () => {
  it('is nothing where nothing is named', () => {
    expect(read()).toBeUndefined()
  })

  it('is read in any encoding that Windows writes', () => {
    const wide = join(folder, 'wide.tmf')
    const ansi = join(folder, 'ansi.tmf')
    writeFileSync(wide, `\ufeff${client}`, 'utf16le')
    writeFileSync(ansi, client.replace('Lync-Client', 'Caf\xe9'), 'latin1')
    expect(read('samples/tmf/client.tmf', wide)?.tmf.map(({ text }) => text)).toEqual([
      client,
      client,
    ])
    expect(read(ansi)?.tmf[0]?.text).toContain('Café')
  })

  it('is looked for below a folder, in the order of the names', () => {
    const symbols = join(folder, 'symbols')
    mkdirSync(join(symbols, 'deep', 'er'), { recursive: true })
    for (const path of ['b.tmf', join('deep', 'er', 'C.TMF'), 'a.tmf'])
      writeFileSync(join(symbols, path), client)
    writeFileSync(join(symbols, 'readme.txt'), client)
    expect(read(symbols)?.tmf.map(({ name }) => name)).toEqual(
      ['a.tmf', 'b.tmf', join('deep', 'er', 'C.TMF')].map((path) => join(symbols, path)),
    )
  })

  it('is refused with the reason where it is nothing of the kind', () => {
    expect(thrown(() => read(join(folder, 'none.tmf')))).toEqual(
      saying(/there is no such file or folder/),
    )
    expect(thrown(() => read('README.md'))).toEqual(
      saying(/README\.md: this is no trace message format file/),
    )
    expect(thrown(() => read('docs'))).toEqual(
      saying(/no trace message format file \(\*\.tmf\) lies in this folder/),
    )
    expect(thrown(() => readDecoding([], ['samples/tmf/client.tmf'], 'windows-1252'))).toEqual(
      saying(/--manifest .* this is no instrumentation manifest/),
    )
  })
})
