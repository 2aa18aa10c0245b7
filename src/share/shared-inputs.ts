import { statSync } from 'node:fs'
import { basename, normalize, resolve } from 'node:path'
import { type FoundInput, folderUser } from '../inputs/find-files.ts'
import { defined } from '../model/defined.ts'
import { trimTrailing } from '../model/text/trim-trailing.ts'

/** An input of a case, with its place in a copy. */
export interface SharedInput {
  readonly found: FoundInput
  /** Path in the copy, with the names of the case: relative, with slashes. */
  readonly path: string
  /**
   * Name of the folder or archive that contains it, where several were given: each has a folder of
   * its own in the copy.
   */
  readonly root?: string
}

/** A path that was given. */
interface GivenPath {
  /** Beginning of the paths of its inputs; empty for the only folder. */
  readonly prefix: string
  readonly name: string
}

const STANDARD_INPUT = 'standard input'
const ARCHIVE_ENDING = /\.(?:zip|tar|gz|tgz|eml)$/i

/** `PC-0142` of `/srv/cases/PC-0142.tar.gz` */
export function caseNameOf(path: string): string {
  let name = basename(resolve(path))
  while (ARCHIVE_ENDING.test(name)) name = name.slice(0, name.lastIndexOf('.'))
  return name || 'case'
}

/** The names of the folders and archives among the paths, which reports show as those of cases. */
export const caseNamesOf = (paths: readonly string[]): string[] =>
  paths
    .filter((path) => path !== '-' && (isFolder(path) || ARCHIVE_ENDING.test(path)))
    .map(caseNameOf)

/** Gives each input that was found at the paths its place in a copy. */
export function toSharedInputs(
  paths: readonly string[],
  found: readonly FoundInput[],
): SharedInput[] {
  const given = paths.map((path) => describePath(path, paths.length))
  return found.map((input) => {
    const from = given
      .filter(({ prefix }) => isBelow(input.path, prefix))
      .sort((left, right) => right.prefix.length - left.prefix.length)[0]
    const isWhole = from === undefined || input.path === from.prefix
    const place = isWhole ? basename(input.path) : input.path.slice(from.prefix.length)
    const hasRoot = paths.length > 1 && !isWhole
    return {
      found: input,
      path: withUser(toSlashes(place).replace(/^\/+/, ''), input),
      ...defined({ root: hasRoot ? from.name : undefined }),
    }
  })
}

/** Whether it is one file, and neither a folder nor an archive. */
export const isSingleFile = (
  paths: readonly string[],
  [first, ...others]: readonly FoundInput[],
): boolean =>
  paths.length === 1 &&
  others.length === 0 &&
  (first?.kind === 'file' || first?.kind === 'stream') &&
  !isFolder(paths[0] ?? '')

const isFolder = (path: string): boolean =>
  path !== '-' && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

function describePath(path: string, count: number): GivenPath {
  if (path === '-') return { prefix: STANDARD_INPUT, name: 'standard-input' }
  const folder = isFolder(path)
  const prefix = folder && count === 1 ? '' : folder ? trimTrailing(normalize(path), '\\/') : path
  return { prefix, name: caseNameOf(path) }
}

const isBelow = (path: string, prefix: string): boolean =>
  prefix === '' ||
  path === prefix ||
  (/^[\\/]$/.test(path.slice(prefix.length, prefix.length + 1)) && path.startsWith(prefix))

const toSlashes = (path: string): string =>
  process.platform === 'win32' ? path.replaceAll('\\', '/') : path

/** The folder above a spool names its user. It is missing where the spool itself was given. */
const withUser = (path: string, { kind, user }: FoundInput): string =>
  kind === 'spool-folder' && user !== undefined && folderUser(path).user === undefined
    ? `sip_${user}/${path}`
    : path
