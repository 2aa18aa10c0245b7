import { closeSync, fstatSync, openSync, statSync } from 'node:fs'
import { UsageError } from '../../model/usage-error.ts'
import { readStartOf } from '../read-start.ts'

export interface OptionFileLimits {
  readonly maxBytes: number
  /** Whether a pipe may be given, such as that of `<(pass show key)`. */
  readonly mayBePipe?: boolean
}

/**
 * Reads the file that an option names. Throws a `UsageError` for a device, which may never end, for
 * a folder and for a file that is too large. Other errors are thrown as they are.
 */
export function readOptionFile(
  path: string,
  option: string,
  { maxBytes, mayBePipe = false }: OptionFileLimits,
): Buffer {
  const isReadable = (stats: ReturnType<typeof statSync>) =>
    stats?.isFile() || (mayBePipe && stats?.isFIFO())
  const reject = () => {
    throw new UsageError(`${option} ${path}: this is not a file. Pass the path of a file.`)
  }
  // Opening a device may have effects, and opening a pipe may wait.
  if (!isReadable(statSync(path))) reject()
  const file = openSync(path, 'r')
  try {
    if (!isReadable(fstatSync(file))) reject()
    const bytes = readStartOf(file, maxBytes + 1)
    if (bytes.length <= maxBytes) return bytes
    throw new UsageError(`${option} ${path}: larger than ${formatLimit(maxBytes)}.`)
  } finally {
    closeSync(file)
  }
}

const formatLimit = (bytes: number): string =>
  bytes >= 1 << 20 ? `${bytes >> 20} MiB` : `${bytes >> 10} KiB`
