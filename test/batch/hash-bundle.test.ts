import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashBundle } from '../../src/batch/hash-bundle.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
  mkdirSync(join(folder, 'one', 'Tracing'), { recursive: true })
  writeFileSync(join(folder, 'one', 'Tracing', 'a.log'), 'what was logged')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const one = (...path: string[]) => join(folder, 'one', ...path)

describe('the hash of a bundle', () => {
  it('is that of the bytes of a file', async () => {
    expect(await hashBundle(one('Tracing', 'a.log'))).toBe(
      createHash('sha256').update('what was logged').digest('hex'),
    )
  })

  it('is the same for a copy of a folder, whatever its name and times', async () => {
    cpSync(one(), join(folder, 'copy'), { recursive: true })
    utimesSync(join(folder, 'copy', 'Tracing', 'a.log'), 1, 1)
    expect(await hashBundle(join(folder, 'copy'))).toBe(await hashBundle(one()))
  })

  it('is another when a file has another name, another content, or a neighbour', async () => {
    const hashes = [await hashBundle(one())]
    renameSync(one('Tracing', 'a.log'), one('Tracing', 'b.log'))
    hashes.push(await hashBundle(one()))
    writeFileSync(one('Tracing', 'b.log'), 'what was looged')
    hashes.push(await hashBundle(one()))
    mkdirSync(one('sip_kim@contoso.example', 'History Spooler'), { recursive: true })
    hashes.push(await hashBundle(one()))
    expect(new Set(hashes).size).toBe(4)
  })

  it('is another when a spooled item has another time, for it is judged by that', async () => {
    mkdirSync(one('History Spooler'))
    writeFileSync(one('History Spooler', '1.hist'), 'x')
    utimesSync(one('History Spooler', '1.hist'), 1e9, 1e9)
    const before = await hashBundle(one())
    utimesSync(one('History Spooler', '1.hist'), 1e9, 1e9 + 60)
    expect(await hashBundle(one())).not.toBe(before)
  })

  it('is that of nothing that cannot be read', async () => {
    await expect(hashBundle(join(folder, 'nowhere'))).rejects.toThrow('ENOENT')
  })
})
