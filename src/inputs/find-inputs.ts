import type { ArchiveReading } from './archives/archive.ts'
import { openArchives } from './archives/open-archives.ts'
import { type Found, findFiles } from './find-files.ts'
import { keepSmall } from './keep-small.ts'

/** All that the named paths hold, archives opened, in a fixed order. */
export const findInputs = (paths: readonly string[], reading: ArchiveReading): Promise<Found[]> =>
  openArchives(keepSmall(findFiles(paths)), reading)
