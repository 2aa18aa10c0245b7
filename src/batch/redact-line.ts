import type { BatchLine, SerializedBatchLine } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import { createRedactor } from '../redact/redact-case.ts'
import type { TokenEntry } from '../redact/token-generator.ts'
import { toWrittenLine } from './to-written-line.ts'

/** How worker threads redact their lines. Plain values that can be sent to a thread. */
export interface LineRedaction {
  readonly key: Uint8Array
  /** Milliseconds added to all times. */
  readonly shift?: number
  /** Rule set of redacted lines: it differs between keys. */
  readonly ruleSet: string
}

/**
 * Redacts and serializes a line. Tokens come from the key, so each line is redacted alone, and
 * memory does not grow with the number of bundles.
 */
export function toRedactedLine(
  line: BatchLine,
  { key, shift, ruleSet }: LineRedaction,
): SerializedBatchLine {
  const tokens: TokenEntry[] = []
  const redactor = createRedactor(
    defined({ key, shift, onToken: (entry: TokenEntry) => void tokens.push(entry) }),
  )
  return { ...toWrittenLine({ ...redactor.redactLine(line), ruleSet }), tokens }
}
