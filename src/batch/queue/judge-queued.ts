import type { BatchLine, BatchOrder, WrittenLine } from '../../model/batch-line.ts'
import { defined } from '../../model/defined.ts'
import { writtenLine } from '../written-line.ts'
import { type FetchOptions, withFetched } from './fetch-bundle.ts'
import { isUrl, type QueuedBundle } from './queued-bundle.ts'

/** Judges what lies at a path. */
export type JudgePath = (path: string, order: BatchOrder) => Promise<WrittenLine>

/** Judges a bundle of the queue wherever it lies; its line names it as it was named there. */
export async function judgeQueued(
  queued: QueuedBundle,
  judge: JudgePath,
  fetching: FetchOptions,
): Promise<WrittenLine> {
  const { bundle, at = bundle, options, ruleSet, decoding } = queued
  const order = { options, ruleSet, ...defined({ decoding }) }
  if (!isUrl(bundle)) return named(await judge(at, order), at, bundle)
  return withFetched(bundle, fetching, async (path) =>
    named(await judge(path, order), path, bundle),
  )
}

function named(line: WrittenLine, path: string, bundle: string): WrittenLine {
  if (path === bundle) return line
  const { reason, report, ...rest } = JSON.parse(new TextDecoder().decode(line.text)) as BatchLine
  return writtenLine({
    ...rest,
    bundle,
    ...defined({ reason: reason === undefined ? undefined : reason.replaceAll(path, bundle) }),
    ...defined({
      report:
        report === undefined ? undefined : report.id === path ? { ...report, id: bundle } : report,
    }),
  })
}
