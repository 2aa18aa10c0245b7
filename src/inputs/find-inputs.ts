import type { ArchiveOptions } from './archives/archive.ts'
import { openArchives } from './archives/open-archives.ts'
import { type FindOptions, type FoundInput, findFiles } from './find-files.ts'
import { loadSmallFiles } from './load-small-files.ts'

export interface FindInputsOptions extends ArchiveOptions, FindOptions {
  /** Standard input, for the path `-`. Without it, an archive there is not opened. */
  readonly stdin?: NodeJS.ReadStream
}

/** Finds the inputs at the given paths, the contents of archives included, in a fixed order. */
export async function findInputs(
  paths: readonly string[],
  { stdin, ...options }: FindInputsOptions,
): Promise<FoundInput[]> {
  const found = findFiles(paths, options)
  const at = stdin === undefined ? -1 : found.findIndex(({ location }) => location === '-')
  if (stdin !== undefined && at >= 0) {
    const { readArchivedStdin } = await import('./archives/read-archived-stdin.ts')
    const archive = await readArchivedStdin(stdin)
    if (archive !== undefined) found[at] = archive
  }
  return openArchives(loadSmallFiles(found), options)
}
