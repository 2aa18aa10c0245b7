import { fstatSync, writeSync } from 'node:fs'
import { type OutputStream, outputStream } from '../terminal/output-stream.ts'

/** The smallest pipes hold as many bytes without a reader. The stream writes more: it never waits. */
const MAX_PIPE_BYTES = 16 << 10

/** The major number of /dev/null and other devices of Linux that are memory. */
const MEMORY_DEVICES = 1

type StreamName = 'stdout' | 'stderr'
const DESCRIPTORS: Readonly<Record<StreamName, number>> = { stdout: 1, stderr: 2 }

/**
 * Standard output or standard error. The stream of Node is opened when something needs it, because
 * loading it takes as long as analyzing a small case: files, and pipes while they have room for all,
 * are written without it. `onError` gets what the stream would emit as an error.
 */
export function standardStream(
  name: StreamName,
  onError: (error: NodeJS.ErrnoException) => void,
): OutputStream {
  const descriptor = DESCRIPTORS[name]
  let room = roomOf(descriptor)
  const isStream = room === 0
  let hasFailed = false
  let opened: OutputStream | undefined
  const open = (): OutputStream => {
    opened ??= outputStream(
      (name === 'stdout' ? process.stdout : process.stderr).on('error', onError),
    )
    return opened
  }

  const write = (data: string | Uint8Array): boolean => {
    if (hasFailed) return true
    const bytes = typeof data === 'string' ? Buffer.from(data) : data
    if (opened !== undefined || bytes.length > room) return open().writeData(data)
    room -= bytes.length
    let written = 0
    try {
      while (written < bytes.length) written += writeSync(descriptor, bytes, written)
    } catch (error) {
      // Another process made the pipe one that never waits.
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN')
        return open().writeData(bytes.subarray(written))
      hasFailed = true
      process.nextTick(onError, error)
    }
    return true
  }

  return {
    get raw() {
      return open().raw
    },
    get isTTY() {
      return isStream && open().isTTY === true
    },
    get columns() {
      return isStream ? open().columns : undefined
    },
    write: (text) => write(String(text)),
    writeData: write,
  }
}

/**
 * The number of bytes that a descriptor takes without waiting for anybody. 0 for terminals, for
 * everything that might be one, and where writing is different.
 */
function roomOf(descriptor: number): number {
  if (process.platform === 'win32') return 0
  try {
    const stats = fstatSync(descriptor)
    if (stats.isFIFO()) return MAX_PIPE_BYTES
    const isMemory =
      process.platform === 'linux' &&
      stats.isCharacterDevice() &&
      stats.rdev >> 8 === MEMORY_DEVICES
    return stats.isFile() || isMemory ? Number.POSITIVE_INFINITY : 0
  } catch {
    return 0 // It is closed: the stream knows what to do.
  }
}
