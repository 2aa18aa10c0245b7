import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const CODE_CACHE = 'compiled-code'
/** Entries of Node and of programs that tests start. */
const PASSING = new RegExp(`^(?:node-compile-cache|${CODE_CACHE})$`)

/**
 * Gives the whole run a temporary folder of its own, for tests, the programs they start and the
 * browser. Fails the run when something is left in it at the end.
 */
export function setup(): () => void {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'spoolscope-tests-')))
  // Tests that run as another user have to get through it.
  chmodSync(root, 0o755)
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = root
  // The built program keeps compiled code there, not in the home of who runs the tests.
  process.env.NODE_COMPILE_CACHE = join(root, CODE_CACHE)
  // Where it names the certificates of a system, Node reads them at every start, which takes longer
  // than most programs that tests start.
  delete process.env.NODE_EXTRA_CA_CERTS
  return () => {
    const left = readdirSync(root).filter((name) => !PASSING.test(name))
    rmSync(root, { recursive: true, force: true, maxRetries: 5 })
    if (left.length === 0) return
    process.exitCode = 1
    throw new Error(`Tests left ${left.length} entries in the temporary folder: ${left.join(', ')}`)
  }
}
