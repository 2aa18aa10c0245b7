import { closeSync, mkdirSync, openSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { EntryWriter } from './entry-writer.ts'
import { discardOnExit, forgetOnExit, temporaryName } from './output-file.ts'
import { createWriteError } from './write-error.ts'
import { writeFully } from './write-fully.ts'

/**
 * Writes a new folder. Its files are written into a folder with a temporary name beside it, which is
 * renamed at the end: readers see the whole folder, or none. The target must not exist, or be empty.
 */
export class OutputFolder implements EntryWriter {
  private readonly path: string
  private readonly option: string
  private readonly target: string
  private temporaryPath: string | undefined

  /** `option` names the option of the path for error messages, without dashes. */
  constructor(path: string, option: string) {
    this.path = path
    this.option = option
    this.target = resolve(path)
    this.attempt(() => {
      const temporaryPath = join(dirname(this.target), temporaryName())
      mkdirSync(temporaryPath)
      this.temporaryPath = temporaryPath
      discardOnExit(this)
    })
  }

  async add(name: string, chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    const file = this.attempt(() => {
      const path = join(this.temporaryPath ?? '', ...name.split('/'))
      mkdirSync(dirname(path), { recursive: true })
      return openSync(path, 'wx')
    })
    try {
      for await (const chunk of chunks) this.attempt(() => writeFully(file, chunk))
    } finally {
      closeSync(file)
    }
  }

  async commit(): Promise<void> {
    const { temporaryPath, target } = this
    if (temporaryPath === undefined) return
    this.attempt(() => {
      // Only an empty folder can be removed so.
      rmdirIfThere(target)
      renameSync(temporaryPath, target)
    })
    this.temporaryPath = undefined
    forgetOnExit(this)
  }

  discard(): void {
    forgetOnExit(this)
    if (this.temporaryPath !== undefined)
      rmSync(this.temporaryPath, { recursive: true, force: true })
    this.temporaryPath = undefined
  }

  private attempt<T>(act: () => T): T {
    try {
      return act()
    } catch (error) {
      this.discard()
      throw createWriteError(error, this.path, this.option)
    }
  }
}

function rmdirIfThere(path: string): void {
  try {
    rmdirSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
