import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { filesBelow } from './support/samples.ts'

const contents = (folder: string) =>
  Object.fromEntries(filesBelow(folder).map((path) => [relative(folder, path), readFileSync(path, 'latin1')]))

it('the whole samples are what their maker makes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spoolscope-'))
  try {
    const made = spawnSync(process.execPath, ['samples/make/all.mjs', join(folder, 'whole')])
    expect(made.status).toBe(0)
    const fresh = contents(join(folder, 'whole'))
    expect(Object.keys(fresh).length).toBeGreaterThan(50)
    expect(contents(join('samples', 'whole'))).toEqual(fresh)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
