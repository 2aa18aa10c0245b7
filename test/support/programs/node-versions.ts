import { spawnSync } from 'node:child_process'

interface NodeVersions {
  /** Paths of the programs. */
  readonly programs: readonly string[]
  /** Why there are none. */
  readonly problem?: string
}

let found: NodeVersions | undefined

/** The versions of Node.js that the program is tested on, installed on first use. */
export function nodeVersions(): NodeVersions {
  found ??= findNodeVersions()
  return found
}

/** Returns what is missing to run the program on them; undefined if nothing is. */
export const missingNodeVersions = (): string | undefined => nodeVersions().problem

function findNodeVersions(): NodeVersions {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/linux-node.mjs'], {
    encoding: 'utf8',
  })
  if (status === 0) return { programs: stdout.split('\n') }
  return { programs: [], problem: `Node.js from the npm registry (${stderr.trim()})` }
}
