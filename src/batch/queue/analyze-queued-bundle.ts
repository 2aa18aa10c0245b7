import type { BatchLine, BatchOrder, SerializedBatchLine } from '../../model/batch-line.ts'
import { defined } from '../../model/defined.ts'
import { mapStrings } from '../../redact/map-strings.ts'
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

/**
 * Replaces the local path by the name of the bundle everywhere in the line, so that it is the same
 * as on the machine where the bundle was named.
 */
function renameBundle(
  line: SerializedBatchLine,
  path: string,
  bundle: string,
): SerializedBatchLine {
  if (path === bundle) return line
  const local = JSON.parse(new TextDecoder().decode(line.text)) as BatchLine
  return toWrittenLine(mapStrings(local, (text) => replacePath(text, path, bundle)))
}

/** Replaces a path where it ends as a path: not `/cases/a` in `/cases/ab`. */
function replacePath(text: string, path: string, name: string): string {
  const parts = text.split(path)
  return parts.reduce(
    (before, after) => before + (/^[\p{L}\p{N}._-]/u.test(after) ? path : name) + after,
  )
}
