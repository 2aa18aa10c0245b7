import { statSync } from 'node:fs'
import { Readable } from 'node:stream'
import { readable, stateText } from '../analysis/exit-code.ts'
import { judgeCase } from '../analysis/judge-case.ts'
import type { ArchiveReading } from '../inputs/archives/archive.ts'
import { openArchives } from '../inputs/archives/open-archives.ts'
import { type Found, findFiles } from '../inputs/find-files.ts'
import { keepSmall } from '../inputs/keep-small.ts'
import type { BatchLine, BatchOrder } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import { excerpt } from '../model/printable.ts'
import type { CaseReport } from '../model/report.ts'
import { UsageError } from '../model/usage-error.ts'
import { judgingOf } from './batch-order.ts'
import { bundleHash } from './bundle-hash.ts'
import type { ResultCache } from './result-cache.ts'

const LONGEST_REASON = 1000
const NAMED = 3

/**
 * Judges one bundle as `analyze` does. Nothing is thrown: what cannot be judged is a line that says
 * why.
 */
export async function judgeBundle(
  bundle: string,
  order: BatchOrder,
  cache?: ResultCache,
): Promise<BatchLine> {
  const line = (status: BatchLine['status'], more: Partial<BatchLine>): BatchLine => ({
    schemaVersion: 1,
    bundle,
    ruleSet: order.ruleSet,
    status,
    ...more,
  })
  try {
    // Named `-`, it is a file and not standard input.
    const path = bundle === '-' ? './-' : bundle
    const { limits, clock, ...judging } = judgingOf(order)
    const { utcOffset } = clock
    const opened = await openBundle(path, {
      limits,
      ...defined({ utcOffset }),
    })
    if ('reason' in opened) return line('unreadable', opened)
    const { sha256, found } = opened
    const known = cache?.find(bundle, sha256, order.ruleSet)
    if (known) return known
    const report = await judgeCase({
      id: bundle,
      found,
      stdin: Readable.from([]),
      ...clock,
      ...judging,
    })
    const reason = whyNothing(report)
    const judged =
      reason === undefined
        ? line('judged', { sha256, report })
        : line('unreadable', { sha256, reason })
    cache?.keep(judged)
    return judged
  } catch (error) {
    const reason =
      error instanceof UsageError ? error.message : `a bug in spoolscope: ${String(error)}`
    return line('failed', { reason: excerpt(reason, LONGEST_REASON) })
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  ENAMETOOLONG: 'its path is longer than this system allows',
  ERR_INVALID_ARG_VALUE: 'its path has a zero character in it',
}

/** What is in it and its hash, or why it cannot be read. */
async function openBundle(
  path: string,
  archives: ArchiveReading,
): Promise<Opened | { readonly reason: string }> {
  try {
    const stats = statSync(path)
    // A pipe would be waited for, and a device never ends.
    if (!stats.isFile() && !stats.isDirectory())
      return { reason: 'it is neither a file nor a folder' }
    const files = keepSmall(findFiles([path]))
    return { found: await openArchives(files, archives), sha256: await bundleHash(path, files) }
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    return { reason: REASONS[code] ?? excerpt(message, LONGEST_REASON) }
  }
}

interface Opened {
  readonly found: readonly Found[]
  readonly sha256: string
}

/** Why nothing in it could be judged; undefined when something could. */
function whyNothing({ inputs }: CaseReport): string | undefined {
  if (inputs.some(readable)) return undefined
  if (inputs.length === 0) return 'there are no files in it'
  const more = inputs.length > NAMED ? `; and ${inputs.length - NAMED} more` : ''
  return excerpt(
    `nothing readable in it: ${inputs.slice(0, NAMED).map(stateText).join('; ')}${more}`,
    LONGEST_REASON,
  )
}
