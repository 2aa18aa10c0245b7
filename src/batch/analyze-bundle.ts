import { lstatSync, statSync } from 'node:fs'
import { analyzeCase } from '../analysis/analyze-case.ts'
import { formatInputState, isReadable } from '../analysis/exit-code.ts'
import type { ArchiveOptions } from '../inputs/archives/archive.ts'
import { openArchives } from '../inputs/archives/open-archives.ts'
import { type FindOptions, type FoundInput, findFiles } from '../inputs/find-files.ts'
import { linkTarget } from '../inputs/folders/skipped-entry.ts'
import { loadSmallFiles } from '../inputs/load-small-files.ts'
import type { BatchLine, BatchOrder } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import type { CaseReport } from '../model/report.ts'
import { truncateText } from '../model/text/printable.ts'
import { UsageError } from '../model/usage-error.ts'
import { resolveBatchOrder } from './batch-order.ts'
import { hashBundle } from './hash-bundle.ts'
import type { ResultCache } from './result-cache.ts'
import { isTemporaryError } from './temporary-failure.ts'

/**
 * It may quote evidence.
 * Limit: characters of the reason of a line.
 * Beyond: the reason is cut.
 */
const MAX_REASON_CHARS = 1000
/**
 * A reason is one line.
 * Limit: inputs named in a reason.
 * Beyond: further ones are counted.
 */
const MAX_NAMED_INPUTS = 3

/**
 * Analyzes one bundle as `analyze` does, or takes its line from the cache. Never throws: an error
 * becomes a line that states the reason.
 */
export async function analyzeBundle(
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
    // A bundle with the name `-` is a file, not standard input.
    const path = bundle === '-' ? './-' : bundle
    const { limits, findOptions, clock, ...settings } = resolveBatchOrder(order)
    const { utcOffset } = clock
    const opened = await openBundle(path, { limits, ...findOptions, ...defined({ utcOffset }) })
    if ('reason' in opened) return line('unreadable', opened)
    const { sha256, found } = opened
    const cached = cache?.find(bundle, sha256, order.ruleSet)
    if (cached) return cached
    const report = await analyzeCase({
      id: bundle,
      found,
      ...clock,
      ...settings,
    })
    const reason = unreadableReason(report)
    const result =
      reason === undefined
        ? line('judged', { sha256, report })
        : line('unreadable', { sha256, reason })
    cache?.store(result)
    return result
  } catch (error) {
    const temporary = isTemporaryError(error) || undefined
    const isKnown = error instanceof UsageError || temporary
    const reason = isKnown ? (error as Error).message : `a bug in spoolscope: ${String(error)}`
    return line('failed', {
      reason: truncateText(reason, MAX_REASON_CHARS),
      ...defined({ temporary }),
    })
  }
}

const REASONS_BY_ERROR_CODE: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENAMETOOLONG: 'its path is longer than this system allows',
  ERR_INVALID_ARG_VALUE: 'its path contains a null character',
}

interface OpenedBundle {
  readonly found: readonly FoundInput[]
  readonly sha256: string
}

/**
 * Finds the inputs of a bundle and hashes it. Returns the reason if it cannot be read. Throws
 * temporary errors.
 */
async function openBundle(
  path: string,
  options: ArchiveOptions & FindOptions,
): Promise<OpenedBundle | { readonly reason: string }> {
  try {
    if (!options.followLinks && lstatSync(path).isSymbolicLink())
      return {
        reason: `a link to ${linkTarget(path)}, which is not followed: pass --follow-links`,
      }
    const stats = statSync(path)
    // Reading a pipe would block, and a device never ends.
    if (!stats.isFile() && !stats.isDirectory())
      return { reason: 'it is neither a file nor a folder' }
    const files = loadSmallFiles(findFiles([path], options))
    return { found: await openArchives(files, options), sha256: await hashBundle(path, files) }
  } catch (error) {
    if (isTemporaryError(error)) throw error
    const { code = '', message } = error as NodeJS.ErrnoException
    return { reason: REASONS_BY_ERROR_CODE[code] ?? truncateText(message, MAX_REASON_CHARS) }
  }
}

/** States why no input could be analyzed; undefined if at least one could. */
function unreadableReason({ inputs }: CaseReport): string | undefined {
  if (inputs.some(isReadable)) return undefined
  if (inputs.length === 0) return 'it contains no files'
  const states = inputs.slice(0, MAX_NAMED_INPUTS).map(formatInputState)
  const more = inputs.length - states.length
  if (more > 0) states.push(`and ${more} more`)
  return truncateText(`it contains nothing readable: ${states.join('; ')}`, MAX_REASON_CHARS)
}
