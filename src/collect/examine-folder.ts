import { isPlaceholder, KEPT_IN_CLOUD } from '../inputs/machine/placeholder.ts'
import { describeReadError } from '../inputs/read-error.ts'
import type { UnreadItem } from '../model/collection/collection-manifest.ts'
import { defined } from '../model/defined.ts'
import type { LocalFiles } from './local-files.ts'
import { type FoundFile, type SurveyOptions, surveyFolder } from './survey-folder.ts'

/** One spool of a folder. */
export interface ExaminedSpool {
  /** Path inside the folder. */
  readonly path: string
  readonly itemCount: number
  /** Whether there are more items than were looked at. */
  readonly isPartial: boolean
  /** When its oldest item was written or created, milliseconds UTC. */
  readonly oldest?: number
}

/** Contents of a Lync folder, and which of them can be read. */
export interface FolderExamination {
  readonly logCount: number
  readonly logBytes: number
  /** When the newest log was written, milliseconds UTC. */
  readonly lastWritten?: number
  readonly spools: readonly ExaminedSpool[]
  readonly unread: readonly UnreadItem[]
}

/** Lists a folder, and opens each log once without reading it. */
export function examineFolder(
  location: string,
  files: LocalFiles,
  platform: NodeJS.Platform,
  options: SurveyOptions,
): FolderExamination {
  const { logs, spooled, spools, partialSpools, unread } = surveyFolder(
    location,
    'Lync',
    files,
    options,
  )
  const lastWritten = maximum(logs.map(({ stats }) => stats.mtimeMs))
  return {
    logCount: logs.length,
    logBytes: logs.reduce((sum, { stats }) => sum + stats.size, 0),
    ...defined({ lastWritten }),
    spools: spools.map((path) => examineSpool(path, spooled, partialSpools.includes(path))),
    unread: [...unread, ...logs.flatMap((log) => problemOf(log, files, platform))].map((item) => ({
      ...item,
      path: withoutRoot(item.path),
    })),
  }
}

function examineSpool(
  path: string,
  spooled: readonly FoundFile[],
  isPartial: boolean,
): ExaminedSpool {
  const items = spooled.filter((file) => file.path.startsWith(`${path}/`))
  const oldest = maximum(items.map(({ stats }) => -Math.min(stats.mtimeMs, stats.birthtimeMs)))
  return {
    path: withoutRoot(path),
    itemCount: items.length,
    isPartial,
    ...defined({ oldest: oldest === undefined ? undefined : -oldest }),
  }
}

function problemOf(
  { location, path, stats }: FoundFile,
  files: LocalFiles,
  platform: NodeJS.Platform,
): UnreadItem[] {
  if (isPlaceholder(stats, platform)) return [{ path, reason: KEPT_IN_CLOUD }]
  try {
    files.close(files.open(location))
    return []
  } catch (error) {
    return [{ path, reason: describeReadError(error) }]
  }
}

const withoutRoot = (path: string): string => path.replace(/^Lync\//, '')

/** Undefined for no numbers. Works for any number of them. */
const maximum = (numbers: readonly number[]): number | undefined =>
  numbers.length === 0 ? undefined : numbers.reduce((largest, number) => Math.max(largest, number))
