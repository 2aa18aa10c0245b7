import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareCases } from '../../src/diff/compare-cases.ts'
import { parseSavedReport } from '../../src/inputs/saved-report.ts'
import type { Report } from '../../src/model/report.ts'
import { diffMarkdown } from '../../src/reports/diff/diff-markdown.ts'
import { diffTable } from '../../src/reports/diff/diff-table.ts'
import { jsonText } from '../../src/reports/json.ts'
import { tableReport } from '../../src/reports/table/table-report.ts'
import { propertyRuns } from '../properties/property-runs.ts'
import { fullReport, report, verdict } from '../support/reports.ts'

const tableReportText = (...parts: Parameters<typeof tableReport>): string =>
  String(tableReport(...parts))
const diffTableText = (...parts: Parameters<typeof diffTable>): string =>
  String(diffTable(...parts))

const GOLDEN = join('test', 'golden')
const whole = jsonText(fullReport())
const saved = (text: string, encoding: BufferEncoding = 'utf8') =>
  parseSavedReport(Buffer.from(text, encoding))
const problemOf = (text: string) => {
  const read = saved(text)
  return 'problem' in read ? read.problem : 'none'
}
const changed = (change: Record<string, unknown>) => JSON.stringify({ ...fullReport(), ...change })

describe('a saved report is read', () => {
  it.each<[string, Buffer]>([
    ['as it is written', Buffer.from(whole)],
    ['on one line', Buffer.from(JSON.stringify(fullReport()))],
    ['with a byte order mark', Buffer.from(`\ufeff${whole}`)],
    [
      'as Windows PowerShell redirects it',
      Buffer.from(`\ufeff${whole.replaceAll('\n', '\r\n')}`, 'utf16le'),
    ],
    ['as UTF-16 without a mark', Buffer.from(whole, 'utf16le')],
    ['as UTF-16BE', Buffer.from(`\ufeff${whole}`, 'utf16le').swap16()],
  ])('%s', (_, bytes) => {
    expect(parseSavedReport(bytes)).toEqual({ report: fullReport() })
  })

  it('prints a shared remedy step once, like the report before it was saved', () => {
    const step = { do: 'Copy the spool.', verify: 'The copy is there.' }
    const flagged = { status: 'flagged', remedy: [step] } as const
    const original = report({ verdicts: [verdict('a', flagged), verdict('b', flagged)] })
    const read = saved(jsonText(original))
    const style = { width: 80, color: false }
    expect('report' in read && tableReportText(read.report, style)).toBe(
      tableReportText(original, style),
    )
    expect(tableReportText(original, style)).toContain('(See above.)')
  })

  it.each(readdirSync(GOLDEN).filter((name) => name.endsWith('.json.txt')))(
    'as earlier versions wrote it: %s',
    (name) => {
      expect('report' in parseSavedReport(readFileSync(join(GOLDEN, name)))).toBe(true)
    },
  )

  it('with fields that a later version may have', () => {
    expect('report' in saved(changed({ extra: { from: ['a later version'] } }))).toBe(true)
  })
})

describe('the problem is described for', () => {
  it.each([
    ['an empty file', '', 'is empty'],
    ['a file that is not JSON', '<html>', 'is not JSON'],
    ['a break', whole.replace('"cases"', 'cases'), 'breaks at line 7, column 3'],
    [
      'results of batch',
      '{"schemaVersion":1,"bundle":"a","ruleSet":"b"}\n{"schemaVersion":1}\n',
      'contains results of batch',
    ],
    [
      'one line of results',
      '{"schemaVersion":1,"bundle":"a","ruleSet":"b"}\n',
      'contains results of batch',
    ],
    [
      'another schema version',
      changed({ schemaVersion: 2 }),
      'schema version 2, and this version of spoolscope reads version 1',
    ],
    [
      'a summary',
      '{"schemaVersion":1,"tool":{},"bundles":{},"cases":{}}',
      'is a summary of many cases',
    ],
    ['a comparison', '{"schemaVersion":1,"kind":"case"}', 'is a comparison'],
    ['other JSON', '{"name":"spoolscope"}', 'is not a report of spoolscope'],
    ['a list', '[]', 'is JSON, but not a report'],
    ['no summary', changed({ summary: undefined }), 'damaged report: summary is missing'],
    [
      'a time that is none',
      whole.replace('2016-06-14T12:00:00.000Z', 'soon'),
      'cases[0].asOf.time is not a time in UTC',
    ],
    [
      'a text for a list',
      whole.replace('"unknowable": [', '"unknowable": "", "x": ['),
      'cases[0].unknowable is not a list',
    ],
    [
      'a number beyond all',
      whole.replace('"bytes": 812', '"bytes": 1e999'),
      'cases[0].inputs[1].bytes is not a count',
    ],
    [
      'endless nesting',
      changed({ deep: JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`) }),
      'is nested too deep',
    ],
  ])('%s', (_, text, words) => {
    expect(problemOf(text)).toContain(words)
  })

  it('a report that is cut off anywhere', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: whole.trimEnd().length - 1 }), (at) => {
        expect(problemOf(whole.slice(0, at))).toMatch(
          /is cut off at line \d+, column \d+|breaks at line \d+, column \d+/,
        )
      }),
      propertyRuns(200),
    )
  })
})

/** Returns a report in which one value, chosen by `index`, is replaced or deleted. */
function damageReport(index: number, replacement: unknown): Report {
  const report = JSON.parse(JSON.stringify(fullReport()))
  const places: [Record<string, unknown>, string][] = []
  const walk = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      places.push([value as Record<string, unknown>, key])
      walk(inner)
    }
  }
  walk(report)
  const [owner, key] = places[index % places.length] ?? [{}, '']
  if (replacement === undefined) delete owner[key]
  else owner[key] = replacement
  return report
}

it('a damaged report that is accepted breaks no renderer', () => {
  const unexpected = fc.constantFrom(
    undefined,
    null,
    0,
    -1,
    1.5,
    '',
    'x',
    '\u0000\u001b[2J',
    [],
    {},
    [null],
    true,
    '9999-99-99T00:00:00Z',
  )
  let accepted = 0
  fc.assert(
    fc.property(fc.nat(), unexpected, (index, replacement) => {
      const read = saved(JSON.stringify(damageReport(index, replacement)))
      if ('problem' in read) return
      accepted += 1
      const [damaged] = read.report.cases
      const whole = fullReport().cases[0]
      if (damaged === undefined || whole === undefined) return
      const { tool } = fullReport()
      const style = { width: 80, color: false }
      for (const comparison of [
        compareCases(whole, damaged, ['', '']),
        compareCases(damaged, whole, ['', '']),
      ]) {
        const diff = { schemaVersion: 1, kind: 'case', tool, case: comparison } as const
        expect(diffTableText(diff, style) + diffMarkdown(diff)).not.toContain('\u001b')
      }
      expect(tableReportText(read.report, style) + jsonText(read.report)).not.toContain('\u001b')
    }),
    propertyRuns(400),
  )
  expect(accepted).toBeGreaterThan(50)
})
