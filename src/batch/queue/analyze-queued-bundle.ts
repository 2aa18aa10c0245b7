import type { BatchLine, BatchOrder, SerializedBatchLine } from '../../model/batch-line.ts'
import { defined } from '../../model/defined.ts'
import { toWrittenLine } from '../to-written-line.ts'
import { type FetchOptions, withFetchedBundle } from './fetch-bundle.ts'
import { isUrl, type QueuedBundle } from './queued-bundle.ts'

/** Analyzes the bundle at a path. */
export type AnalyzePath = (path: string, order: BatchOrder) => Promise<SerializedBatchLine>

/**
 * Analyzes a bundle of the queue, from its path or its address. The line names the bundle as the
 * producer did.
 */
export async function analyzeQueuedBundle(
  queued: QueuedBundle,
  analyze: AnalyzePath,
  fetchOptions: FetchOptions,
): Promise<SerializedBatchLine> {
  const { bundle, at = bundle, options, ruleSet, decoding } = queued
  const order = { options, ruleSet, ...defined({ decoding }) }
  if (!isUrl(bundle)) return renameBundle(await analyze(at, order), at, bundle)
  return withFetchedBundle(bundle, fetchOptions, async (path) =>
    renameBundle(await analyze(path, order), path, bundle),
  )
}

/** Replaces the local path by the name of the bundle: in the line, its reason and its report. */
function renameBundle(
  line: SerializedBatchLine,
  path: string,
  bundle: string,
): SerializedBatchLine {
  if (path === bundle) return line
  const { reason, report, ...rest } = JSON.parse(new TextDecoder().decode(line.text)) as BatchLine
  const renamedReport = report?.id === path ? { ...report, id: bundle } : report
  return toWrittenLine({
    ...rest,
    bundle,
    ...defined({ reason: reason?.replaceAll(path, bundle), report: renamedReport }),
  })
}
