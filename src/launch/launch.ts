import { join } from 'node:path'
import { CodeCache, type WriteFile } from './code-cache.ts'
import { PartLoader } from './part-loader.ts'

/** Defined when the program is built: a hash of its parts. */
declare const BUILD: string

/** Exported by the first part. */
interface Program {
  readonly writeFile: WriteFile
}

interface LaunchOptions {
  readonly folder: string
  readonly cacheName: string
  /** The `require` of the launcher, because making another one loads a large module of Node. */
  readonly requireOther: NodeJS.Require
}

/**
 * Loads the built program, beginning with the part `entry` below `folder`. Compiled code is kept
 * between runs under `cacheName`, and saved when the program ends without an error.
 */
export function launch(entry: string, { folder, cacheName, requireOther }: LaunchOptions): void {
  const cache = new CodeCache(cachePath(cacheName, requireOther), BUILD)
  const { writeFile } = new PartLoader(folder, cache, requireOther).load(entry) as Program
  // Options for V8, such as those of profilers, change the code, and V8 takes no other.
  const isPlain = process.execArgv.length === 0 && !process.env.NODE_OPTIONS
  process.on('exit', (code) => {
    if (isPlain && (code === 0 || code === 1)) cache.save(writeFile)
  })
}

/** The environment variables are those of Node's own cache. */
function cachePath(name: string, requireOther: NodeJS.Require): string | undefined {
  const { env, platform, version, arch } = process
  if (env.NODE_DISABLE_COMPILE_CACHE) return undefined
  const homedir = () => (requireOther('node:os') as typeof import('node:os')).homedir()
  const folder = env.NODE_COMPILE_CACHE || userCacheFolder(platform, env, homedir)
  return join(folder, 'spoolscope', `${name}-${version}-${arch}.code`)
}

function userCacheFolder(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  homedir: () => string,
): string {
  if (platform === 'win32') return env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches')
  return env.XDG_CACHE_HOME || join(homedir(), '.cache')
}
