import type { LocalPath } from '../inputs/folders/local-path.ts'
import { describeReadError } from '../inputs/read-error.ts'
import { formatBytes, formatNumber } from '../model/duration.ts'
import type { LocalFiles } from './local-files.ts'

const CHUNK_BYTES = 1 << 20
/** A program that writes a log locks it for moments. */
const OPEN_ATTEMPTS = 5
const RETRY_MS = 100

/** Outcome of reading a file. */
export interface ReadResult {
  bytes: number
  /** Why it was not read to its end. */
  incomplete?: string
  note?: string
}

/** Opens a file. Retries while another program has it locked. Throws the error of the system. */
export async function openForReading(path: LocalPath, files: LocalFiles): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return files.open(path)
    } catch (error) {
      const isLocked = ['EBUSY', 'ETXTBSY'].includes((error as NodeJS.ErrnoException).code ?? '')
      if (!isLocked || attempt >= OPEN_ATTEMPTS) throw error
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}

/**
 * Yields the bytes of an open file, which may grow or shrink meanwhile. Reads what is there when it
 * is opened, and then once what was added, so that it ends even if the file grows faster than it is
 * read. Never throws: `result` says what was read, and what happened. The chunks are reused.
 */
export function* readOpenFile(
  file: number,
  files: LocalFiles,
  result: ReadResult,
): Generator<Uint8Array> {
  const buffer = new Uint8Array(CHUNK_BYTES)
  try {
    const { size } = files.statOpen(file)
    yield* readUntil(file, files, buffer, size, result)
    if (result.bytes < size) {
      result.note = `shrank from ${formatNumber(size)} bytes while it was read`
      return
    }
    const { size: grown } = files.statOpen(file)
    yield* readUntil(file, files, buffer, grown, result)
    const { size: last } = files.statOpen(file)
    if (last > size)
      result.note =
        `grew by ${formatBytes(last - size)} while it was read` +
        (last > result.bytes ? `, the last ${formatBytes(last - result.bytes)} are missing` : '')
    else if (last < size)
      result.note = `shrank from ${formatNumber(size)} to ${formatNumber(last)} bytes after it was read`
  } catch (error) {
    result.incomplete = `${describeReadError(error)} after ${formatNumber(result.bytes)} bytes`
  }
}

function* readUntil(
  file: number,
  files: LocalFiles,
  buffer: Uint8Array,
  end: number,
  result: ReadResult,
): Generator<Uint8Array> {
  while (result.bytes < end) {
    const wanted = Math.min(buffer.length, end - result.bytes)
    const count = files.read(file, buffer.subarray(0, wanted), result.bytes)
    if (count === 0) return
    result.bytes += count
    yield buffer.subarray(0, count)
  }
}
