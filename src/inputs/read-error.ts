export const DISAPPEARED = 'disappeared while reading'

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EBUSY: 'in use by another program',
  ETXTBSY: 'in use by another program',
  ENOENT: DISAPPEARED,
  ESTALE: DISAPPEARED,
  ENOTDIR: DISAPPEARED,
  EMFILE: 'too many files are open at the same time',
  ENFILE: 'too many files are open at the same time',
  EIO: 'the disk or the network failed',
  ENAMETOOLONG: 'its path is too long',
}

/** Says why a file or folder cannot be read, in words for the report. */
export function describeReadError(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException
  return REASONS[code] ?? message
}
