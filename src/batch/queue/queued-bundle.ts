import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { BatchOrder } from '../../model/batch-line.ts'
import { defined } from '../../model/defined.ts'
import { isVerdictOptions } from '../../model/verdict-options.ts'

/** A bundle as it stands in the queue. */
export interface QueuedBundle extends BatchOrder {
  /** As it was named: the id of its case. */
  readonly bundle: string
  /** The whole path, where that is another: workers run in folders of their own. */
  readonly at?: string
}

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
 * What it is known by in the queue: the same bundle with the same content, judged in the same way,
 * is the same, whoever asks and however often. A change of content shows in size and time: the
 * producer reads no bundle.
 */
export function jobIdOf({ bundle, at = bundle, ruleSet }: QueuedBundle): string {
  return createHash('sha256')
    .update(JSON.stringify([ruleSet, bundle, isUrl(bundle) ? '' : at, fileStampOf(at)]))
    .digest('hex')
}

function fileStampOf(at: string): string {
  const stats = isUrl(at) ? undefined : statSync(at, { throwIfNoEntry: false })
  return stats === undefined ? '' : `${stats.size} ${stats.mtimeMs}`
}

/** What came out of the queue, or undefined: anybody who reaches Redis can put anything there. */
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
