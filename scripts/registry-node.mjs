import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/**
 * Returns the path of a program in a package of the npm registry, such as node.exe. Installs the
 * package at the first use. `integrity` is the checksum of its archive, where it is pinned. Throws
 * an error that says why it cannot be had.
 */
export function registryNode({ package: name, version, integrity }, file) {
  // Outside of node_modules, because `npm ci` empties that.
  const folder = resolve('.cache', `${name}-${version}`)
  const program = join(folder, 'package', 'bin', file)
  if (!existsSync(program)) install(`${name}@${version}`, integrity, folder, program)
  return program
}

function install(name, integrity, target, program) {
  mkdirSync(dirname(target), { recursive: true })
  const folder = mkdtempSync(`${target}-`)
  try {
    const args = ['pack', name, '--pack-destination', folder, '--fetch-retries=1']
    const packed = run('npm', [...args, '--loglevel=error'])
    const archive = join(folder, packed.trim().split('\n').at(-1) ?? '')
    const digest = createHash('sha512').update(readFileSync(archive)).digest('base64')
    if (integrity !== undefined && `sha512-${digest}` !== integrity)
      throw new Error(`${name} of the npm registry is not the pinned one`)
    run('tar', ['-xzf', archive, '-C', folder])
    rmSync(archive)
    moveInto(folder, target, program)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Does nothing if another process has installed it in the meantime. */
function moveInto(folder, target, program) {
  try {
    renameSync(folder, target)
  } catch (error) {
    if (!existsSync(program)) throw error
  }
}

function run(command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' })
  if (status === 0) return stdout
  throw new Error(`${command} ${args[0]}: ${error?.message ?? stderr.trim().split('\n')[0]}`)
}
