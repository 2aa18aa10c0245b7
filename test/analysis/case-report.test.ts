import { expect, it } from 'vitest'
import { buildCaseReport, summaryOf } from '../../src/analysis/case-report.ts'
import { Engine } from '../../src/analysis/engine.ts'
import { formatHeadline } from '../../src/analysis/headline.ts'
import { caseTime } from '../../src/evidence/case-time.ts'
import { clientBuild } from '../../src/evidence/client-build.ts'
import type { Rule, RuleResult, Severity } from '../../src/model/rule.ts'
import { clear, defineRule, flagged, notChecked } from '../../src/model/rule.ts'
import type { InputSummary } from '../../src/model/tally.ts'
import { inputSummary, NOON, register, source, tick } from '../support/observations.ts'
import { caseReport, verdict } from '../support/reports.ts'

const rule = (id: string, severity: Severity, evaluate: () => RuleResult): Rule =>
  defineRule({
    id,
    severity,
    status: 'stable',
    clearTitle: 'Always: clear',
    title: `Title of ${id}`,
    why: '',
    looksAt: '',
    thresholds: {},
    falsePositives: [],
    remedy: [],
    diagnosis: { role: 'symptom' },
    references: [],
    evidence: {},
    evaluate: evaluate,
  })
const flag = () => flagged('Bad.', [{ subject: 'It', message: 'It is flag.', sources: [source] }])
const pass = () => clear('Good.', [source])
const unknown = () => notChecked('Unknown.', { evidence: 'log', how: 'Collect it.' })
const crash = (): RuleResult => {
  throw new Error('out of luck')
}

const missing = (evidence: string) =>
  verdict('x', { status: 'not-checked', missing: [{ evidence, how: '' }] })

const engineOf = (...rules: Rule[]) => new Engine({ rules, evidence: [clientBuild, caseTime] })
const read = (): InputSummary => {
  const observation = inputSummary()
  if (observation.kind !== 'input') throw new Error('not an input')
  return observation.input
}

it('sorts the verdicts by severity, then by the order of the rules', () => {
  const engine = engineOf(
    rule('a', 'info', flag),
    rule('b', 'error', pass),
    rule('c', 'warning', flag),
    rule('d', 'error', flag),
  )
  expect(buildCaseReport({ id: 'x', engine, inputs: [] }).verdicts.map(({ rule }) => rule)).toEqual(
    ['b', 'd', 'c', 'a'],
  )
})

it('states the time it is analyzed as of, and the origin of that time', () => {
  const engine = engineOf()
  expect(buildCaseReport({ id: 'x', engine, inputs: [] }).asOf).toBeNull()
  engine.observe(inputSummary({ to: NOON }))
  expect(buildCaseReport({ id: 'x', engine, inputs: [] }).asOf?.time).toBe(
    '2016-06-14T12:00:00.000Z',
  )
  engine.observe(tick(NOON + 1))
  expect(buildCaseReport({ id: 'x', engine, inputs: [] }).asOf).toEqual({
    time: '2016-06-14T12:00:00.001Z',
    from: '--as-of',
  })
})

it('has the facts, the inputs with ISO times, and what logs cannot show', () => {
  const engine = engineOf()
  engine.observe(register())
  const { facts, inputs, unknowable } = buildCaseReport({ id: 'x', engine, inputs: [read()] })
  expect(facts.clientBuild?.value).toBe('16.0.6965.2058')
  expect(inputs[0]).toMatchObject({
    status: 'read',
    from: '2016-06-14T11:00:00.000Z',
    to: '2016-06-14T12:00:00.000Z',
  })
  expect(inputs[0]).not.toHaveProperty('gaps')
  expect(unknowable.join()).toContain('recipient')
})

it('counts every verdict once', () => {
  const engine = engineOf(
    rule('a', 'error', flag),
    rule('b', 'error', crash),
    rule('c', 'info', pass),
    rule('d', 'info', unknown),
  )
  expect(summaryOf([buildCaseReport({ id: 'x', engine, inputs: [] })])).toEqual({
    cases: 1,
    flagged: { error: 1, warning: 0, info: 0 },
    clear: 1,
    notChecked: 1,
    crashed: 1,
  })
  expect(summaryOf([caseReport(), caseReport()]).cases).toBe(2)
})

it.each([
  ['Nothing wrong was found.', [verdict('a')]],
  [
    'Nothing wrong was found, but 1 of 2 checks was skipped.',
    [verdict('a'), verdict('b', { status: 'not-checked' })],
  ],
  [
    'Nothing could be checked: none of these files contain the evidence needed.',
    [verdict('a', { status: 'not-checked' })],
  ],
  ['Message of a.', [verdict('a', { status: 'flagged' }), verdict('b')]],
  [
    'Permission denied on 3 files. Message of a. 1 of 3 checks was skipped: what they need may be in the files that could not be read.',
    [
      verdict('a', { status: 'flagged' }),
      verdict('input-mostly-unreadable', {
        status: 'flagged',
        message: 'Permission denied on 3 files. x.log: EACCES.',
      }),
      missing('the client build'),
    ],
  ],
  ['Message of a (experimental).', [verdict('a', { status: 'flagged', trial: true })]],
  [
    '5 messages are stuck for kim@contoso.example, the oldest for 2 h.',
    [
      verdict('a', {
        status: 'flagged',
        message: `5 messages are stuck for kim@contoso.example, the oldest for 2 h. ${'x'.repeat(200)}`,
      }),
    ],
  ],
  [
    'Title of a.',
    [verdict('a', { status: 'flagged', message: `It is far ${'far '.repeat(99)}too long.` })],
  ],
  [
    'Nothing wrong was found, but 4 of 5 checks were skipped: ' +
      'the log, the window, the build and 1 more are missing.',
    [
      verdict('a'),
      ...['log', 'window (with words)', 'build', 'spool'].map((piece) => missing(`the ${piece}`)),
    ],
  ],
  [
    'Message of a. 2 of 3 checks were skipped: the log is missing.',
    [verdict('a', { status: 'flagged' }), missing('the log'), missing('the log')],
  ],
  [
    'Message of a. 2 of 3 checks were skipped: the log and the spool are missing.',
    [verdict('a', { status: 'flagged' }), missing('the log'), missing('the spool')],
  ],
  [
    'Message of a. Message of b. Message of c. And 2 more. 1 of 6 checks was skipped.',
    [
      ...['a', 'b', 'c', 'd', 'e'].map((rule) => verdict(rule, { status: 'flagged' })),
      verdict('f', { status: 'not-checked' }),
    ],
  ],
  [
    'Nothing wrong was found. Note: Message of a.',
    [verdict('a', { status: 'flagged', severity: 'info' })],
  ],
  [
    '1 of 2 checks crashed: the problems they look for are not ruled out. ' +
      'The others found nothing wrong.',
    [verdict('a', { status: 'crashed' }), verdict('b')],
  ],
])('has the headline “%s”', (headline, verdicts) => {
  expect(formatHeadline(verdicts)).toBe(headline)
})
