import { once } from 'node:events'
import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { threadId } from 'node:worker_threads'
import { UsageError } from '../model/usage-error.ts'
import { resolveTarget } from './resolve-target.ts'
import { createWriteError } from './write-error.ts'
import { writeFully } from './write-fully.ts'

/** The path that stands for standard output. */
export const STANDARD_OUTPUT = '-'

/** Texts are collected up to this length before they are written. */
const BUFFER_CHARS = 64 << 10
const OWNER_ONLY = 0o600
/** Less what the user's umask removes. */
const DEFAULT_MODE = 0o666

export interface OutputOptions {
  /** Where `-` writes to. */
  readonly stdout?: NodeJS.WritableStream
  /** The option that names the file, for error messages, without dashes. */
  readonly option?: string
  /** Files that are read meanwhile, which are never written over. */
  readonly inputs?: readonly string[]
  /** Whether people's data is in it: only the owner may read a new file. Default true. */
  readonly isPrivate?: boolean
  /**
   * Whether the bytes are on the disk before the file appears under its name. Default true. False
   * for files that are checked when they are read.
   */
  readonly isDurable?: boolean
}

/**
 * Writes one output, whole or piece by piece.
 *
 * A file is written under a temporary name in its folder, flushed, and renamed: readers see the old
 * content or the new content. Links are followed, and an existing file keeps its mode. Devices and
 * pipes are written directly, and `-` is standard output. All methods throw a UsageError that says
 * why the file cannot be written.
 */
export class OutputFile {
  private readonly path: string
  private readonly options: OutputOptions
  private readonly target: string
  /** Undefined for a device, a pipe or standard output. */
  private temporaryPath: string | undefined
  private file: number | undefined
  private readonly stream: NodeJS.WritableStream | undefined
  private isStreamFull = false
  private buffered = ''

  constructor(path: string, options: OutputOptions = {}) {
    this.path = path
    this.options = options
    this.target = path === STANDARD_OUTPUT ? path : resolveTarget(path)
    if (path === STANDARD_OUTPUT) {
      this.stream = options.stdout ?? process.stdout
      return
    }
    this.rejectInputs()
    this.attempt(() => this.open())
  }

  /** Bytes are not kept: the caller may reuse them. */
  write(data: string | Uint8Array): void {
    if (typeof data !== 'string') {
      this.flush()
      this.writeBytes(data)
      return
    }
    this.buffered += data
    if (this.buffered.length >= BUFFER_CHARS) this.flush()
  }

  /** Undefined when more can be written at once, else resolves when the reader has caught up. */
  drained(): Promise<unknown> | undefined {
    if (this.stream === undefined || !this.isStreamFull) return undefined
    this.isStreamFull = false
    return once(this.stream, 'drain')
  }

  /** Finishes the output, and puts the file in its place. */
  commit(): void {
    this.attempt(() => {
      this.flush()
      if (this.file === undefined) return
      if (this.temporaryPath !== undefined && this.options.isDurable !== false) fsyncSync(this.file)
      this.close()
      if (this.temporaryPath !== undefined) renameSync(this.temporaryPath, this.target)
      this.temporaryPath = undefined
      forgetOnExit(this)
    })
  }

  /** Removes the unfinished file; after `commit` it does nothing. */
  discard(): void {
    forgetOnExit(this)
    this.buffered = ''
    this.close()
    if (this.temporaryPath !== undefined) rmSync(this.temporaryPath, { force: true })
    this.temporaryPath = undefined
  }

  private open(): void {
    const stats = statSync(this.target, { throwIfNoEntry: false })
    if (stats?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' })
    if (stats && !stats.isFile()) {
      this.file = openSync(this.target, 'w')
      return
    }
    const isPrivate = stats !== undefined || this.options.isPrivate !== false
    this.file = this.openTemporary(isPrivate ? OWNER_ONLY : DEFAULT_MODE)
    if (stats) fchmodSync(this.file, stats.mode & 0o777)
    discardOnExit(this)
  }

  /**
   * Opens a new file in the folder of the target.
   */
  private openTemporary(mode: number): number {
    for (;;) {
      const path = join(dirname(this.target), temporaryName())
      try {
        const file = openSync(path, 'wx', mode)
        this.temporaryPath = path
        return file
      } catch (error) {
        // Left by a killed process that had the same id.
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
    }
  }

  private rejectInputs(): void {
    const { inputs = [] } = this.options
    if (inputs.some((input) => input !== '-' && resolveTarget(input) === this.target))
      throw new UsageError(
        `${this.path} would be written over while it is read. Choose another file for the result.`,
      )
  }

  private flush(): void {
    if (this.buffered === '') return
    const text = this.buffered
    this.buffered = ''
    if (this.stream !== undefined) this.isStreamFull = !this.stream.write(text)
    else this.writeBytes(Buffer.from(text))
  }

  private writeBytes(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    const { file, stream } = this
    if (stream !== undefined) this.isStreamFull = !stream.write(Buffer.from(bytes))
    else if (file !== undefined) this.attempt(() => writeFully(file, bytes))
  }

  private close(): void {
    const { file } = this
    this.file = undefined
    if (file !== undefined) closeSync(file)
  }

  private attempt(act: () => void): void {
    try {
      act()
    } catch (error) {
      this.discard()
      if (error instanceof UsageError) throw error
      throw createWriteError(error, this.path, this.options.option)
    }
  }
}

let temporaryCount = 0

/** A new name for an unfinished output: short, and unique to process and thread. */
export function temporaryName(): string {
  temporaryCount += 1
  return `.spoolscope-${process.pid}-${threadId}-${temporaryCount}.tmp`
}

/** An output that leaves something behind until it is committed or discarded. */
interface UnfinishedOutput {
  discard(): void
}

/** Outputs that are neither committed nor discarded. */
const unfinished = new Set<UnfinishedOutput>()
let isExitHandled = false

/** To be called when an output was committed or discarded. */
export const forgetOnExit = (output: UnfinishedOutput): boolean => unfinished.delete(output)

/** Some ways to end the process pass no `catch`, such as when the reader of a pipe has ended. */
export function discardOnExit(output: UnfinishedOutput): void {
  unfinished.add(output)
  if (isExitHandled) return
  isExitHandled = true
  process.once('exit', () => {
    for (const left of unfinished) left.discard()
  })
}

/** Writes a whole file. */
export function writeOutputFile(
  path: string,
  content: string | Uint8Array,
  options: OutputOptions = {},
): void {
  const output = new OutputFile(path, options)
  output.write(content)
  output.commit()
}
