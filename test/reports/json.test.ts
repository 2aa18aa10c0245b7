import { expect, it } from 'vitest'
import { jsonText } from '../../src/reports/json.ts'
import { caseReport, fullReport, report, verdict } from '../support/reports.ts'
import { reportSchemaProblems } from '../support/schemas/report-schema.ts'

it('is what it was', async () => {
  await expect(jsonText(fullReport())).toMatchFileSnapshot('golden/full.json.txt')
})

it('fits its published schema', () => {
  expect(reportSchemaProblems(JSON.parse(jsonText(fullReport())))).toEqual([])
  expect(reportSchemaProblems(JSON.parse(jsonText(report({ asOf: null }))))).toEqual([])
})

it('does not fit the schema when anything is added, missing or of another kind', () => {
  const full = fullReport()
  expect(reportSchemaProblems({ ...full, more: 1 })).not.toEqual([])
  expect(
    reportSchemaProblems({ ...full, cases: [{ ...caseReport(), headline: undefined }] }),
  ).not.toEqual([])
  expect(
    reportSchemaProblems({
      ...full,
      cases: [caseReport({ verdicts: [verdict('a', { omitted: -1 })] })],
    }),
  ).not.toEqual([])
  expect(
    reportSchemaProblems({
      ...full,
      cases: [caseReport({ verdicts: [verdict('a', { missing: [{ evidence: 'x', how: 'y' }] })] })],
    }),
  ).not.toEqual([])
  expect(
    reportSchemaProblems({
      ...full,
      cases: [caseReport({ asOf: { time: '2016-06-14T12:00:00+02:00', from: '' } })],
    }),
  ).not.toEqual([])
})

it('has its keys in the same order, whatever order they came in', () => {
  const backwards = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(backwards)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, inner]) => [key, backwards(inner)]),
    )
  }
  const plain = { ...fullReport(), cases: fullReport().cases.map((one) => ({ ...one, facts: {} })) }
  expect(jsonText(backwards({ ...plain, summary: { cases: 1, clear: 2 } }) as object)).toBe(
    jsonText({ ...plain, summary: { cases: 1, clear: 2 } }),
  )
})

it('escapes what is invisible or moves text, and keeps the true characters', () => {
  const id =
    'a\u001b[31m\u0000\u007f\u0085\u00ad\u200b\u202e\u2028\u2066\ufeff\ud800 \u{e0041} 田中 é 😀'
  const text = jsonText(report({ id }))
  expect(text).not.toMatch(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Cs}|[\u{e0020}-\u{e007f}]/u,
  )
  expect(text).toContain('\\u202e')
  expect(text).toContain('\\udb40\\udc41')
  expect(text).toContain('田中 é 😀')
  expect(JSON.parse(text).cases[0].id).toBe(id)
})

it('ends with one line end, indented by two', () => {
  expect(jsonText({ schemaVersion: 1, rules: [] })).toBe(
    '{\n  "schemaVersion": 1,\n  "rules": []\n}\n',
  )
})
