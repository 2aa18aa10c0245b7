import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { REPORT_FORMATS } from '../../src/model/report-format.ts'
import { LOG, library, plain, STUCK } from '../support/api/library.ts'
import { reportSchemaProblems } from '../support/schemas/report-schema.ts'

const {
  analyze,
  defineEvidence,
  defineRule,
  evidence,
  missing,
  rules,
  clear,
  countThreshold,
  flagged,
  notChecked,
  UsageError,
  renderReport,
} = library

describe('a rule of your own', () => {
  const texts = { title: 'T', clearTitle: 'C', why: 'W' } as const
  const spoolLarge = defineRule({
    ...texts,
    id: 'spool-large',
    severity: 'warning',
    thresholds: { most: countThreshold(3, { why: 'w', origin: 'inferred' }) },
    evidence: { spools: evidence.spool },
    evaluate({ spools }, { most }) {
      if (spools.length === 0) return notChecked('No spool.', missing.spool)
      const sources = spools.map(({ current }) => current.source)
      const large = spools.filter(({ current }) => current.itemCount > most)
      return large.length === 0
        ? clear('Small.', sources)
        : flagged('Large.', [{ subject: 'spool', message: 'large', sources }])
    },
  })
  const verdictOf = async (rule: typeof spoolLarge, sample = STUCK, options = {}) => {
    const report = await analyze(sample, { rules: [...rules, rule], ...options })
    expect(reportSchemaProblems(plain(report))).toEqual([])
    expect(report.cases[0]?.verdicts).toHaveLength(rules.length + 1)
    return report.cases[0]?.verdicts.find((verdict) => verdict.rule === rule.id)
  }

  it('is flagged, clear or not checked by the evidence', async () => {
    expect(await verdictOf(spoolLarge)).toMatchObject({ status: 'flagged', trial: false })
    const thresholds = { 'spool-large': { most: 100 } }
    expect(await verdictOf(spoolLarge, STUCK, { thresholds })).toMatchObject({ status: 'clear' })
    const file = join(STUCK, 'registry.reg')
    expect(await verdictOf(spoolLarge, file)).toMatchObject({
      status: 'not-checked',
      missing: [{ evidence: 'the History Spooler', how: expect.stringContaining('manifest') }],
    })
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('out of order')
      },
      'out of order',
    ],
    ['returns nothing', () => undefined, 'no result'],
    ['returns a promise', async () => clear('x', []), 'no result'],
    ['is flagged without findings', () => flagged('x', []), 'incomplete'],
    [
      'is flagged with an incomplete finding',
      () => flagged('x', [{ subject: 'x' }] as never),
      'incomplete',
    ],
    ['is clear without sources', () => clear('x', []), 'incomplete'],
    ['has another status', () => ({ status: 'fine', message: 'x' }), 'incomplete'],
  ])('is crashed when it %s, and all others are evaluated', async (_, evaluate, message) => {
    const rule = defineRule({
      ...texts,
      id: 'mine',
      severity: 'error',
      evidence: {},
      evaluate: evaluate as never,
    })
    const report = await analyze(STUCK, { rules: [...rules, rule] })
    const alone = await analyze(STUCK)
    const [first] = report.cases
    const isOwn = ({ rule: id }: { readonly rule: string }) => id === 'mine'
    const verdict = first?.verdicts.find(isOwn)
    expect(verdict).toMatchObject({ status: 'crashed', findings: [] })
    expect(verdict?.message).toContain(message)
    const others = first?.verdicts.filter((other) => !isOwn(other))
    expect(others).toEqual(alone.cases[0]?.verdicts)
    expect(first?.headline).toContain('crashed')
  })

  it.each([
    [
      'start',
      {
        start: () => {
          throw new Error('no start')
        },
      },
    ],
    [
      'a listener',
      {
        start: () => ({
          listeners: {
            input: () => {
              throw new Error('no start')
            },
          },
          result: () => 1,
        }),
      },
    ],
    [
      'result',
      {
        start: () => ({
          listeners: {},
          result: () => {
            throw new Error('no start')
          },
        }),
      },
    ],
  ])('is crashed when its evidence throws in %s', async (_, definition) => {
    const own = defineEvidence({ name: 'own', ...definition } as never)
    const rule = defineRule({
      ...texts,
      id: 'mine',
      severity: 'info',
      evidence: { own },
      evaluate: () => clear('x', [{ path: 'x' }]),
    })
    const verdict = await verdictOf(rule)
    expect(verdict).toMatchObject({ status: 'crashed' })
    expect(verdict?.message).toContain('no start')
  })

  it('gets evidence of its own from the records that its markers select', async () => {
    const own = defineEvidence({
      name: 'answers 480',
      markers: library.sipStartMarkers('SIP/2.0 480'),
      start() {
        let count = 0
        return {
          listeners: {
            sip({ message }) {
              if (message.status === 480) count += 1
            },
          },
          result: () => count,
        }
      },
    })
    const rule = defineRule({
      ...texts,
      id: 'mine',
      severity: 'info',
      evidence: { own },
      evaluate: ({ own: count }) => clear(`${count} answers`, [{ path: 'x' }]),
    })
    const answers = readFileSync(join(STUCK, LOG), 'latin1').split('SIP/2.0 480').length - 1
    const { cases } = await analyze(join(STUCK, LOG), { rules: [rule] })
    expect(answers).toBeGreaterThan(0)
    const verdict = cases[0]?.verdicts.find((candidate) => candidate.rule === 'mine')
    expect(verdict?.message).toBe(`${answers} answers`)
  })

  it('can explain symptoms, as built-in ones', async () => {
    const cause = defineRule({
      ...texts,
      id: 'proxy-blocks-ews',
      title: 'A proxy blocks EWS',
      severity: 'error',
      evidence: { inputs: evidence.inputsRead },
      evaluate: () =>
        flagged('Blocked.', [
          {
            subject: 'proxy',
            message: 'blocked',
            sources: [{ path: 'proxy.log', line: 1 }],
            context: { user: 'kim@contoso.example', since: Date.parse('2016-09-20T06:00:00Z') },
          },
        ]),
      diagnosis: {
        role: 'cause',
        effect: 'prevents',
        appliesTo: 'user',
        explains: { 'spool-message-stuck': 'proven' },
        matches: 'condition',
      },
    })
    const { cases } = await analyze(STUCK, { rules: [...rules, cause] })
    expect(cases[0]?.diagnosis?.causes[0]).toMatchObject({ rule: 'proxy-blocks-ews' })
  })

  it.each(REPORT_FORMATS)('is rendered in %s, its texts made safe', async (format) => {
    const hostile = '\u001b[31m<script>alert(1)</script>\n=cmd|calc'
    const rule = defineRule({
      ...texts,
      title: hostile,
      id: 'hostile',
      severity: 'error',
      evidence: {},
      evaluate: () =>
        flagged(hostile, [{ subject: hostile, message: hostile, sources: [{ path: hostile }] }]),
    })
    const text = await renderReport(await analyze(STUCK, { rules: [rule] }), format, { full: true })
    expect(text).not.toContain('\u001b')
    expect(text.endsWith('\n')).toBe(true)
    if (format === 'html') expect(text).not.toContain('<script>alert')
    if (format === 'csv') expect(text).not.toMatch(/^"?=/m)
  })

  it.each(['', 'Upper', 'two words', '-x', 'x-', '../x'])('may not have the id “%s”', (id) => {
    expect(() =>
      defineRule({ ...texts, id, severity: 'info', evidence: {}, evaluate: () => clear('', []) }),
    ).toThrow(UsageError)
  })

  it.each(['ab', 'zwölf', 'two\nlines'])('may not have the marker “%s”', (text) => {
    const markers = library.traceTextMarkers(text)
    const start = () => ({ listeners: {}, result: () => 0 })
    expect(() => defineEvidence({ name: 'own', markers, start })).toThrow(UsageError)
  })
})
