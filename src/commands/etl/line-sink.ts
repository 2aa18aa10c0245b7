import { once } from 'node:events'
import {
  closeSync,
  existsSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { UsageError } from '../../model/usage-error.ts'

const PIECE = 64 << 10

/** Where lines go, many at a time. */
export interface LineSink {
  /** A promise where whoever reads them is behind. */
  add(line: string): Promise<void> | undefined
  end(): Promise<void>
  /** Takes back what was written, where that can be done. */
  abandon(): void
}

/** A stream, which is waited for: what it has not passed on lies in memory. */
export function streamSink(stream: NodeJS.WritableStream): LineSink {
  let lines = ''
  const flush = async () => {
    const text = lines
    lines = ''
    if (!stream.write(text)) await once(stream, 'drain')
  }
  return {
    add(line) {
      lines += `${line}\n`
      return lines.length < PIECE ? undefined : flush()
    },
    end: async () => (lines === '' ? undefined : flush()),
    abandon() {},
  }
}

/** A file, all of it or none. A device or pipe is written as it is. */
export function fileSink(output: string): LineSink {
  const device = statSync(output, { throwIfNoEntry: false })?.isFile() === false
  const path = device || !existsSync(output) ? output : realpathSync(output)
  const beside = device ? path : `${path}.${process.pid}.tmp`
  const failed = (error: unknown) =>
    new UsageError(
      `Cannot write ${output}: ${(error as Error).message}. Choose another place with --output.`,
    )
  let lines = ''
  let file: number
  try {
    file = openSync(beside, device ? 'w' : 'wx')
  } catch (error) {
    throw failed(error)
  }
  const flush = () => {
    const bytes = Buffer.from(lines)
    lines = ''
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
  }
  return {
    add(line) {
      lines += `${line}\n`
      if (lines.length >= PIECE) flush()
      return undefined
    },
    async end() {
      try {
        flush()
        closeSync(file)
        if (!device) renameSync(beside, path)
      } catch (error) {
        if (!device) rmSync(beside, { force: true })
        throw failed(error)
      }
    },
    abandon() {
      closeSync(file)
      if (!device) rmSync(beside, { force: true })
    },
  }
}
