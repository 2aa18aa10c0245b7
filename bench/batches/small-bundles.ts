import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { CACHE } from '../cache.ts'
import { bundles, writeBundle } from '../generate/bundles.ts'
import { quick } from '../settings.ts'

/** Folders of small bundles. `many` repeats the same bundles under other names. */
export interface SmallBundles {
  readonly few: string
  /** The same bundles as zips; absent where no `zip` program is installed. */
  readonly zipped?: string
  /** Average size of one bundle. */
  readonly zippedBytes?: number
  readonly fewCount: number
  readonly many: string
  readonly manyCount: number
}

const FEW = 1000
const MANY = quick ? 4000 : 20_000

/** Generates the bundles once. `many` would fill the disk, so they are links to the few. */
export async function smallBundles(): Promise<SmallBundles> {
  const few = join(CACHE, `${FEW}-small-bundles`)
  const many = join(CACHE, `${MANY}-small-bundles`)
  if (!existsSync(few)) {
    const part = `${few}.part`
    rmSync(part, { recursive: true, force: true })
    for await (const bundle of bundles(FEW, 1)) writeBundle(part, bundle)
    renameSync(part, few)
  }
  if (!existsSync(many)) {
    const part = `${many}.part`
    rmSync(part, { recursive: true, force: true })
    mkdirSync(part)
    for (let index = 0; index < MANY; index += 1) {
      const name = (number: number) => `PC-${String(number).padStart(6, '0')}`
      symlinkSync(join(few, name(index % FEW)), join(part, name(index)))
    }
    renameSync(part, many)
  }
  return { few, fewCount: FEW, ...zippedOf(few), many, manyCount: MANY }
}

function zippedOf(few: string): Pick<SmallBundles, 'zipped' | 'zippedBytes'> {
  const zipped = `${few}-zipped`
  if (!existsSync(zipped)) {
    const part = `${zipped}.part`
    rmSync(part, { recursive: true, force: true })
    mkdirSync(part)
    for (const name of readdirSync(few)) {
      const { error, status } = spawnSync(
        'zip',
        ['-q', '-r', '-X', join(part, `${name}.zip`), '.'],
        { cwd: join(few, name) },
      )
      if (error) return {}
      if (status !== 0) throw new Error(`zip ended with ${status}`)
    }
    renameSync(part, zipped)
  }
  const sizes = readdirSync(zipped).map((name) => statSync(join(zipped, name)).size)
  return { zipped, zippedBytes: sizes.reduce((sum, size) => sum + size, 0) / sizes.length }
}
