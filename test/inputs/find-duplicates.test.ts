import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_ARCHIVE_LIMITS } from '../../src/inputs/archives/archive-limits.ts'
import { findDuplicates } from '../../src/inputs/find-duplicates.ts'
import type { FoundInput } from '../../src/inputs/find-files.ts'
import { findInputs } from '../../src/inputs/find-inputs.ts'
import { folderEntries } from '../support/archives/folder-entries.ts'
import { createZip } from '../support/archives/zip.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder('duplicates')
})

function write(path: string, content: string | Uint8Array, writtenAt?: number): void {
  const target = join(folder, path)
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, content)
  if (writtenAt !== undefined) utimesSync(target, writtenAt, writtenAt)
}

/** `copy = original` for each duplicate, sorted. */
async function duplicates(): Promise<string[]> {
  const found = await findInputs([folder], { limits: DEFAULT_ARCHIVE_LIMITS })
  const name = ({ path }: FoundInput) => path.replaceAll('\\', '/')
  return [...(await findDuplicates(found))]
    .map(([copy, original]) => `${name(copy)} = ${name(original)}`)
    .sort()
}

describe('equal files', () => {
  it('are found by content, and the plain name is the original', async () => {
    write('log.txt', 'records')
    write('log (2).txt', 'records')
    write('log.txt.bak', 'records')
    write('other.txt', 'RECORDS')
    expect(await duplicates()).toEqual(['log (2).txt = log.txt', 'log.txt.bak = log.txt'])
  })

  it('are found in an archive', async () => {
    write('logs/a.txt', 'records')
    writeFileSync(join(folder, 'a.zip'), createZip(folderEntries(join(folder, 'logs'))))
    expect(await duplicates()).toEqual(['a.zip/a.txt = logs/a.txt'])
  })

  it('differ when they are large and only their ends differ', async () => {
    const bytes = new Uint8Array(300 << 10)
    write('a.etl', bytes)
    write('b.etl', bytes)
    bytes[bytes.length - 1] = 1
    write('c.etl', bytes)
    expect(await duplicates()).toEqual(['b.etl = a.etl'])
  })

  it('are not duplicates when they are empty, or are of two users', async () => {
    write('a.txt', '')
    write('b.txt', '')
    write('sip_kim@contoso.example/im.txt', 'text')
    write('sip_lee@contoso.example/im.txt', 'text')
    expect(await duplicates()).toEqual([])
  })

  it('are not duplicates when their names state other times', async () => {
    write('drafts-20160614-1000.txt', 'Name : Drafts')
    write('drafts-20160614-1100.txt', 'Name : Drafts')
    expect(await duplicates()).toEqual([])
  })
})

describe('spools', () => {
  const spool = (root: string) => `${root}/sip_kim@contoso.example/History Spooler`

  it('with the same items are one, and the one with the earlier times is the original', async () => {
    write(`${spool('a')}/1.hist`, 'text', 2000)
    write(`${spool('b')}/1.hist`, 'other', 1000)
    expect(await duplicates()).toEqual([])
    write(`${spool('b')}/1.hist`, 'TEXT', 1000)
    expect(await duplicates()).toEqual([`${spool('a')} = ${spool('b')}`])
  })

  it('of two versions of the client are two', async () => {
    write(`${spool('Office/15.0/Lync')}/1.hist`, 'text', 1000)
    write(`${spool('Office/16.0/Lync')}/1.hist`, 'text', 1000)
    expect(await duplicates()).toEqual([])
  })
})
