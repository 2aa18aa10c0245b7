import { defined } from '../../model/defined.ts'
import { toPrintable, truncateText } from '../../model/text/printable.ts'

export interface SanitizedName {
  /** A relative path of ordinary names. */
  readonly displayName: string
  /** Why the original name was not harmless. */
  readonly problem?: string
}

const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:$|[. ])/i
/**
 * No reader needs more of a name that is refused.
 * Limit: shown characters of a path that is too long.
 * Beyond: the path is cut.
 */
const MAX_TRUNCATED_CHARACTERS = 120

/**
 * Turns the name of an entry into a relative path of ordinary names. It is only displayed: no name
 * of an archive is used as a path. It must still be harmless to someone who copies it from a
 * report.
 */
export function sanitizeName(name: string): SanitizedName {
  const path = name.replaceAll('\\', '/')
  const parts = path.split('/')
  const hasDrive = /^[a-z]:/i.test(path)
  const hasColon = parts.some((part, index) => {
    const isDrive = hasDrive && index === 0 && part.length === 2
    return part.includes(':') && !isDrive
  })
  // D:file.txt is relative to the folder of the drive, not an alternate stream.
  const isDriveRelative = /^[a-z]:[^:]*$/i.test(path)
  const checks = [
    [path.startsWith('//'), 'is a network path'],
    [hasDrive, 'names a drive'],
    [path.startsWith('/') && !path.startsWith('//'), 'is absolute'],
    [parts.includes('..'), 'climbs out of the archive'],
    [hasColon && !isDriveRelative, 'names an alternate stream'],
    [parts.some((part) => DEVICE.test(part)), 'is that of a device'],
    [toPrintable(path) !== path, 'contains control characters'],
  ] as const
  const displayName = parts
    .filter((part) => part !== '' && part !== '.')
    .map(sanitizePart)
    .join('/')
  const problems = checks.flatMap(([isTrue, problem]) => (isTrue ? [problem] : []))
  return {
    displayName: displayName || '(no name)',
    ...defined({ problem: problems.length > 0 ? describeProblems(name, problems) : undefined }),
  }
}

const describeProblems = (name: string, problems: readonly string[]): string =>
  `Its name in the archive, “${truncateText(toPrintable(name))}”, ${problems.join(' and ')}; ` +
  'it is only displayed, never used'

function sanitizePart(part: string): string {
  const plain = toPrintable(part).replaceAll(':', '_')
  if (plain === '..') return '__'
  return DEVICE.test(plain) ? `_${plain}` : plain
}

/** Returns the beginning of a path that is too long. */
export const truncateName = (displayName: string): string =>
  truncateText(displayName, MAX_TRUNCATED_CHARACTERS)

/** Makes the names of entries unique. */
export class UniqueNames {
  private readonly counts = new Map<string, number>()

  /** Returns the name; a name that was claimed before gets a number. */
  claim(displayName: string): { readonly name: string; readonly isDuplicate: boolean } {
    const count = (this.counts.get(displayName) ?? 0) + 1
    this.counts.set(displayName, count)
    if (count === 1) return { name: displayName, isDuplicate: false }
    const { name } = this.claim(`${displayName} (${count})`)
    return { name, isDuplicate: true }
  }
}
