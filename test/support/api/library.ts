import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

/** The built library, as programs load it. */
export const library: typeof import('../../../src/api/index.ts') = await import(
  resolve('dist/api/index.js')
)

export const STUCK = 'samples/whole/stuck-on-premises'
export const LOG = 'Lync/Tracing/Lync-UccApi-0.UccApilog'

/** What the command line prints. */
export const run = (...args: readonly string[]): string =>
  spawnSync(process.execPath, ['dist/cli.js', ...args], { encoding: 'utf8', maxBuffer: 1 << 28 })
    .stdout

/** A value as JSON has it. */
export const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
