import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDecoding } from '../../src/inputs/read-decoding.ts'
import { UsageError } from '../../src/model/usage-error.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const client = readFileSync('samples/tmf/client.tmf', 'utf8')
const read = (...tmf: readonly string[]) => readDecoding(tmf, [], 'windows-1252')
const usageError = (words: RegExp) =>
  expect.objectContaining({ name: UsageError.name, message: expect.stringMatching(words) })
const errorOf = (run: () => unknown): unknown => {
  try {
    return run()
  } catch (error) {
    return error
  }
}

describe('reading decoding files', () => {
  it('returns undefined without paths', () => {
    expect(read()).toBeUndefined()
  })

  it('reads every encoding that Windows writes', () => {
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

  it('finds the files below a folder, ordered by name', () => {
    const symbols = join(folder, 'symbols')
    mkdirSync(join(symbols, 'deep', 'er'), { recursive: true })
    for (const path of ['b.tmf', join('deep', 'er', 'C.TMF'), 'a.tmf'])
      writeFileSync(join(symbols, path), client)
    writeFileSync(join(symbols, 'readme.txt'), client)
    expect(read(symbols)?.tmf.map(({ name }) => name)).toEqual(
      ['a.tmf', 'b.tmf', join('deep', 'er', 'C.TMF')].map((path) => join(symbols, path)),
    )
  })

  it('throws a usage error for a path without such a file', () => {
    expect(errorOf(() => read(join(folder, 'none.tmf')))).toEqual(
      usageError(/no such file or folder/),
    )
    expect(errorOf(() => read('README.md'))).toEqual(
      usageError(/README\.md: this is not a trace message format file/),
    )
    expect(errorOf(() => read('docs'))).toEqual(
      usageError(/this folder does not contain a trace message format file \(\*\.tmf\)/),
    )
    expect(errorOf(() => readDecoding([], ['samples/tmf/client.tmf'], 'windows-1252'))).toEqual(
      usageError(/--manifest .* this is not an instrumentation manifest/),
    )
  })
})
