import type { ArchiveOptions } from './archives/archive.ts'
import { openArchives } from './archives/open-archives.ts'
import { type FindOptions, type FoundInput, findFiles } from './find-files.ts'
import { loadSmallFiles } from './load-small-files.ts'

/** Finds the inputs at the given paths, the contents of archives included, in a fixed order. */
export const findInputs = (
  paths: readonly string[],
  options: ArchiveOptions & FindOptions,
): Promise<FoundInput[]> => openArchives(loadSmallFiles(findFiles(paths, options)), options)
