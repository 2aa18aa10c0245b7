import { statSync } from 'node:fs'
import { win32 } from 'node:path'
import { UsageError } from '../model/usage-error.ts'

const VERSIONS = ['16.0', '15.0']

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

/**
 * The folders where Skype for Business keeps its logs and spool on this Windows machine, for the
 * user who is signed in.
 */
export function findClientFolders(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  exists = isFolder,
): string[] {
  if (platform !== 'win32')
    throw new UsageError(
      'Which files or folders? Only on Windows can the path be left out, to read this machine’s own Skype for Business folder. Example: spoolscope analyze ./bundle',
    )
  const local = env.LOCALAPPDATA
  if (!local)
    throw new UsageError(
      'LOCALAPPDATA is not set, so the Skype for Business folder is not known. Name the folder to read.',
    )
  const folders = VERSIONS.map((version) =>
    win32.join(local, 'Microsoft', 'Office', version, 'Lync'),
  )
  const present = folders.filter(exists)
  if (present.length === 0)
    throw new UsageError(
      `Skype for Business has no folder on this machine: neither ${folders.join(' nor ')}. Name the folder to read.`,
    )
  return present
}
