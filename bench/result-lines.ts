import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CLI } from './built-program.ts'
import { CACHE } from './cache.ts'

const COUNT = 1000

/** A file of result lines: those of `samples/whole`, again and again. */
export function resultLines(): { readonly path: string; readonly count: number } {
  const path = join(CACHE, `results-${COUNT}.ndjson`)
  if (existsSync(path)) return { path, count: COUNT }
  const once = join(CACHE, 'results.ndjson')
  const args = ['batch', join('samples', 'whole'), '--output', once, '--fail-on', 'never']
  const { status } = spawnSync(process.execPath, [CLI, ...args, '--quiet'])
  if (status !== 0) throw new Error(`batch ended with ${status}`)
  const lines = readFileSync(once, 'utf8').trimEnd().split('\n')
  const all = Array.from({ length: COUNT }, (_, index) => `${lines[index % lines.length]}\n`)
  writeFileSync(path, all.join(''))
  return { path, count: COUNT }
}
