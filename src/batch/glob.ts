import { type Dirent, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Whether a shell would treat the text as a pattern. */
export const isGlob = (text: string): boolean => /[*?[\]]/.test(text)

/**
 * Finds the paths that match a pattern, sorted. `*` and `?` match parts of a name, `[a-z]` one
 * character, `**` any folders. As in a shell, a name that begins with a dot matches only a pattern
 * that does. On Windows, both slashes are separators.
 */
export function expandGlob(pattern: string, windows: boolean): string[] {
  const parts = pattern.split(windows ? /[\\/]+/ : /\/+/)
  // `/x` and `C:\x` start at a root, all others in the current folder.
  const root =
    parts[0] === ''
      ? '/'
      : windows && /^[a-z]:$/i.test(parts[0] ?? '')
        ? `${parts[0]}\\`
        : undefined
  const paths = root === undefined ? expandParts('', parts) : expandParts(root, parts.slice(1))
  return [...new Set(paths)].sort()
}

/** Returns the paths below `base` that match the remaining parts of a pattern. */
function expandParts(base: string, parts: readonly string[]): string[] {
  const [part, ...rest] = parts
  if (part === undefined) return lstatSync(base, { throwIfNoEntry: false }) ? [base] : []
  if (part === '') return expandParts(base, rest)
  if (part === '**') {
    const below = listEntries(base).filter(
      (entry) => entry.isDirectory() && !entry.name.startsWith('.'),
    )
    return [
      ...expandParts(base, rest),
      ...below.flatMap(({ name }) => expandParts(join(base, name), parts)),
    ]
  }
  if (!isGlob(part)) return expandParts(join(base, part), rest)
  const name = globPattern(part)
  const entries = listEntries(base).filter(
    (entry) => name.test(entry.name) && (part.startsWith('.') || !entry.name.startsWith('.')),
  )
  return entries.flatMap((entry) =>
    rest.length === 0 || !entry.isFile() ? expandParts(join(base, entry.name), rest) : [],
  )
}

/** Lists a folder. A folder that is missing or unreadable has no entries, and so no match. */
function listEntries(folder: string): Dirent[] {
  try {
    return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true })
  } catch {
    return []
  }
}

/** Converts a part of a pattern, such as `PC-[0-9]*.zip`, to a regular expression. */
function globPattern(part: string): RegExp {
  const source = part.replace(
    /\[([!^]?)([^\]]+)\]|[\s\S]/g,
    (piece, not: string | undefined, set: string | undefined) => {
      if (set !== undefined) return `[${not ? '^' : ''}${set.replace(/[\\\]^[]/g, '\\$&')}]`
      if (piece === '*') return '.*'
      return piece === '?' ? '.' : piece.replace(/[\\^$.|+(){}[\]]/, '\\$&')
    },
  )
  return new RegExp(`^${source}$`, 's')
}
