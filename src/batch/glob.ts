import { type Dirent, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Whether a shell would take it for a pattern. */
export const isGlob = (text: string): boolean => /[*?[\]]/.test(text)

/**
 * Paths that a pattern names, sorted: `*` and `?` stand for parts of a name, `[a-z]` for one
 * character, `**` for any folders. As in a shell, names that begin with a dot have to be named with
 * it. On Windows both slashes part names.
 */
export function expandGlob(pattern: string, windows: boolean): string[] {
  const parts = pattern.split(windows ? /[\\/]+/ : /\/+/)
  // `/x` and `C:\x` begin at a root, `./x` and `../x` somewhere else; everything else here.
  const rooted =
    parts[0] === ''
      ? '/'
      : windows && /^[a-z]:$/i.test(parts[0] ?? '')
        ? `${parts[0]}\\`
        : undefined
  const start = rooted ?? ''
  const found = expandParts(start, rooted === undefined ? parts : parts.slice(1))
  return [...new Set(found)].sort()
}

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

/** What is not there or not to be listed holds no match. */
function listEntries(folder: string): Dirent[] {
  try {
    return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true })
  } catch {
    return []
  }
}

/** `PC-[0-9]*.zip` */
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
