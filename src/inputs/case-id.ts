import { basename, resolve } from 'node:path'

/** The id of a case: the name of its first path, without the folders above. */
export function caseId(paths: readonly string[]): string {
  const [first = '', ...others] = paths.map((path) =>
    path === '-' ? 'standard input' : basename(resolve(path)) || path,
  )
  return others.length === 0 ? first : `${first} and ${others.length} more`
}
