import { dirname } from 'node:path'
import { UsageError } from '../model/usage-error.ts'

const NO_SPACE = 'no space is left on the device'

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: NO_SPACE,
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file would be larger than the file system allows',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is not a folder',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its links form a loop, or are too many',
  EBUSY: 'another program uses it',
}

/**
 * Returns why a write failed, as the end of a sentence. `path` is the file that the user named: the
 * message of the system would show the temporary file.
 */
function writeFailureReason({ code = '', message }: NodeJS.ErrnoException, path: string): string {
  if (code === 'ENOENT') return `the folder ${dirname(path)} does not exist`
  // EIO: i/o error, write 'x.tmp'
  return REASONS[code] ?? message.replace(/^E[A-Z]+: |, \w+( '.*)?$/gs, '')
}

/**
 * Returns a UsageError for an error of the system about a file. Any other error is a bug, and is
 * thrown again. `option` names the option of the file, without dashes; undefined when none does.
 */
export function createWriteError(
  error: unknown,
  path: string,
  option: string | undefined,
): UsageError {
  if (!(error instanceof Error && 'code' in error)) throw error
  const reason = writeFailureReason(error as NodeJS.ErrnoException, path)
  const place = option === undefined ? 'another place' : `another place with --${option}`
  const advice = reason === NO_SPACE ? `Free some space, or choose ${place}.` : `Choose ${place}.`
  return new UsageError(`Cannot write ${path}: ${reason}. ${advice}`)
}
