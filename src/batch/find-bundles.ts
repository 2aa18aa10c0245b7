import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isSpoolFolder, statInput } from '../inputs/find-files.ts'
import { UsageError } from '../model/usage-error.ts'
import { expandGlob, isGlob } from './glob.ts'
import { readPathLines } from './read-path-lines.ts'

/** The bundles that are meant, and how many, where that is known before they are judged. */
export interface Bundles {
  readonly paths: AsyncIterable<string>
  readonly total?: number
}

export interface FindBundlesOptions {
  readonly operands: readonly string[]
  readonly stdin: NodeJS.ReadableStream
  readonly platform: NodeJS.Platform
  /** Not those of other shards, nor those that are judged already. */
  readonly isWanted: (bundle: string) => boolean
}

/**
 * Each child of a named folder, each path of a pattern, each line on standard input; and each once.
 */
export function findBundles({
  operands,
  stdin,
  platform,
  isWanted: wanted,
}: FindBundlesOptions): Bundles {
  if (operands.length === 0)
    throw new UsageError(
      'Which bundles? Name the folder that holds them, a pattern in quotes, or - for paths on standard input.',
    )
  const known = new Set<string>()
  const once = (bundle: string) => !known.has(bundle) && known.add(bundle) && wanted(bundle)
  const named = operands.filter((operand) => operand !== '-')
  const paths = named.flatMap((operand) =>
    findBundlesIn(operand, platform === 'win32').filter(once),
  )
  if (named.length === operands.length)
    return { paths: yieldPaths(paths, undefined, once), total: paths.length }
  return { paths: yieldPaths(paths, stdin, once) }
}

async function* yieldPaths(
  paths: readonly string[],
  stdin: NodeJS.ReadableStream | undefined,
  once: (bundle: string) => boolean,
): AsyncGenerator<string> {
  yield* paths
  if (stdin) for await (const path of readPathLines(stdin)) if (once(path)) yield path
}

function findBundlesIn(operand: string, windows: boolean): string[] {
  if (isGlob(operand) && !existsSync(operand)) {
    const paths = expandGlob(operand, windows)
    if (paths.length === 0)
      throw new UsageError(
        `Nothing is named like ${operand}. Check the pattern, or name the folder that holds the bundles.`,
      )
    return paths
  }
  if (!statInput(operand).isDirectory()) return [operand]
  const names = listFolder(operand)
  if (names.length === 0)
    throw new UsageError(`${operand} is empty. Name the folder that holds the bundles.`)
  rejectBundle(operand, names)
  return names.map((name) => join(operand, name))
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    throw new UsageError(
      `Cannot list ${folder}: ${(error as Error).message}. Check who may read it.`,
    )
  }
}

/** What lies in a bundle itself, and hardly in a folder of bundles. */
const BUNDLE_CONTENT_NAME =
  /^(?:sip_[^@]+@.+|tracing|history spooler|spoolscope-manifest\.json|.+\.uccapilog)$/i

/**
 * A shell makes many names of `bundles/*`: then each is a bundle, and its files would be taken for
 * cases.
 */
function rejectBundle(folder: string, names: readonly string[]): void {
  const sign = isSpoolFolder(folder)
    ? folder
    : names.find(
        (name) =>
          BUNDLE_CONTENT_NAME.test(name) || (/^lync$/i.test(name) && isFolder(join(folder, name))),
      )
  if (sign === undefined) return
  throw new UsageError(
    `${folder} looks like a bundle itself (${sign}): each file in it would be a case. Name the folder that holds the bundles; a pattern has to be in quotes, such as 'bundles/*'; one bundle alone is for spoolscope analyze.`,
  )
}

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
