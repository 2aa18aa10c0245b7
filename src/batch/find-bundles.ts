import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isSpoolFolder, statInput } from '../inputs/find-files.ts'
import { UsageError } from '../model/usage-error.ts'
import { findBundleContent } from './bundle-content.ts'
import { expandGlob, isGlob } from './glob.ts'
import { readPathLines } from './read-path-lines.ts'

export interface Bundles {
  readonly paths: AsyncIterable<string>
  /** Number of bundles. Absent if paths come from standard input. */
  readonly total?: number
}

export interface FindBundlesOptions {
  /**
   * Folders of bundles, patterns, bundles, or `-` for paths on standard input. With `!` before it, a
   * path or pattern excludes what the others find.
   */
  readonly operands: readonly string[]
  readonly stdin: NodeJS.ReadableStream
  readonly platform: NodeJS.Platform
  /** Excludes bundles of other shards and bundles with a result. */
  readonly isWanted: (bundle: string) => boolean
}

/**
 * Finds bundles: the children of each folder, the paths that match each pattern, and the lines on
 * standard input. Removes duplicates. Throws a UsageError if an operand names no bundle.
 */
export function findBundles({ operands, stdin, platform, isWanted }: FindBundlesOptions): Bundles {
  if (operands.every(isExclusion))
    throw new UsageError(
      'No bundles given. Pass the folder that contains them, a pattern in quotes, ' +
        'or - for paths on standard input.',
    )
  const excluded = findExcluded(operands, platform === 'win32')
  const known = new Set<string>()
  const accept = (bundle: string) => {
    if (known.has(bundle)) return false
    known.add(bundle)
    return !(excluded.size > 0 && excluded.has(resolve(bundle))) && isWanted(bundle)
  }
  const paths = operands
    .filter((operand) => operand !== '-' && !isExclusion(operand))
    .flatMap((operand) => findBundlesIn(operand, platform === 'win32').filter(accept))
  return operands.includes('-')
    ? { paths: yieldPaths(paths, stdin, accept) }
    : { paths: yieldPaths(paths, undefined, accept), total: paths.length }
}

/**
 * Throws a UsageError when standard input has no path and none were given: a command before it
 * failed, most likely.
 */
async function* yieldPaths(
  paths: readonly string[],
  stdin: NodeJS.ReadableStream | undefined,
  accept: (bundle: string) => boolean,
): AsyncGenerator<string> {
  yield* paths
  if (!stdin) return
  let count = 0
  for await (const path of readPathLines(stdin)) {
    count += 1
    if (accept(path)) yield path
  }
  if (count === 0 && paths.length === 0)
    throw new UsageError(
      'Standard input has no path. Write the path of each bundle into a line of its own.',
    )
}

/** A path that exists is no exclusion, whatever its name. */
const isExclusion = (operand: string): boolean => operand.startsWith('!') && !existsSync(operand)

/** Absolute paths of what the operands exclude. */
function findExcluded(operands: readonly string[], windows: boolean): ReadonlySet<string> {
  const paths = operands
    .filter(isExclusion)
    .map((operand) => operand.slice(1))
    .flatMap((path) => (isGlob(path) && !existsSync(path) ? expandGlob(path, windows) : [path]))
  return new Set(paths.map((path) => resolve(path)))
}

function findBundlesIn(operand: string, windows: boolean): string[] {
  if (isGlob(operand) && !existsSync(operand)) {
    const paths = expandGlob(operand, windows)
    if (paths.length === 0)
      throw new UsageError(
        `No path matches ${operand}. Check the pattern, ` +
          'or pass the folder that contains the bundles.',
      )
    return paths
  }
  if (!statInput(operand).isDirectory()) return [operand]
  const names = listFolder(operand)
  if (names.length === 0)
    throw new UsageError(`${operand} is empty. Pass the folder that contains the bundles.`)
  rejectBundle(operand, names)
  return names.map((name) => join(operand, name))
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    throw new UsageError(
      `Cannot list ${folder}: ${(error as Error).message}. Check its permissions.`,
    )
  }
}

/**
 * Throws a UsageError if a folder is itself a bundle. That happens if a shell expands `bundles/*`:
 * each bundle is then passed as a folder, and each of its files would be a case.
 */
function rejectBundle(folder: string, names: readonly string[]): void {
  const evidence = isSpoolFolder(folder) ? folder : findBundleContent(folder, names)
  if (evidence === undefined) return
  throw new UsageError(
    `${folder} looks like a bundle itself (${evidence}): each file in it would be a case. ` +
      "Pass the folder that contains the bundles, or a pattern in quotes, such as 'bundles/*'. " +
      'For one bundle use spoolscope analyze.',
  )
}
