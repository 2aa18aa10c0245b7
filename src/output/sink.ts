import { once } from 'node:events'
import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from '../model/usage-error.ts'

/** Where a long output goes, piece by piece. */
export interface Sink {
  readonly write: (bytes: Uint8Array) => void
  /** Resolves when more can be taken. */
  drained(): Promise<void>
  end(): Promise<void>
  /** Leaves nothing behind. */
  discard(): void
}

/**
 * A file that appears whole when all is written, or standard output for `-`. Never one of `inputs`.
 */
export function openSink(
  path: string,
  inputs: readonly string[],
  stdout: NodeJS.WriteStream,
): Sink {
  return path === '-' ? streamSink(stdout) : fileSink(path, inputs)
}

function streamSink(stdout: NodeJS.WriteStream): Sink {
  let full = false
  return {
    write(bytes) {
      if (bytes.length > 0) full = !stdout.write(Buffer.from(bytes))
    },
    async drained() {
      if (full) await once(stdout, 'drain')
      full = false
    },
    async end() {},
    discard() {},
  }
}

function fileSink(path: string, inputs: readonly string[]): Sink {
  const real = (one: string) =>
    statSync(one, { throwIfNoEntry: false }) ? realpathSync.native(one) : resolve(one)
  if (inputs.some((input) => input !== '-' && real(input) === real(path)))
    throw new UsageError(
      `${path} would be written over while it is read. Choose another file for the result.`,
    )
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isDirectory())
    throw new UsageError(`Cannot write ${path}: it is a folder. Name the file to write.`)
  const device = stats !== undefined && !stats.isFile()
  const beside = device ? path : `${path}.${process.pid}.tmp`
  const failed = (error: unknown) =>
    new UsageError(
      `Cannot write ${path}: ${(error as Error).message}. Choose another place, or make room.`,
    )
  let file: number
  try {
    file = openSync(beside, device ? 'w' : 'wx')
  } catch (error) {
    throw failed(error)
  }
  return {
    write(bytes) {
      try {
        for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
      } catch (error) {
        throw failed(error)
      }
    },
    async drained() {},
    async end() {
      closeSync(file)
      if (!device) renameSync(beside, path)
    },
    discard() {
      closeSync(file)
      if (!device) rmSync(beside, { force: true })
    },
  }
}
