import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { filesBelow } from './support/samples.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const contents = (folder: string) =>
  Object.fromEntries(
    filesBelow(folder).map((path) => [relative(folder, path), readFileSync(path, 'latin1')]),
  )

it('the samples that are made are what their maker makes', () => {
  const folder = temporaryFolder()
  try {
    const run = spawnSync(process.execPath, ['samples/make/all.mjs', folder])
    expect(run.status).toBe(0)
    expect(Object.keys(contents(folder)).length).toBeGreaterThan(50)
    for (const made of ['whole', 'tmf', join('formats', 'etl-binary')])
      expect(contents(join('samples', made))).toEqual(contents(join(folder, made)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
