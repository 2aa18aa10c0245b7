import type { ArchiveOptions } from './archives/archive.ts'
import { openArchives } from './archives/open-archives.ts'
import { type FoundInput, findFiles } from './find-files.ts'
import { loadSmallFiles } from './load-small-files.ts'

/** All that the named paths hold, archives opened, in a fixed order. */
export const findInputs = (
  paths: readonly string[],
  reading: ArchiveOptions,
): Promise<FoundInput[]> => openArchives(loadSmallFiles(findFiles(paths)), reading)
