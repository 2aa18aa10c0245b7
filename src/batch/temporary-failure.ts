const TEMPORARY_CODES: ReadonlySet<string> = new Set([
  'EAGAIN',
  'EDQUOT',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'ENOSPC',
])

/** The network failed, not the bundle. */
export class TemporaryFailure extends Error {}

/**
 * Whether an error is of the machine, the network or the queue, not of the bundle: a full disk, too
 * many open files, or a command that Redis rejects. Another attempt may succeed.
 */
export function isTemporaryError(error: unknown): boolean {
  if (error instanceof TemporaryFailure) return true
  const { name, code = '' } = error as NodeJS.ErrnoException
  return name === 'ReplyError' || TEMPORARY_CODES.has(code)
}
