import { closeSync, ftruncateSync, openSync } from 'node:fs'
import { createWriteError } from './write-error.ts'
import { writeFully } from './write-fully.ts'

const OWNER_ONLY = 0o600

/**
 * A file that grows at its end, for data that must survive a kill: each write is in the file when
 * it returns. A new file can be read by its owner only. All methods throw a UsageError that says
 * why the file cannot be written.
 */
export class AppendFile {
  private readonly path: string
  private readonly option: string
  private readonly file: number

  /** `option` names the option of the path for error messages, without dashes. */
  constructor(path: string, option: string) {
    this.path = path
    this.option = option
    this.file = this.attempt(() => openSync(path, 'a', OWNER_ONLY))
  }

  append(data: string | Uint8Array): void {
    this.attempt(() => writeFully(this.file, typeof data === 'string' ? Buffer.from(data) : data))
  }

  /** Cuts the file to a length in bytes. */
  truncate(length: number): void {
    this.attempt(() => ftruncateSync(this.file, length))
  }

  close(): void {
    closeSync(this.file)
  }

  private attempt<T>(act: () => T): T {
    try {
      return act()
    } catch (error) {
      throw createWriteError(error, this.path, this.option)
    }
  }
}
