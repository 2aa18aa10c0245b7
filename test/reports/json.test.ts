import { expect, it } from 'vitest'
import { jsonText } from '../../src/reports/json.ts'
import { caseReport, fullReport, report, verdict } from '../support/reports.ts'
import { reportSchemaProblems } from '../support/schemas/report-schema.ts'

it('matches the golden file', async () => {
  await expect(jsonText(fullReport())).toMatchFileSnapshot('golden/full.json.txt')
})

it('is valid against its published schema', () => {
  expect(reportSchemaProblems(JSON.parse(jsonText(fullReport())))).toEqual([])
  expect(reportSchemaProblems(JSON.parse(jsonText(report({ asOf: null }))))).toEqual([])
})

it('is invalid when anything is added, missing or of another type', () => {
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

it('writes keys in the same order, whatever their order in the report', () => {
  const reverseKeys = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reverseKeys)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, inner]) => [key, reverseKeys(inner)]),
    )
  }
  const plain = {
    ...fullReport(),
    cases: fullReport().cases.map((original) => ({ ...original, facts: {} })),
  }
  expect(jsonText(reverseKeys({ ...plain, summary: { cases: 1, clear: 2 } }) as object)).toBe(
    jsonText({ ...plain, summary: { cases: 1, clear: 2 } }),
  )
})

it('escapes characters that are invisible or reorder text, and keeps all others', () => {
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

it('is indented by two and ends with one line end', () => {
  expect(jsonText({ schemaVersion: 1, rules: [] })).toBe(
    '{\n  "schemaVersion": 1,\n  "rules": []\n}\n',
  )
})
