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
  const descriptorKind = kindOf(descriptor)
  const mayBeTerminal = descriptorKind === 'unknown'
  let room = ROOM[descriptorKind]
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
      return mayBeTerminal && open().isTTY === true
    },
    get columns() {
      return mayBeTerminal ? open().columns : undefined
    },
    write: (text) => write(String(text)),
    writeData: write,
  }
}

/** What a descriptor is open for. `unknown`: a terminal, everything that might be one, or closed. */
type DescriptorKind = 'file' | 'pipe' | 'socket' | 'unknown'

/** The number of bytes that a descriptor takes without waiting for anybody. */
const ROOM: Readonly<Record<DescriptorKind, number>> = {
  file: Number.POSITIVE_INFINITY,
  pipe: MAX_PIPE_BYTES,
  socket: 0,
  unknown: 0,
}

/** Writing is different on Windows: there, everything is `unknown`. */
function kindOf(descriptor: number): DescriptorKind {
  if (process.platform === 'win32') return 'unknown'
  try {
    const stats = fstatSync(descriptor)
    if (stats.isFIFO()) return 'pipe'
    // A Node.js that starts another one makes its pipes of sockets.
    if (stats.isSocket()) return 'socket'
    const isMemory =
      process.platform === 'linux' &&
      stats.isCharacterDevice() &&
      stats.rdev >> 8 === MEMORY_DEVICES
    return stats.isFile() || isMemory ? 'file' : 'unknown'
  } catch {
    return 'unknown' // It is closed: the stream knows what to do.
  }
}
