import type { BatchLine, SerializedBatchLine } from '../model/batch-line.ts'
import { present, when } from '../model/defined.ts'
import { formatCount } from '../model/duration.ts'

/** What a batch is about to do. */
export interface BatchPlan {
  /** Number of bundles. Undefined if standard input names them. */
  readonly total: number | undefined
  /** Undefined if workers of a queue analyze them. */
  readonly threads: number | undefined
  readonly skipped: SkippedBundles
}

/** Numbers of bundles that are not analyzed. */
export interface SkippedBundles {
  /** They have a result already. */
  finished: number
  /** Another machine analyzes them. */
  otherShard: number
}

/** Says for `--verbose` what is analyzed, by whom, and what is skipped and why. */
export function describeBatch({ total, threads, skipped }: BatchPlan): readonly string[] {
  const { finished, otherShard } = skipped
  const bundles =
    total === undefined ? 'the bundles that standard input names' : formatCount(total, 'bundle')
  const by = threads === undefined ? 'by the workers of the queue' : `at most ${threads} at a time`
  return present([
    `  analyzed: ${bundles}, ${by}`,
    finished > 0 ? `  skipped: ${formatCount(finished, 'bundle')} with a result` : undefined,
    otherShard > 0 ? `  skipped: ${formatCount(otherShard, 'bundle')} of other shards` : undefined,
  ])
}

/** Says for `--verbose` what came of a bundle: of its result, and of that as it is written. */
export function describeResult(
  result: BatchLine | SerializedBatchLine,
  { bundle, status, flags }: SerializedBatchLine,
): string {
  const reason = 'reason' in result && result.reason !== undefined ? ` (${result.reason})` : ''
  if (status !== 'judged') return `  ${bundle}: ${status}${reason}`
  const names = (kind: 'flagged' | 'crashed') =>
    flags.filter((flag) => flag.status === kind).map(({ rule }) => rule)
  const lists = (['flagged', 'crashed'] as const).flatMap((kind) =>
    when(names(kind).length > 0, () => [`${kind} ${names(kind).join(', ')}`]),
  )
  return `  ${bundle}: analyzed, ${lists.join('; ') || 'nothing flagged'}`
}
