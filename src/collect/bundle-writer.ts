import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { EntryWriter } from '../output/entry-writer.ts'
import { OutputFile, type OutputOptions } from '../output/output-file.ts'

/** Text logs shrink to a tenth at this level, twice as fast as at the usual one. */
const COMPRESSION_LEVEL = 3

/** Range of the times that an entry can have. The manifest has the true one. */
const [EARLIEST_TIME, LATEST_TIME] = [Date.UTC(1980, 0, 2), Date.UTC(2037, 11, 30)]

const clampTime = (time: Date): Date =>
  new Date(Math.min(Math.max(time.getTime() || 0, EARLIEST_TIME), LATEST_TIME))

/**
 * The time of an entry that has none, so that equal contents make equal bytes. A zip stores it as
 * local time: this is the same in every time zone.
 */
const NO_TIME = new Date(1980, 0, 2)

/** Bytes of an entry, as they are in the bundle. */
export interface WrittenEntry {
  readonly bytes: number
  readonly sha256: string
}

/**
 * Writes a bundle, a zip, as a stream: its size is not limited, and memory does not grow with it.
 * Until `commit`, nothing is under the name of the bundle. All methods reject with a UsageError
 * that says why it cannot be written.
 */
export class BundleWriter implements EntryWriter {
  private readonly output: OutputFile
  private readonly zip = new ZipFile()
  private readonly written: Promise<void>
  private failure: unknown

  constructor(path: string, options: OutputOptions) {
    this.output = new OutputFile(path, options)
    this.written = this.write()
    // Whoever waits for an entry or for the end gets the error.
    this.written.catch((error: unknown) => {
      this.failure = error
    })
  }

  /**
   * Adds an entry. `chunks` may be reused by their source. An error of the source is thrown, and the
   * bundle is then useless. Without `writtenAt`, equal contents make equal bundles.
   */
  async add(
    name: string,
    chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
    writtenAt?: Date,
  ): Promise<WrittenEntry> {
    const hash = createHash('sha256')
    let bytes = 0
    let markRead = () => {}
    const isRead = new Promise<void>((resolve) => {
      markRead = resolve
    })
    async function* hashed() {
      for await (const chunk of chunks) {
        hash.update(chunk)
        bytes += chunk.length
        yield Buffer.from(chunk)
      }
      markRead()
    }
    const source = Readable.from(hashed(), { objectMode: false, highWaterMark: 1 })
    const failed = new Promise<never>((_, reject) => {
      source.once('error', reject)
    })
    this.zip.addReadStream(source, name, {
      mtime: writtenAt ? clampTime(writtenAt) : NO_TIME,
      forceDosTimestamp: writtenAt === undefined,
      mode: 0o100600,
      compressionLevel: COMPRESSION_LEVEL,
    })
    await Promise.race([isRead, failed, this.rejectOnFailure()])
    return { bytes, sha256: hash.digest('hex') }
  }

  addText(name: string, text: string | Uint8Array, writtenAt?: Date): Promise<WrittenEntry> {
    return this.add(name, [typeof text === 'string' ? Buffer.from(text) : text], writtenAt)
  }

  /** Finishes the zip, and puts it in its place. */
  async commit(): Promise<void> {
    this.zip.end()
    await this.written
    this.output.commit()
  }

  /** Removes what was written. */
  discard(): void {
    this.output.discard()
  }

  private async write(): Promise<void> {
    for await (const chunk of this.zip.outputStream) {
      this.output.write(chunk as Uint8Array)
      await this.output.drained()
    }
  }

  /** Never resolves: rejects when the bundle cannot be written. */
  private async rejectOnFailure(): Promise<never> {
    if (this.failure !== undefined) throw this.failure
    return this.written.then(() => new Promise<never>(() => {}))
  }
}
