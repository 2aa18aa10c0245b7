import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { temporaryFolder } from '../temporary-folder.ts'

/** Makes a folder with a program `spoolscope`, which is the built one. Returns its path. */
export function programFolder(): string {
  const folder = join(temporaryFolder('program'), 'bin')
  mkdirSync(folder)
  const path = join(folder, 'spoolscope')
  writeFileSync(path, `#!/bin/sh\nexec '${process.execPath}' '${resolve('dist/cli.js')}' "$@"\n`)
  chmodSync(path, 0o755)
  return folder
}
