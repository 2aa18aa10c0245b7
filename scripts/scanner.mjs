// Compiles src/scan/assembly (AssemblyScript) to WebAssembly and writes it as a TypeScript module.
// So the bundle needs no extra file, and tests run the same code.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import asc from 'assemblyscript/asc'

const out = join(tmpdir(), `spoolscope-scanner-${process.pid}.wasm`)
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
const { error, stderr } = await asc.main([
  'src/scan/assembly/index.ts',
  '--outFile',
  out,
  ...options,
])
if (error) throw new Error(`${error.message}\n${stderr}`)
const code = readFileSync(out).toString('base64')
rmSync(out)
writeFileSync(
  'src/scan/compiled.ts',
  [
    '// Written by scripts/scanner.mjs from src/scan/assembly. Do not edit or commit.',
    'export const COMPILED =',
    `  '${code}'`,
    '',
  ].join('\n'),
)
