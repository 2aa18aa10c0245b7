import type { BatchLine, BatchOrder, SerializedBatchLine } from '../../model/batch-line.ts'
import { defined } from '../../model/defined.ts'
import { toWrittenLine } from '../to-written-line.ts'
import { type FetchOptions, withFetchedBundle } from './fetch-bundle.ts'
import { isUrl, type QueuedBundle } from './queued-bundle.ts'

/** Judges what lies at a path. */
export type AnalyzePath = (path: string, order: BatchOrder) => Promise<SerializedBatchLine>

/** Judges a bundle of the queue wherever it lies; its line names it as it was named there. */
export async function analyzeQueuedBundle(
  queued: QueuedBundle,
  judge: AnalyzePath,
  fetching: FetchOptions,
): Promise<SerializedBatchLine> {
  const { bundle, at = bundle, options, ruleSet, decoding } = queued
  const order = { options, ruleSet, ...defined({ decoding }) }
  if (!isUrl(bundle)) return renameBundle(await judge(at, order), at, bundle)
  return withFetchedBundle(bundle, fetching, async (path) =>
    renameBundle(await judge(path, order), path, bundle),
  )
}

function renameBundle(
  line: SerializedBatchLine,
  path: string,
  bundle: string,
): SerializedBatchLine {
  if (path === bundle) return line
  const { reason, report, ...rest } = JSON.parse(new TextDecoder().decode(line.text)) as BatchLine
  return toWrittenLine({
    ...rest,
    bundle,
    ...defined({ reason: reason === undefined ? undefined : reason.replaceAll(path, bundle) }),
    ...defined({
      report:
        report === undefined ? undefined : report.id === path ? { ...report, id: bundle } : report,
    }),
  })
}
