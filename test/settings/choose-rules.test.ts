import { expect, it } from 'vitest'
import { minutes } from '../../src/model/duration.ts'
import { clear, defineRule, type Rule } from '../../src/model/rule.ts'
import { durationThreshold } from '../../src/model/threshold.ts'
import { chooseRules, parseThresholds } from '../../src/settings/choose-rules.ts'

const rule = (id: string): Rule =>
  defineRule({
    id,
    severity: 'error',
    status: 'stable',
    title: '',
    why: '',
    looksAt: '',
    falsePositives: [],
    remedy: [],
    references: [],
    thresholds: { stuckAfter: durationThreshold(minutes(2), { why: '', origin: 'documented' }) },
    evidence: {},
    evaluate: () => clear('', []),
  })
const all = ['a', 'b', 'c'].map(rule)
const ids = (rules: readonly Rule[]) => rules.map(({ id }) => id).join()

it('takes rules by comma or repetition, in the order of the rules', () => {
  expect(ids(chooseRules(all, [], []))).toBe('a,b,c')
  expect(ids(chooseRules(all, ['c,a'], []))).toBe('a,c')
  expect(ids(chooseRules(all, ['c', 'b'], ['b']))).toBe('c')
})

it('reads thresholds with their units, the last one for each', () => {
  const values = parseThresholds(all, ['a.stuckAfter=5m', 'a.stuckAfter=90s', 'b.stuckAfter = 1h'])
  expect(values.get('a')?.get('stuckAfter')).toBe(90_000)
  expect(values.get('b')?.get('stuckAfter')).toBe(3_600_000)
})

it('knows no thresholds that every object has', () => {
  expect(() => parseThresholds(all, ['a.constructor=1'])).toThrow('no threshold “constructor”')
})
