// Compiles src/scan/assembly (AssemblyScript) to WebAssembly and writes it as a TypeScript module.
// So the bundle needs no extra file, and tests run the same code.

import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateModule } from './generate-module.mjs'

const options = [
  '-O3',
  '--noAssert',
  '--runtime',
  'stub',
  '--enable',
  'simd',
  '--initialMemory',
  '48',
  '--memoryBase',
  '64',
]

/** Compiles the scanner; returns the WebAssembly in base64. */
async function compile() {
  // Loading the compiler takes a second, so it is loaded only when it is needed.
  const { default: asc } = await import('assemblyscript/asc')
  const out = join(tmpdir(), `spoolscope-scanner-${process.pid}.wasm`)
  const { error, stderr } = await asc.main([
    'src/scan/assembly/index.ts',
    '--outFile',
    out,
    ...options,
  ])
  if (error) throw new Error(`${error.message}\n${stderr}`)
  const code = readFileSync(out).toString('base64')
  rmSync(out)
  return code
}

await generateModule('src/scan/compiled.ts', {
  sources: ['src/scan/assembly'],
  script: 'scripts/scanner.mjs',
  generate: async () => `export const COMPILED =\n  '${await compile()}'\n`,
})
