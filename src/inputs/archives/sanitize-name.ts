import { defined } from '../../model/defined.ts'
import { toPrintable, truncateText } from '../../model/printable.ts'

/** How an entry is shown, and what was wrong with its name. */
export interface SanitizedName {
  readonly displayName: string
  readonly problem?: string
}

const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:$|[. ])/i
const SHOWN_PART = 120

/**
 * An entry's name as a relative path of ordinary names. It is only ever shown: no name in an
 * archive is used as a path. All the same it must be harmless to whoever copies it from a report.
 */
export function sanitizeName(name: string): SanitizedName {
  const path = name.replaceAll('\\', '/')
  const parts = path.split('/')
  const drive = /^[a-z]:/i.test(path)
  const problems = [
    [path.startsWith('//'), 'is a network path'],
    [drive, 'names a drive'],
    [path.startsWith('/') && !path.startsWith('//'), 'is absolute'],
    [parts.includes('..'), 'climbs out of the archive'],
    [
      parts.some(
        (part, index) => part.includes(':') && !(drive && index === 0 && part.length === 2),
      ) && !/^[a-z]:[^:]*$/i.test(path),
      'names an alternate stream',
    ],
    [parts.some((part) => DEVICE.test(part)), 'is that of a device'],
    [toPrintable(path) !== path, 'holds control characters'],
  ] as const
  const shown = parts.filter((part) => part !== '' && part !== '.').map(safePart)
  const wrong = problems.flatMap(([is, what]) => (is ? [what] : []))
  return {
    displayName: shown.join('/') || '(no name)',
    ...defined({
      problem:
        wrong.length === 0
          ? undefined
          : `Its name in the archive, “${truncateText(toPrintable(name))}”, ${wrong.join(' and ')}; it is only shown, never used`,
    }),
  }
}

function safePart(part: string): string {
  const plain = toPrintable(part).replaceAll(':', '_')
  if (plain === '..') return '__'
  return DEVICE.test(plain) ? `_${plain}` : plain
}

/** Of a path that is too long, its beginning. */
export const truncateName = (shown: string): string => truncateText(shown, SHOWN_PART)

/** Gives each entry a name of its own. */
export class UniqueNames {
  private readonly seen = new Map<string, number>()

  /** The name, or the name with a number where it has been given away. */
  claim(shown: string): { readonly name: string; readonly isDuplicate: boolean } {
    const count = (this.seen.get(shown) ?? 0) + 1
    this.seen.set(shown, count)
    if (count === 1) return { name: shown, isDuplicate: false }
    const { name } = this.claim(`${shown} (${count})`)
    return { name, isDuplicate: true }
  }
}
