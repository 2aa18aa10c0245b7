import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { createBatchOrder } from '../../src/batch/batch-order.ts'
import type { BundleWorkerOptions } from '../../src/batch/bundle-worker.ts'
import type { BatchLine, BatchOrder } from '../../src/model/batch-line.ts'
import { DEFAULT_VERDICT_OPTIONS, type VerdictOptions } from '../../src/model/verdict-options.ts'

const SAMPLES = readdirSync('samples/whole').map((name) => join('samples', 'whole', name))

/** Creates a folder with `count` bundles: copies of the complete samples, in turn. */
export function sampleBundles(folder: string, count: number): string[] {
  mkdirSync(folder, { recursive: true })
  return Array.from({ length: count }, (_, index) => {
    const bundle = join(folder, `PC-${String(index).padStart(4, '0')}`)
    cpSync(SAMPLES[index % SAMPLES.length] ?? '', bundle, {
      recursive: true,
      preserveTimestamps: true,
    })
    return bundle
  })
}

export const batchOrder = (options: Partial<VerdictOptions> = {}): BatchOrder =>
  createBatchOrder({ ...DEFAULT_VERDICT_OPTIONS, ...options }, '0')

/** Bundles a worker program as the build does. Returns its URL. */
export async function buildWorker(source: string, folder: string): Promise<URL> {
  const outfile = join(folder, `worker-${readdirSync(folder).length}.mjs`)
  const banner =
    "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    logLevel: 'error',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    banner: { js: banner },
  })
  return pathToFileURL(outfile)
}

export const workerOptions = (
  program: URL,
  more: Partial<BundleWorkerOptions> = {},
): BundleWorkerOptions => ({
  program,
  memoryMiB: 256,
  timeoutMs: 600_000,
  limitTexts: { memory: '256 MiB', timeout: '10 min' },
  ...more,
})

export const fileLines = (path: string): string[] =>
  readFileSync(path, 'utf8').split('\n').slice(0, -1)
export const parseWrittenLine = (text: string | Uint8Array): BatchLine =>
  JSON.parse(typeof text === 'string' ? text : Buffer.from(text).toString()) as BatchLine
