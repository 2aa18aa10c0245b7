import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '../temporary-folder.ts'

const SOURCES =
  'src scripts packaging package.json package-lock.json tsconfig.json tsconfig.library.json LICENSE README.md'.split(
    ' ',
  )

/** Copies the sources, and what was installed, to another folder. Returns its path. */
export function copySources(): string {
  const copy = join(temporaryFolder('other place'), 'ünother spoolscope')
  mkdirSync(copy)
  for (const source of SOURCES) execFileSync('cp', ['-a', source, copy])
  for (const folder of ['node_modules', '.cache'].filter((name) => existsSync(name)))
    if (spawnSync('cp', ['-al', folder, copy]).status !== 0)
      execFileSync('cp', ['-a', folder, copy])
  return copy
}
