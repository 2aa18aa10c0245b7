import { isAbsolute, relative, resolve } from 'node:path'
import type { FoundInput } from '../inputs/find-files.ts'
import { withoutLongPrefix } from '../inputs/folders/local-path.ts'
import { UsageError } from '../model/usage-error.ts'
import { STANDARD_OUTPUT } from './output-file.ts'
import { realPathOf, resolveTarget } from './resolve-target.ts'

/**
 * Throws a UsageError when a write to `output` would change an input, or add a file to a History
 * Spooler or to a folder whose files are not all known. `option` names the option for the message, without its dashes.
 */
export function rejectEvidencePath(
  output: string,
  found: readonly FoundInput[],
  option = 'output',
): void {
  if (output === STANDARD_OUTPUT) return
  const target = resolveTarget(output)
  for (const { kind, location } of found) {
    if (kind === 'stream') continue
    const path = relative(realPathOf(location) ?? withoutLongPrefix(resolve(location)), target)
    // Between two drives of Windows the relative path is absolute.
    const isInside = !isAbsolute(path) && path.split(/[\\/]/)[0] !== '..'
    // Not all files of a folder that cannot be listed, or has too many of them, are known.
    const isFolder = kind === 'spool-folder' || kind === 'unreadable'
    if (path === '' || (isFolder && isInside))
      throw new UsageError(
        `--${option} ${output} would write over evidence. Choose a place outside of it.`,
      )
  }
}
