import { spawnSync } from 'node:child_process'

/**
 * Returns the path of the pinned node.exe, installed on first use, or why that failed. It is the one
 * of the portable package. Node 24 does not start in Wine 8.
 */
export function windowsNode(): { readonly program: string } | { readonly problem: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/windows-node.mjs'], {
    encoding: 'utf8',
  })
  return status === 0
    ? { program: stdout }
    : { problem: `Node for Windows from the npm registry (${stderr.trim()})` }
}
