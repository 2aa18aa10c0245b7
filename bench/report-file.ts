import { spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { CLI } from './built-program.ts'
import { CACHE } from './cache.ts'
import { type CaseTemplate, reports } from './generate/reports.ts'

/** Reports of the samples, made by the built program: as large as real ones. */
const templates = (): CaseTemplate[] =>
  readdirSync(join('samples', 'whole')).map((name) => {
    const sample = join('samples', 'whole', name)
    const args = [CLI, 'analyze', sample, '--format', 'json', '--fail-on', 'never']
    return JSON.parse(spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout).cases[0]
  })

/** Returns the path of an NDJSON file with `lines` reports, which is written once and then kept. */
export function reportFile({ lines, seed }: { lines: number; seed: number }): string {
  mkdirSync(CACHE, { recursive: true })
  const path = join(CACHE, `${lines}-reports-seed-${seed}.ndjson`)
  if (existsSync(path)) return path
  const file = openSync(`${path}.part`, 'w')
  for (const line of reports({ lines, seed, templates: templates() })) writeSync(file, line)
  closeSync(file)
  renameSync(`${path}.part`, path)
  return path
}
