import { basename, resolve } from 'node:path'

/** A name for the case: of the file or folder that was named, the same wherever it lies. */
export function caseId(paths: readonly string[]): string {
  const [first = '', ...more] = paths.map((path) =>
    path === '-' ? 'standard input' : basename(resolve(path)) || path,
  )
  return more.length === 0 ? first : `${first} and ${more.length} more`
}
