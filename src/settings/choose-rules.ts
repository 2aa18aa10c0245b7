import type { Rule } from '../model/rule.ts'
import { parseThreshold } from '../model/threshold.ts'
import { UsageError } from '../model/usage-error.ts'
import { didYouMean } from './nearest.ts'

/** The rule with this id; a mistyped one is told the nearest. */
export function findRule(id: string, rules: readonly Rule[]): Rule {
  const rule = rules.find((candidate) => candidate.id === id)
  if (rule) return rule
  const near = didYouMean(
    id,
    rules.map((candidate) => candidate.id),
  )
  throw new UsageError(`There is no rule “${id}”.${near || ' See spoolscope rules for all.'}`)
}

const splitIds = (values: readonly string[]) =>
  values
    .flatMap((value) => value.split(','))
    .map((id) => id.trim())
    .filter((id) => id !== '')

/**
 * The rules named by --rule, all when none is, without those named by --skip-rule; in the order of
 * `rules`.
 */
export function chooseRules(
  rules: readonly Rule[],
  only: readonly string[],
  skip: readonly string[],
): readonly Rule[] {
  const wanted = splitIds(only).map((id) => findRule(id, rules))
  const unwanted = splitIds(skip).map((id) => findRule(id, rules))
  const chosen = rules.filter(
    (rule) => (wanted.length === 0 || wanted.includes(rule)) && !unwanted.includes(rule),
  )
  if (chosen.length === 0)
    throw new UsageError('No rule is left to check: --skip-rule takes away all that --rule names.')
  return chosen
}

/**
 * Values of `--set rule.threshold=value`, the last one for each threshold: rule id → threshold →
 * value.
 */
export function parseThresholds(
  rules: readonly Rule[],
  sets: readonly string[],
): Map<string, Map<string, number | string>> {
  const values = new Map<string, Map<string, number | string>>()
  for (const set of sets) {
    // spool-message-stuck.stuckAfter=5m
    const match = /^([^.=]+)\.([^.=]+)=(.+)$/.exec(set.trim())
    if (!match)
      throw new UsageError(
        `--set takes rule.threshold=value, such as spool-message-stuck.stuckAfter=5m, not “${set}”.`,
      )
    const [, id = '', name = '', text = ''] = match
    const rule = findRule(id.trim(), rules)
    const threshold = rule.thresholds[name.trim()]
    if (threshold === undefined || !Object.hasOwn(rule.thresholds, name.trim()))
      throw new UsageError(unknownThresholdMessage(rule, name.trim()))
    const value = parseThreshold(threshold.unit, text)
    if (typeof value === 'object')
      throw new UsageError(
        `--set ${rule.id}.${name.trim()} ${value.problem}, not “${text.trim()}”.`,
      )
    const own = values.get(rule.id) ?? new Map<string, number | string>()
    values.set(rule.id, own.set(name.trim(), value))
  }
  return values
}

function unknownThresholdMessage(rule: Rule, name: string): string {
  const names = Object.keys(rule.thresholds)
  if (names.length === 0) return `The rule ${rule.id} has no threshold to set.`
  const near = didYouMean(name, names) || ` It has ${names.join(', ')}.`
  return `The rule ${rule.id} has no threshold “${name}”.${near}`
}
