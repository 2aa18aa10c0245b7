import { type Rule, SEVERITIES } from '../../model/rule.ts'
import { parseThreshold } from '../../model/threshold.ts'
import { UsageError } from '../../model/usage-error.ts'
import type { SeveritySetting, ThresholdSetting } from '../../model/verdict-options.ts'
import { rules } from '../../rules/index.ts'
import { didYouMean } from '../did-you-mean.ts'
import { parseChoice } from './define-option.ts'

const LIST_HINT = ' See spoolscope rules for all.'

/** The rule with this id. Throws a UsageError that suggests the nearest id. */
export function findRule(id: string): Rule {
  const rule = rules.find((candidate) => candidate.id === id)
  if (rule !== undefined) return rule
  throw new UsageError(`There is no rule “${id}”.${suggestRule(id)}`)
}

const suggestRule = (id: string): string =>
  didYouMean(
    id,
    rules.map((rule) => rule.id),
  ) || LIST_HINT

/** Ids of rules, separated by commas. Throws a UsageError for an unknown id. */
export function parseRuleIds(text: string, option: string): readonly string[] {
  const ids = text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
  for (const id of ids)
    if (!rules.some((rule) => rule.id === id))
      throw new UsageError(`${option} takes the id of a rule, not “${id}”.${suggestRule(id)}`)
  return ids
}

/** `spool-message-stuck.stuckAfter=5m`; throws a UsageError for an unknown threshold or value. */
export function parseThresholdSetting(text: string, option: string): ThresholdSetting {
  const [, id = '', name = '', valueText = ''] = /^([^.=]+)\.([^.=]+)=(.+)$/.exec(text) ?? []
  if (valueText === '')
    throw new UsageError(
      `${option} takes rule.threshold=value, such as spool-message-stuck.stuckAfter=5m, ` +
        `not “${text}”.`,
    )
  const rule = rules.find((candidate) => candidate.id === id.trim())
  if (rule === undefined)
    throw new UsageError(
      `${option} ${text}: there is no rule “${id.trim()}”.${suggestRule(id.trim())}`,
    )
  const threshold = Object.hasOwn(rule.thresholds, name.trim())
    ? rule.thresholds[name.trim()]
    : undefined
  if (threshold === undefined)
    throw new UsageError(`${option} ${text}: ${unknownThresholdMessage(rule, name.trim())}`)
  const value = parseThreshold(threshold.unit, valueText)
  if (typeof value === 'object')
    throw new UsageError(
      `${option} ${rule.id}.${name.trim()} ${value.problem}, not “${valueText.trim()}”.`,
    )
  return { rule: rule.id, threshold: name.trim(), value }
}

/** `clock-skew=warning`; throws a UsageError for an unknown rule or severity. */
export function parseSeveritySetting(text: string, option: string): SeveritySetting {
  const [id = '', level, ...others] = text.split('=').map((part) => part.trim())
  if (level === undefined || others.length > 0)
    throw new UsageError(
      `${option} takes rule=severity, such as clock-skew=warning, not “${text}”.`,
    )
  if (!rules.some((rule) => rule.id === id))
    throw new UsageError(`${option} ${text}: there is no rule “${id}”.${suggestRule(id)}`)
  return { rule: id, severity: parseChoice(level, `${option} ${id}`, SEVERITIES) }
}

function unknownThresholdMessage(rule: Rule, name: string): string {
  const names = Object.keys(rule.thresholds)
  if (names.length === 0) return `the rule ${rule.id} has no threshold to set.`
  const suggestion = didYouMean(name, names) || ` It has ${names.join(', ')}.`
  return `the rule ${rule.id} has no threshold “${name}”.${suggestion}`
}
