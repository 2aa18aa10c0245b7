import { closeSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { UsageError } from '../model/usage-error.ts'
import { resolveTarget } from './output.ts'

/**
 * A file that is written all or nothing: beside its place first, then in it. A device or pipe is
 * written as it is.
 */
export class OutputFile {
  private readonly createError: (error: Error) => UsageError
  private readonly target: string
  /** Where it is written first; undefined for a device or pipe. */
  private readonly temporaryPath: string | undefined
  private file: number | undefined

  constructor(output: string, option = 'output') {
    this.createError = ({ message }) =>
      new UsageError(`Cannot write ${output}: ${message}. Choose another place with --${option}.`)
    this.target = resolveTarget(output)
    const stats = statSync(this.target, { throwIfNoEntry: false })
    if (stats?.isDirectory()) throw this.createError(new Error('it is a folder'))
    this.temporaryPath = stats && !stats.isFile() ? undefined : `${this.target}.${process.pid}.tmp`
    this.file = this.attempt(() =>
      this.temporaryPath === undefined
        ? openSync(this.target, 'w')
        : openSync(this.temporaryPath, 'wx'),
    )
  }

  write(text: string): void {
    const { file } = this
    // Of an open file this writes on where it is, and all of it.
    if (file !== undefined) this.attempt(() => writeFileSync(file, text))
  }

  /** Puts it in its place. */
  commit(): void {
    this.attempt(() => {
      this.close()
      if (this.temporaryPath !== undefined) renameSync(this.temporaryPath, this.target)
    })
  }

  /** As if it had never been begun. */
  discard(): void {
    this.close()
    if (this.temporaryPath !== undefined) rmSync(this.temporaryPath, { force: true })
  }

  private close(): void {
    if (this.file !== undefined) closeSync(this.file)
    this.file = undefined
  }

  private attempt<T>(act: () => T): T {
    try {
      return act()
    } catch (error) {
      throw this.createError(error as Error)
    }
  }
}

/** A whole text at once. */
export function writeOutputFile(output: string, text: string, option = 'output'): void {
  const file = new OutputFile(output, option)
  try {
    file.write(text)
    file.commit()
  } catch (error) {
    file.discard()
    throw error
  }
}
