import type { Rule } from '../../model/rule.ts'
import { formatThreshold } from '../../model/threshold.ts'

/**
 * Returns everything about the rules as JSON data for other programs. Durations and dates are in
 * milliseconds, ratios from 0 to 1, builds are text.
 */
export const rulesJson = (rules: readonly Rule[]): object => ({
  schemaVersion: 1,
  rules: rules.map(ruleEntry),
})

function ruleEntry(rule: Rule): object {
  const {
    id,
    title,
    clearTitle,
    severity,
    status,
    why,
    looksAt,
    falsePositives,
    remedy,
    references,
  } = rule
  const thresholds = Object.entries(rule.thresholds).map(([name, threshold]) => {
    const { value, unit, why: reason, origin } = threshold
    return [name, { value, unit, text: formatThreshold(threshold), why: reason, origin }]
  })
  return {
    id,
    title,
    clearTitle,
    severity,
    status,
    why,
    looksAt,
    thresholds: Object.fromEntries(thresholds),
    needs: Object.values(rule.evidence).map(({ name }) => name),
    falsePositives,
    remedy,
    references,
  }
}
