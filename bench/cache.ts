import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import type { Generate } from './generate/records.ts'
import { MIB } from './settings.ts'

export const CACHE = resolve('bench', '.cache')
const SEED = 1

/** A generated input on disk. */
export interface Input {
  readonly path: string
  readonly bytes: number
}

/**
 * Writes an input once and keeps it for later runs; its size and seed are in its name. Remove
 * bench/.cache after changing a generator.
 */
export function generated(name: string, bytes: number, generate: Generate, seed = SEED): Input {
  mkdirSync(CACHE, { recursive: true })
  const path = join(CACHE, `${Math.round(bytes / MIB)}-mib-seed-${seed}-${name}`)
  if (!existsSync(path)) write(path, generate({ bytes, seed }))
  return { path, bytes: statSync(path).size }
}

function write(path: string, pieces: Iterable<Buffer>): void {
  // Only what is whole gets its name.
  const part = `${path}.part`
  const file = openSync(part, 'w')
  for (const piece of pieces) writeSync(file, piece)
  closeSync(file)
  renameSync(part, path)
}

export const forget = ({ path }: Input): void => rmSync(path)
