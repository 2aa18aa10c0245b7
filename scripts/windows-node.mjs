// Prints the path of the pinned node.exe, after installing it at the first use:
// `node scripts/windows-node.mjs`

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package of the npm registry with the official node.exe, its version and checksums. */
export const pinnedNode = JSON.parse(
  readFileSync(new URL('../packaging/windows/node.json', import.meta.url), 'utf8'),
)

/** Outside of node_modules, because `npm ci` empties that. */
const FOLDER = resolve('.cache', `${pinnedNode.package}-${pinnedNode.version}`)

/** Returns the path of node.exe. Throws an error that says why it cannot be had. */
export function windowsNode() {
  const program = join(FOLDER, 'package', 'bin', 'node.exe')
  if (!existsSync(program)) install(program)
  const sha256 = createHash('sha256').update(readFileSync(program)).digest('hex')
  if (sha256 !== pinnedNode.sha256)
    throw new Error(
      `${program} has the SHA-256 ${sha256}, not the one of packaging/windows/node.json`,
    )
  return program
}

function install(program) {
  mkdirSync(dirname(FOLDER), { recursive: true })
  const folder = mkdtempSync(`${FOLDER}-`)
  try {
    const name = `${pinnedNode.package}@${pinnedNode.version}`
    const args = ['pack', name, '--pack-destination', folder, '--fetch-retries=1']
    const packed = run('npm', [...args, '--loglevel=error'])
    const archive = join(folder, packed.trim().split('\n').at(-1) ?? '')
    const digest = createHash('sha512').update(readFileSync(archive)).digest('base64')
    if (`sha512-${digest}` !== pinnedNode.integrity)
      throw new Error(`${name} of the npm registry is not the pinned one`)
    run('tar', ['-xzf', archive, '-C', folder])
    rmSync(archive)
    moveInto(folder, program)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Does nothing if another process has installed it in the meantime. */
function moveInto(folder, program) {
  try {
    renameSync(folder, FOLDER)
  } catch (error) {
    if (!existsSync(program)) throw error
  }
}

function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status === 0) return stdout
  throw new Error(`${command} ${args[0]}: ${error?.message ?? stderr.trim().split('\n')[0]}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  try {
    process.stdout.write(windowsNode())
  } catch (error) {
    process.stderr.write(error.message)
    process.exitCode = 1
  }
