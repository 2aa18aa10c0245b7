import { statSync } from 'node:fs'
import { win32 } from 'node:path'
import { UsageError } from '../model/usage-error.ts'

/** Versions of Office that the client belongs to, the newest first. */
export const OFFICE_VERSIONS = ['16.0', '15.0']

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

/**
 * Finds the folders where Skype for Business keeps the logs and the spool of the signed-in user of
 * this Windows machine, the newest version first. Throws a `UsageError` where there are none.
 */
export function findClientFolders(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
  exists = isFolder,
): string[] {
  if (platform !== 'win32')
    throw new UsageError(
      'No files or folders were given. Only on Windows can the path be omitted, to read this ' +
        'machine’s own Skype for Business folder. Pass a path: spoolscope analyze ./bundle',
    )
  const localAppData = env.LOCALAPPDATA
  if (!localAppData)
    throw new UsageError(
      'LOCALAPPDATA is not set, so the Skype for Business folder is unknown. ' +
        'Pass the folder to read.',
    )
  const folders = OFFICE_VERSIONS.map((version) =>
    win32.join(localAppData, 'Microsoft', 'Office', version, 'Lync'),
  )
  const existing = folders.filter(exists)
  if (existing.length === 0)
    throw new UsageError(
      'This machine has no Skype for Business folder: neither ' +
        `${folders.join(' nor ')} exists. Pass the folder to read.`,
    )
  return existing
}
