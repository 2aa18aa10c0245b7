import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { BatchLine } from '../model/batch-line.ts'
import { UsageError } from '../model/usage-error.ts'
import { writeOutputFile } from '../output/output-file.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const HASH_CHARS = 64

/**
 * Results of earlier runs: a folder with one file per result, named by the hash of all that the
 * result depends on. A file begins with the hash of its content, so a damaged file counts as
 * missing. Any number of processes may share the folder.
 */
export class ResultCache {
  private readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  /** The stored result; undefined when there is none, or none that can be read. */
  find(bundle: string, hash: string, ruleSet: string): BatchLine | undefined {
    let text: string
    try {
      text = readFileSync(this.pathFor(bundle, hash, ruleSet), 'utf8')
    } catch {
      return undefined
    }
    const json = text.slice(HASH_CHARS + 1)
    return text.startsWith(`${sha256(json)}\n`) ? (JSON.parse(json) as BatchLine) : undefined
  }

  /** A cache that cannot be written costs time, but no results: nothing is thrown. */
  store(line: BatchLine): void {
    if (line.sha256 === undefined || line.status === 'failed') return
    const path = this.pathFor(line.bundle, line.sha256, line.ruleSet)
    const json = JSON.stringify(line)
    try {
      mkdirSync(dirname(path), { recursive: true })
      writeOutputFile(path, `${sha256(json)}\n${json}`, { option: 'cache', isDurable: false })
    } catch (error) {
      if (!(error instanceof UsageError) && !('code' in (error as Error))) throw error
    }
  }

  /**
   * The path of the bundle is part of the name: a report states it, and the folders above may show
   * whose bundle it is.
   */
  private pathFor(bundle: string, hash: string, ruleSet: string): string {
    const key = sha256(JSON.stringify([bundle, resolve(bundle), hash, ruleSet]))
    return join(this.folder, key.slice(0, 2), `${key.slice(2)}.json`)
  }
}
