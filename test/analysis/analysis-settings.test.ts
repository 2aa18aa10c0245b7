import { describe, expect, it } from 'vitest'
import {
  chooseRules,
  resolveAnalysisSettings,
  toArchiveLimits,
} from '../../src/analysis/analysis-settings.ts'
import { DEFAULT_ARCHIVE_LIMITS } from '../../src/inputs/archives/archive-limits.ts'
import { DEFAULT_VERDICT_OPTIONS } from '../../src/model/verdict-options.ts'
import { rules } from '../../src/rules/index.ts'

const [first, second, third] = rules.map(({ id }) => id) as [string, string, string]
const idsOf = (only: readonly string[], skip: readonly string[]) =>
  chooseRules(rules, only, skip).map(({ id }) => id)

describe('the rules of an analysis', () => {
  it('are all rules without options', () => {
    expect(idsOf([], [])).toEqual(rules.map(({ id }) => id))
  })

  it('are those of --rule without those of --skip-rule, in the order of the rules', () => {
    expect(idsOf([third, first], [])).toEqual([first, third])
    expect(idsOf([third, second], [second])).toEqual([third])
  })

  it('cannot be none, or unknown', () => {
    expect(() => idsOf([first], [first])).toThrow('No rule is left to check')
    expect(() => idsOf(['nothing'], [])).toThrow('There is no rule “nothing”.')
  })
})

it('the last value of a threshold counts', () => {
  const set = [5, 7].map((value) => ({ rule: first, threshold: 'limit', value }))
  const { thresholds } = resolveAnalysisSettings({ ...DEFAULT_VERDICT_OPTIONS, set }, rules)
  expect(thresholds.get(first)?.get('limit')).toBe(7)
})

it('the default limits of archives are those of the reader', () => {
  expect(toArchiveLimits(DEFAULT_VERDICT_OPTIONS)).toEqual(DEFAULT_ARCHIVE_LIMITS)
})
