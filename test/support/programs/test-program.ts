import { mkdirSync } from 'node:fs'
import { basename } from 'node:path'
import { build } from 'esbuild'

/**
 * Builds a program for tests into the project, so that it finds the packages of the project.
 * Returns its path.
 */
export async function buildTestProgram(source: string): Promise<string> {
  mkdirSync('.cache', { recursive: true })
  const outfile = `.cache/${basename(source, '.ts')}.mjs`
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['bullmq', 'ioredis'],
    logLevel: 'error',
    // Some packages are CommonJS and load modules of Node with require.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  })
  return outfile
}
