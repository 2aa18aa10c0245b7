// Prints the paths of the Node.js versions that the program is tested on, a line for each, after
// installing them at the first use: `node scripts/linux-node.mjs`

import { registryNode } from './registry-node.mjs'

/** The oldest that package.json allows, and the newest of each line that is supported. */
const VERSIONS = ['20.19.0', '22.23.5', '24.22.3', '26.12.1']

try {
  if (process.platform !== 'linux') throw new Error(`for Linux, not for ${process.platform}`)
  const name = `node-linux-${process.arch}`
  const paths = VERSIONS.map((version) => registryNode({ package: name, version }, 'node'))
  process.stdout.write(paths.join('\n'))
} catch (error) {
  process.stderr.write(error.message)
  process.exitCode = 1
}
