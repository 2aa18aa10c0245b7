import { statSync } from 'node:fs'
import { joinLines } from '../terminal/terminal-text.ts'
import type { CommandContext } from './command-context.ts'

/** The permission of everybody to read a file. */
const READABLE_BY_ALL = 0o004

/**
 * Warns on standard error when everybody on this machine can read the key that
 * names are replaced with. Windows has no such permission.
 */
export function warnReadableKey(
  path: string,
  { stderr, platform }: Pick<CommandContext, 'stderr' | 'platform'>,
): void {
  if (platform === 'win32') return
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isFile() && (stats.mode & READABLE_BY_ALL) !== 0)
    stderr.write(
      joinLines([
        `spoolscope: everybody on this machine can read the key ${path}. ` +
          `Keep it to yourself: chmod 600 ${path}`,
      ]),
    )
}
