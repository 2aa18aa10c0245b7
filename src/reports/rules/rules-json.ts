import type { Rule } from '../../model/rule.ts'
import { formatThreshold } from '../../model/threshold.ts'

/**
 * All about the rules, for other programs. Durations and dates in milliseconds, ratios from 0 to 1,
 * builds as text.
 */
export const rulesJson = (rules: readonly Rule[]): object => ({
  schemaVersion: 1,
  rules: rules.map(entry),
})

function entry({
  id,
  title,
  severity,
  status,
  why,
  looksAt,
  thresholds,
  falsePositives,
  remedy,
  references,
  evidence,
}: Rule): object {
  return {
    id,
    title,
    severity,
    status,
    why,
    looksAt,
    thresholds: Object.fromEntries(
      Object.entries(thresholds).map(([name, { unit, value, why, origin }]) => [
        name,
        {
          value,
          unit,
          text: formatThreshold({ unit, value } as Parameters<typeof formatThreshold>[0]),
          why,
          origin,
        },
      ]),
    ),
    needs: Object.values(evidence).map(({ name }) => name),
    falsePositives,
    remedy,
    references,
  }
}
