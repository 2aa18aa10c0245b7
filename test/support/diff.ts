import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import fc from 'fast-check'
import type { CaseReport, Verdict } from '../../src/model/report.ts'
import { caseReport, verdict } from './reports.ts'

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false })
formats.default(ajv)
const validate = ajv.compile(JSON.parse(readFileSync('schema/report-diff.schema.json', 'utf8')))

/** Violations of the published schema, as text. Empty if the comparison is valid. */
export function diffSchemaProblems(diff: unknown): string[] {
  validate(diff)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

const RULES = [
  'spool-message-stuck',
  'offline-im-disabled',
  'ews-unavailable',
  'clock-skew',
  'server-before-cu3',
]

const anyVerdict = (rule: string): fc.Arbitrary<Verdict> =>
  fc
    .record({
      status: fc.constantFrom(
        'flagged' as const,
        'clear' as const,
        'not-checked' as const,
        'crashed' as const,
      ),
      severity: fc.constantFrom('error' as const, 'warning' as const, 'info' as const),
      message: fc.string(),
      subjects: fc.uniqueArray(fc.constantFrom('1.hist', '2.hist', '3.hist', '4.hist')),
      omitted: fc.constantFrom(0, 0, 7),
    })
    .map(({ status, severity, message, subjects, omitted }) => {
      const findings = subjects.map((subject) => ({ subject, message: subject, sources: [] }))
      return verdict(rule, {
        status,
        severity,
        message,
        findings: status === 'flagged' ? findings : [],
        omitted: status === 'flagged' ? omitted : 0,
      })
    })

const anyFacts = fc
  .record(
    {
      clientBuild: fc.constantFrom('16.0.6741.2056', '16.0.7369.2038'),
      offlineIm: fc.constantFrom('on', 'off'),
      spoolItems: fc.nat(5),
      oldestSpooled: fc.constantFrom('2016-06-14T11:00:00.000Z', '2016-06-15T11:00:00.000Z'),
      users: fc.string(),
    },
    { requiredKeys: [] },
  )
  .map((values) =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        { label: key, value, text: String(value), sources: [] },
      ]),
    ),
  )

const anyMoment = fc.option(
  fc
    .constantFrom('2016-06-14T12:00:00.000Z', '2016-06-21T12:00:00.000Z')
    .map((time) => ({ time, from: '--as-of' })),
)

/** Generates reports of a case with a few rules. */
export const arbitraryCase: fc.Arbitrary<CaseReport> = fc
  .record({
    verdicts: fc
      .subarray(RULES)
      .chain((rules) => fc.tuple(...rules.map(anyVerdict)))
      .map((all) => all as Verdict[]),
    facts: anyFacts,
    asOf: anyMoment,
  })
  .map((fields) => caseReport(fields))
