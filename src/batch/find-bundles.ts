import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isSpool, statOf } from '../inputs/find-files.ts'
import { UsageError } from '../model/usage-error.ts'
import { globPaths, isGlob } from './glob.ts'
import { pathLines } from './path-lines.ts'

/** The bundles that are meant, and how many, where that is known before they are judged. */
export interface Bundles {
  readonly paths: AsyncIterable<string>
  readonly total?: number
}

export interface Wanted {
  readonly operands: readonly string[]
  readonly stdin: NodeJS.ReadableStream
  readonly platform: NodeJS.Platform
  /** Not those of other shards, nor those that are judged already. */
  readonly wanted: (bundle: string) => boolean
}

/**
 * Each child of a named folder, each path of a pattern, each line on standard input; and each once.
 */
export function findBundles({ operands, stdin, platform, wanted }: Wanted): Bundles {
  if (operands.length === 0)
    throw new UsageError(
      'Which bundles? Name the folder that holds them, a pattern in quotes, or - for paths on standard input.',
    )
  const known = new Set<string>()
  const once = (bundle: string) => !known.has(bundle) && known.add(bundle) && wanted(bundle)
  const named = operands.filter((operand) => operand !== '-')
  const paths = named.flatMap((operand) => bundlesIn(operand, platform === 'win32').filter(once))
  if (named.length === operands.length)
    return { paths: withLines(paths, undefined, once), total: paths.length }
  return { paths: withLines(paths, stdin, once) }
}

async function* withLines(
  paths: readonly string[],
  stdin: NodeJS.ReadableStream | undefined,
  once: (bundle: string) => boolean,
): AsyncGenerator<string> {
  yield* paths
  if (stdin) for await (const path of pathLines(stdin)) if (once(path)) yield path
}

function bundlesIn(operand: string, windows: boolean): string[] {
  if (isGlob(operand) && !existsSync(operand)) {
    const paths = globPaths(operand, windows)
    if (paths.length === 0)
      throw new UsageError(
        `Nothing is named like ${operand}. Check the pattern, or name the folder that holds the bundles.`,
      )
    return paths
  }
  if (!statOf(operand).isDirectory()) return [operand]
  const names = namesIn(operand)
  if (names.length === 0)
    throw new UsageError(`${operand} is empty. Name the folder that holds the bundles.`)
  refuseBundle(operand, names)
  return names.map((name) => join(operand, name))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    throw new UsageError(
      `Cannot list ${folder}: ${(error as Error).message}. Check who may read it.`,
    )
  }
}

/** What lies in a bundle itself, and hardly in a folder of bundles. */
const INSIDE = /^(?:sip_[^@]+@.+|tracing|history spooler|spoolscope-manifest\.json|.+\.uccapilog)$/i

/**
 * A shell makes many names of `bundles/*`: then each is a bundle, and its files would be taken for
 * cases.
 */
function refuseBundle(folder: string, names: readonly string[]): void {
  const sign = isSpool(folder)
    ? folder
    : names.find(
        (name) => INSIDE.test(name) || (/^lync$/i.test(name) && isFolder(join(folder, name))),
      )
  if (sign === undefined) return
  throw new UsageError(
    `${folder} looks like a bundle itself (${sign}): each file in it would be a case. Name the folder that holds the bundles; a pattern has to be in quotes, such as 'bundles/*'; one bundle alone is for spoolscope analyze.`,
  )
}

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
