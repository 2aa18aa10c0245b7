import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashBundle } from '../../src/batch/hash-bundle.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
  mkdirSync(join(folder, 'bundle', 'Tracing'), { recursive: true })
  writeFileSync(join(folder, 'bundle', 'Tracing', 'a.log'), 'what was logged')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const inBundle = (...path: string[]) => join(folder, 'bundle', ...path)

describe('the hash of a bundle', () => {
  it('of a file is the hash of its bytes', async () => {
    expect(await hashBundle(inBundle('Tracing', 'a.log'))).toBe(
      createHash('sha256').update('what was logged').digest('hex'),
    )
  })

  it('is the same for a copy of a folder, whatever its name and times', async () => {
    cpSync(inBundle(), join(folder, 'copy'), { recursive: true })
    utimesSync(join(folder, 'copy', 'Tracing', 'a.log'), 1, 1)
    expect(await hashBundle(join(folder, 'copy'))).toBe(await hashBundle(inBundle()))
  })

  it('changes with the name and content of a file, and with another file', async () => {
    const hashes = [await hashBundle(inBundle())]
    renameSync(inBundle('Tracing', 'a.log'), inBundle('Tracing', 'b.log'))
    hashes.push(await hashBundle(inBundle()))
    writeFileSync(inBundle('Tracing', 'b.log'), 'what was logge!')
    hashes.push(await hashBundle(inBundle()))
    mkdirSync(inBundle('sip_kim@contoso.example', 'History Spooler'), { recursive: true })
    hashes.push(await hashBundle(inBundle()))
    expect(new Set(hashes).size).toBe(4)
  })

  it('changes with the time of a spooled item', async () => {
    mkdirSync(inBundle('History Spooler'))
    writeFileSync(inBundle('History Spooler', '1.hist'), 'x')
    utimesSync(inBundle('History Spooler', '1.hist'), 1e9, 1e9)
    const before = await hashBundle(inBundle())
    utimesSync(inBundle('History Spooler', '1.hist'), 1e9, 1e9 + 60)
    expect(await hashBundle(inBundle())).not.toBe(before)
  })

  it('rejects if the bundle cannot be read', async () => {
    await expect(hashBundle(join(folder, 'nowhere'))).rejects.toThrow('ENOENT')
  })
})
