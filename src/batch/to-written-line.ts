import type { BatchLine, FlaggedRule, SerializedBatchLine } from '../model/batch-line.ts'
import { jsonLine } from '../reports/json.ts'

const encoder = new TextEncoder()

/** A line of the results as text. The same line gives the same bytes, whoever judged it. */
export function toWrittenLine(line: BatchLine): SerializedBatchLine {
  const { schemaVersion, bundle, sha256, ruleSet, status, reason, report } = line
  const text = jsonLine({ schemaVersion, bundle, sha256, ruleSet, status, reason, report })
  const content = sha256 === undefined ? {} : { sha256 }
  return { bundle, ...content, status, flags: flagsOf(line), text: encoder.encode(text) }
}

export const flagsOf = ({ report }: BatchLine): FlaggedRule[] =>
  (report?.verdicts ?? []).flatMap(({ rule, severity, status }) =>
    status === 'flagged' || status === 'crashed' ? [{ rule, severity, status }] : [],
  )
