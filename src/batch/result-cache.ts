import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { threadId } from 'node:worker_threads'
import type { BatchLine } from '../model/batch-line.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/**
 * Lines of bundles that were judged before, a file for each, under the hash of what they were made
 * of. Files appear whole (written beside, then renamed) and begin with their own hash: any number
 * of processes may share the folder, and what is damaged is as if it were not there.
 */
export class ResultCache {
  private readonly folder: string
  private writeCount = 0

  constructor(folder: string) {
    this.folder = folder
  }

  find(bundle: string, hash: string, ruleSet: string): BatchLine | undefined {
    let text: string
    try {
      text = readFileSync(this.fileOf(bundle, hash, ruleSet), 'utf8')
    } catch {
      return undefined // not there, or not to be read: then it is judged again
    }
    const json = text.slice(65)
    return text.slice(0, 65) === `${sha256(json)}\n` ? (JSON.parse(json) as BatchLine) : undefined
  }

  /** A cache that cannot be written costs time, not results. */
  store(line: BatchLine): void {
    if (line.sha256 === undefined || line.status === 'failed') return
    const file = this.fileOf(line.bundle, line.sha256, line.ruleSet)
    const json = JSON.stringify(line)
    this.writeCount += 1
    const beside = `${file}.${process.pid}-${threadId}-${this.writeCount}.tmp`
    try {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(beside, `${sha256(json)}\n${json}`)
      renameSync(beside, file)
    } catch {
      rmSync(beside, { force: true })
    }
  }

  /**
   * A report names its bundle, and the folders above it may tell whose it is: the same content
   * elsewhere has its own.
   */
  private fileOf(bundle: string, hash: string, ruleSet: string): string {
    const key = sha256(JSON.stringify([bundle, resolve(bundle), hash, ruleSet]))
    return join(this.folder, key.slice(0, 2), `${key.slice(2)}.json`)
  }
}
