import { realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { FoundInput } from '../inputs/find-files.ts'
import { UsageError } from '../model/usage-error.ts'

/**
 * Refuses a place where evidence lies: an input is never overwritten, and nothing is put into a
 * History Spooler.
 */
export function rejectEvidencePath(
  output: string,
  found: readonly FoundInput[],
  option = 'output',
): void {
  const target = resolveTarget(output)
  for (const { kind, location } of found) {
    if (kind === 'stream') continue
    const way = relative(realPathOf(location), target)
    // Between two drives of Windows there is no way but the whole path.
    const inside = kind === 'spool-folder' && !isAbsolute(way) && way.split(/[\\/]/)[0] !== '..'
    if (way === '' || inside)
      throw new UsageError(
        `--${option} ${output} would write over evidence. Choose a place outside of it.`,
      )
  }
}

const realPathOf = (path: string): string => {
  try {
    return realpathSync.native(path) // as the system names it: on Windows one file has names in any case, and short ones
  } catch {
    return resolve(path) // not there yet: then its own name is all there is
  }
}

/** Where a write would end up, through links. */
export function resolveTarget(path: string): string {
  const whole = resolve(path)
  const target = realPathOf(whole)
  return target === whole ? join(realPathOf(dirname(whole)), basename(whole)) : target
}
