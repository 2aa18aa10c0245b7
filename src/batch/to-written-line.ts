import type { BatchLine, FlaggedRule, SerializedBatchLine } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import { jsonLine } from '../reports/json.ts'
import { foundInBundle } from './found-in-bundle.ts'

const encoder = new TextEncoder()

/** Serializes a line of the results. Equal lines give equal bytes on every machine. */
export function toWrittenLine(line: BatchLine): SerializedBatchLine {
  const { schemaVersion, bundle, sha256, ruleSet, status, reason, temporary, report } = line
  const text = jsonLine({
    schemaVersion,
    bundle,
    sha256,
    ruleSet,
    status,
    reason,
    temporary,
    report,
  })
  return {
    bundle,
    ...defined({ sha256 }),
    status,
    flags: flagsOf(line),
    ...defined({ found: report && foundInBundle(report) }),
    text: encoder.encode(text),
  }
}

/** Returns the rules that flagged the bundle or crashed on it. */
export const flagsOf = ({ report }: BatchLine): FlaggedRule[] =>
  (report?.verdicts ?? []).flatMap(({ rule, severity, status }) =>
    status === 'flagged' || status === 'crashed' ? [{ rule, severity, status }] : [],
  )
