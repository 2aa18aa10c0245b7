import type { ArchiveOptions } from './archives/archive.ts'
import { openArchives } from './archives/open-archives.ts'
import { type FindOptions, type FoundInput, findFiles } from './find-files.ts'
import { loadSmallFiles } from './load-small-files.ts'

export interface FindInputsOptions extends ArchiveOptions, FindOptions {
  /** Standard input, for the path `-`. Without it, an archive there is not opened. */
  readonly stdin?: NodeJS.ReadStream
  /** Whether to hold all of standard input in memory, so that it can be read several times. */
  readonly holdsStdin?: boolean
}

/** Finds the inputs at the given paths, the contents of archives included, in a fixed order. */
export async function findInputs(
  paths: readonly string[],
  { stdin, holdsStdin = false, ...options }: FindInputsOptions,
): Promise<FoundInput[]> {
  const found = findFiles(paths, options)
  const at = stdin === undefined ? -1 : found.findIndex(({ location }) => location === '-')
  if (stdin !== undefined && at >= 0) {
    const { holdStdin, readArchivedStdin } = await import('./archives/read-archived-stdin.ts')
    const held = holdsStdin ? holdStdin(stdin, 'a file') : readArchivedStdin(stdin)
    found[at] = (await held) ?? (found[at] as FoundInput)
  }
  return openArchives(loadSmallFiles(found), options)
}
