import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { findBundleContent } from '../../batch/bundle-content.ts'
import { present } from '../../model/defined.ts'
import { UsageError } from '../../model/usage-error.ts'
import type { CommandContext } from '../command-context.ts'
import type { RawOptions } from '../options/define-option.ts'

/** The name of the file, in the working directory or a folder above it. */
const CONFIG_FILE = 'spoolscope.config.yaml'

/** Where a configuration was found: named by `--config`, at or above the working directory, or the user's. */
export type ConfigKind = 'named' | 'project' | 'user'

export interface FoundConfig {
  /** Absolute. */
  readonly path: string
  readonly kind: ConfigKind
  /** Why the file is not used, as a sentence after its path. Absent when it is. */
  readonly refused?: string
}

/** Where to look for configurations. */
export interface ConfigLookup extends Pick<CommandContext, 'env' | 'platform'> {
  /** The working directory; undefined when it does not exist any more. */
  readonly workingDirectory: string | undefined
}

/**
 * Finds the configurations, the one that wins first: the file of `--config` alone, or the nearest
 * one at or above the working directory, then the user's. Empty with `--no-config`.
 *
 * A file above the working directory may have been put there by somebody else. It is refused when it
 * belongs to another user. It may be part of the evidence, and is refused, inside of an operand and
 * in a folder that is a bundle.
 */
export function findConfigs(
  options: RawOptions,
  operands: readonly string[],
  lookup: ConfigLookup,
): readonly FoundConfig[] {
  const { config: named } = options
  if (named !== undefined && options['no-config'])
    throw new UsageError('--config and --no-config exclude each other. Leave one out.')
  if (options['no-config']) return []
  if (named !== undefined && named !== true) return [{ path: named.at(-1) ?? '', kind: 'named' }]
  const project = findProject(lookup)
  const user = userFiles(lookup).find((path) => statFile(path) !== undefined)
  return present([
    project && {
      path: project.path,
      kind: 'project' as const,
      ...refusalOf(project.path, project.stats, operands),
    },
    user === undefined || user === project?.path
      ? undefined
      : { path: user, kind: 'user' as const },
  ])
}

/** The file nearest to the working directory, at or above it. */
function findProject({ workingDirectory, platform }: ConfigLookup) {
  let folder = workingDirectory
  while (folder !== undefined) {
    const parent = dirname(folder)
    const isRoot = parent === folder
    // Everybody may create folders in the root of a drive of Windows, and nothing tells whose it is.
    if (isRoot && platform === 'win32') return undefined
    const path = join(folder, CONFIG_FILE)
    const stats = statFile(path)
    if (stats !== undefined) return { path, stats }
    folder = isRoot ? undefined : parent
  }
  return undefined
}

/** The places of the user's file, the preferred one first. */
function userFiles({ env, platform }: ConfigLookup): string[] {
  const own = (folder: string | undefined) =>
    folder === undefined || !isAbsolute(folder)
      ? undefined
      : join(folder, 'spoolscope', CONFIG_FILE)
  if (platform === 'win32') return present([own(env.APPDATA)])
  const home = homeOf({ env, platform })
  return present([
    own(env.XDG_CONFIG_HOME),
    platform === 'darwin' ? own(join(home, 'Library', 'Application Support')) : undefined,
    own(join(home, '.config')),
  ])
}

/** The home folder of the user. */
export const homeOf = ({ env, platform }: Pick<CommandContext, 'env' | 'platform'>): string =>
  (platform === 'win32' ? env.USERPROFILE : env.HOME) || homedir()

/** Undefined unless the path is a file that can be found. */
function statFile(path: string): Stats | undefined {
  try {
    const stats = statSync(path)
    return stats.isFile() ? stats : undefined
  } catch {
    return undefined
  }
}

function refusalOf(
  path: string,
  { uid }: Stats,
  operands: readonly string[],
): Pick<FoundConfig, 'refused'> {
  const ownId = process.getuid?.()
  if (ownId !== undefined && uid !== ownId && uid !== 0)
    return { refused: `belongs to another user and is not used. ${TRUST}` }
  const operand = operands.find((candidate) => isInside(path, candidate))
  if (operand !== undefined) return { refused: `is inside of ${operand}, ${MAY_BE_EVIDENCE}` }
  const content = findBundleContent(dirname(path), namesIn(dirname(path)))
  return content === undefined ? {} : { refused: `is beside ${content}, ${MAY_BE_EVIDENCE}` }
}

/** The names in a folder; none where it cannot be listed. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

const TRUST = 'If you trust it, pass it with --config; else pass --no-config.'
const MAY_BE_EVIDENCE = `may be part of the evidence, and is not used. ${TRUST}`

/** Whether an operand is a folder that contains the file. */
function isInside(path: string, operand: string): boolean {
  try {
    const folder = realpathSync.native(resolve(operand))
    if (!statSync(folder).isDirectory()) return false
    const inside = relative(folder, realpathSync.native(path))
    return inside !== '' && !isAbsolute(inside) && inside.split(/[\\/]/)[0] !== '..'
  } catch {
    return false
  }
}
