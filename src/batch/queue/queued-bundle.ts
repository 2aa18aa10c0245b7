import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { BatchOrder } from '../../model/batch-line.ts'
import { defined } from '../../model/defined.ts'
import { isVerdictOptions } from '../../model/verdict-options.ts'

/** The data of a job in the queue: a bundle, and how to analyze it. */
export interface QueuedBundle extends BatchOrder {
  /** Path or address as the user passed it: the id of the case. */
  readonly bundle: string
  /** Absolute path, if it differs: workers run in other folders. */
  readonly at?: string
}

/**
 * Before the reason of a job that failed for a temporary reason. A queue passes on nothing but a
 * reason.
 */
export const TEMPORARY_PREFIX = 'temporary: '

export const isUrl = (bundle: string): boolean => /^https?:\/\//i.test(bundle)

export function toQueuedBundle(
  bundle: string,
  { options, ruleSet, decoding }: BatchOrder,
): QueuedBundle {
  const at = isUrl(bundle) ? bundle : resolve(bundle)
  return {
    bundle,
    ...defined({ at: at === bundle ? undefined : at }),
    options,
    ruleSet,
    ...defined({ decoding }),
  }
}

/**
 * Returns the id of the job. The same bundle with the same content and rule set has the same id for
 * every producer. Size and modification time stand for the content, because a producer does not
 * read bundles.
 */
export function jobIdOf({ bundle, at = bundle, ruleSet }: QueuedBundle): string {
  return createHash('sha256')
    .update(JSON.stringify([ruleSet, bundle, isUrl(bundle) ? '' : at, fileStampOf(at)]))
    .digest('hex')
}

function fileStampOf(path: string): string {
  const stats = isUrl(path) ? undefined : statSync(path, { throwIfNoEntry: false })
  return stats === undefined ? '' : `${stats.size} ${stats.mtimeMs}`
}

/**
 * Checks data from the queue. Returns undefined for invalid data: anyone who can reach Redis can
 * put anything there.
 */
export function parseQueuedBundle(data: unknown): QueuedBundle | undefined {
  if (!isObject(data)) return undefined
  const { bundle, at, options, ruleSet, decoding } = data
  if (
    typeof bundle !== 'string' ||
    bundle === '' ||
    typeof ruleSet !== 'string' ||
    !isVerdictOptions(options)
  )
    return undefined
  if (at !== undefined && typeof at !== 'string') return undefined
  if (decoding !== undefined && typeof decoding !== 'string') return undefined
  return data as unknown as QueuedBundle
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
