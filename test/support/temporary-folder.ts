import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folders: string[] = []

/**
 * Makes an empty folder and returns its path. It is removed after the tests of the file that asked
 * for it. This is the only way for tests to get a folder: a guard fails the run when one is left.
 */
export function temporaryFolder(name = 'folder'): string {
  const path = mkdtempSync(join(tmpdir(), `${name}-`))
  folders.push(path)
  return path
}

/** Removes all folders made so far in this thread. */
export function removeTemporaryFolders(): void {
  // On Windows a file may still be open for a moment in a process that has just ended.
  for (const path of folders.splice(0))
    rmSync(path, { recursive: true, force: true, maxRetries: 5 })
}
