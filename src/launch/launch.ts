import { homedir } from 'node:os'
import { join } from 'node:path'
import { CodeCache, type WriteFile } from './code-cache.ts'
import { PartLoader } from './part-loader.ts'

/** Defined when the program is built: a hash of its parts. */
declare const BUILD: string

/** Exported by the first part. */
interface Program {
  readonly writeFile: WriteFile
}

/**
 * Loads the built program, beginning with the part `entry` below `folder`. Compiled code is kept
 * between runs under `cacheName`, and saved when the program ends without an error.
 */
export function launch(entry: string, folder: string, cacheName: string): void {
  const cache = new CodeCache(cachePath(cacheName), BUILD)
  const { writeFile } = new PartLoader(folder, cache).load(entry) as Program
  process.on('exit', (code) => {
    if (code === 0 || code === 1) cache.save(writeFile)
  })
}

/**
 * The environment variables are those of Node's own cache. With options for V8, such as those of
 * debuggers and profilers, compiled code would not fit, and there is no cache.
 */
function cachePath(name: string): string | undefined {
  const { env, execArgv, platform, version, arch } = process
  if (env.NODE_DISABLE_COMPILE_CACHE || env.NODE_OPTIONS || execArgv.length > 0) return undefined
  const folder = env.NODE_COMPILE_CACHE || userCacheFolder(platform, env)
  return join(folder, 'spoolscope', `${name}-${version}-${arch}.code`)
}

function userCacheFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'win32') return env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches')
  return env.XDG_CACHE_HOME || join(homedir(), '.cache')
}
