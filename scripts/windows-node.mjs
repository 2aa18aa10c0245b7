// Prints the path of the pinned node.exe, after installing it at the first use:
// `node scripts/windows-node.mjs`

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { registryNode } from './registry-node.mjs'

/** The package of the npm registry with the official node.exe, its version and checksums. */
export const pinnedNode = JSON.parse(
  readFileSync(new URL('../packaging/windows/node.json', import.meta.url), 'utf8'),
)

/** Returns the path of node.exe. Throws an error that says why it cannot be had. */
export function windowsNode() {
  const program = registryNode(pinnedNode, 'node.exe')
  const sha256 = createHash('sha256').update(readFileSync(program)).digest('hex')
  if (sha256 !== pinnedNode.sha256)
    throw new Error(
      `${program} has the SHA-256 ${sha256}, not the one of packaging/windows/node.json`,
    )
  return program
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  try {
    process.stdout.write(windowsNode())
  } catch (error) {
    process.stderr.write(error.message)
    process.exitCode = 1
  }
