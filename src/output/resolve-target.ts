import { readlinkSync, realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { withoutLongPrefix } from '../inputs/folders/local-path.ts'

/**
 * Linux follows no more. Links may form a loop.
 * Limit: links in the path of an output.
 * Beyond: the path is not resolved, and the system refuses it.
 */
const MAX_LINKS = 40

/**
 * The file that a write to a path would change, as an absolute path: links are followed, also those
 * whose target does not exist yet. The path itself where there are too many links.
 */
export function resolveTarget(path: string): string {
  const start = withoutLongPrefix(resolve(path))
  let target = start
  for (let links = 0; links <= MAX_LINKS; links += 1) {
    const real = realPathOf(target)
    if (real !== undefined) return real
    const folder = dirname(target)
    target = join(realPathOf(folder) ?? folder, basename(target))
    const linked = readLink(target)
    if (linked === undefined) return target
    target = resolve(dirname(target), linked)
  }
  return start
}

/**
 * A path as the system names it: on Windows a file has names in any case, and short names.
 * Undefined when nothing is there.
 */
export function realPathOf(path: string): string | undefined {
  try {
    return realpathSync.native(path)
  } catch {
    return undefined // whoever opens the path reports why
  }
}

/** The target of a link; undefined when the path is not a link. */
function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path)
  } catch {
    return undefined
  }
}
