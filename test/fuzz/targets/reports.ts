import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { diffFormats } from '../../../src/commands/diff/diff-formats.ts'
import { readRedactionMap } from '../../../src/commands/redaction/redaction-map.ts'
import { compareCases } from '../../../src/diff/compare-cases.ts'
import { parseSavedReport } from '../../../src/inputs/saved-report.ts'
import type { Report } from '../../../src/model/report.ts'
import { REPORT_FORMATS, type ReportFormat } from '../../../src/model/report-format.ts'
import { UsageError } from '../../../src/model/usage-error.ts'
import { detectEscapeMode, Unredactor } from '../../../src/redact/unredact.ts'
import { reportFormats } from '../../../src/reports/report-formats.ts'
import { findActiveContent } from '../../support/attacks/active-content.ts'
import { attackReport } from '../../support/attacks/attack-report.ts'
import { diagnosedReport } from '../../support/diagnosed-report.ts'
import { diffSchemaProblems } from '../../support/diff.ts'
import { filesBelow } from '../../support/samples.ts'
import { reportSchemaProblems } from '../../support/schemas/report-schema.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { byteMutators } from '../mutators/bytes.ts'
import { jsonLineMutators, jsonMutators } from '../mutators/json.ts'
import { textMutators } from '../mutators/text.ts'
import { toJson } from '../oracles/case.ts'
import { expectEqual, expectNone, type FuzzTarget, Violation } from '../target.ts'

const GOLDEN = 'test/golden'
const style = { width: 100, color: false } as const

/** Saved reports: of the whole samples, a diagnosed one, and one with attacks in its texts. */
export function reportSeeds(): Buffer[] {
  const golden = filesBelow(GOLDEN).filter((path) => path.endsWith('.json.txt'))
  const reports = [diagnosedReport(), attackReport(diagnosedReport())]
  for (const report of reports) {
    const saved = parseSavedReport(Buffer.from(JSON.stringify(report)))
    if ('problem' in saved) throw new Error(`A sample is not a report: it ${saved.problem}`)
  }
  return [
    ...golden.map((path) => readFileSync(path)),
    ...reports.map((report) => Buffer.from(JSON.stringify(report))),
  ]
}

/**
 * What a viewer would interpret in the output. A character that the input has lost already, because
 * its bytes are damaged, is not lost by the format.
 */
export function activeContent(format: string, output: string, input: Buffer): string[] {
  const hasLost = input.toString('utf8').includes('\ufffd') || /\\ufffd/i.test(input.toString())
  return findActiveContent(format, Buffer.from(output)).filter(
    (problem) => !(hasLost && problem === 'has lost a character'),
  )
}

/** Control characters that a sentence to a user must not contain. */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/

/** The report that a file contains; undefined where the program says why it has none. */
function savedReport(input: Buffer): Report | undefined {
  const saved = parseSavedReport(input)
  if (!('problem' in saved)) return saved.report
  if (CONTROLS.test(saved.problem)) throw new Violation('inert output', saved.problem)
  return undefined
}

/** A report may have fields of a later version, which are passed on. */
export const schemaProblems = (report: unknown): string[] =>
  reportSchemaProblems(report).filter((problem) => !problem.includes('additional properties'))

async function render(format: ReportFormat, input: Buffer): Promise<void> {
  const report = savedReport(input)
  if (!report) return
  for (const full of [false, true]) {
    const text = String((await reportFormats[format](report, { full }))(style))
    const again = String((await reportFormats[format](structuredClone(report), { full }))(style))
    // The clone has no steps in common, which tables print only once.
    if (format !== 'table' && format !== 'markdown')
      expectEqual('same bytes twice', 'rendered twice', text, again)
    expectNone('inert output', format, activeContent(format, text, input))
    if (format === 'json') expectNone('valid output', 'schema', schemaProblems(JSON.parse(text)))
  }
}

async function compare(input: Buffer): Promise<void> {
  const [first, second] = input.toString('utf8').split('\n')
  const [before, after] = [first, second].map((text) => savedReport(Buffer.from(text ?? '')))
  const [left, right] = [before?.cases[0], after?.cases[0]]
  if (!left || !right) return
  const diff = {
    schemaVersion: 1,
    kind: 'case',
    tool: { name: 'spoolscope', version: '0.1.0' },
    case: compareCases(left, right, [before?.tool.version ?? '', after?.tool.version ?? '']),
  } as const
  expectNone('valid output', 'schema', diffSchemaProblems(toJson(diff)))
  for (const format of ['table', 'json', 'markdown'] as const) {
    const text = String((await diffFormats[format](diff, 5))(style))
    expectNone('inert output', format, activeContent(format, text, input))
  }
}

const compactSeeds = (): Buffer[] =>
  reportSeeds().map((seed) => Buffer.from(JSON.stringify(JSON.parse(seed.toString('utf8')))))
const pairs = (): Buffer[] => {
  const seeds = compactSeeds()
  return seeds.map((seed, index) =>
    Buffer.concat([seed, Buffer.from('\n'), seeds[(index + 1) % seeds.length] ?? seed]),
  )
}

const MAP_LINES = [
  { spoolscope: 'redaction-map', version: 1, key: null, shift: 0 },
  ['user-1', 'kim', 'user'],
  ['domain-1', 'contoso.example', 'domain'],
  ['user-2', '<b>\u001b[2J"\\', 'user'],
  ['host-1', 'pc-0142', 'host'],
  ['case-1', '\u202e=1+1', 'case'],
]
const REDACTED = [
  'user-1@domain-1 and user-2 at host-1, case-1, user-99, xuser-1, user-1user-2',
  '{"a":"user-1","b":["user-2"]}',
  '<a>user-2</a>',
]

/** Puts names back into texts, whole and in pieces. */
function restoreNames(input: Buffer): void {
  const folder = temporaryFolder('map')
  try {
    const path = join(folder, 'names.map')
    writeFileSync(path, input)
    const { renamed } = readRedactionMap(path)
    for (const text of REDACTED) {
      const escaping = detectEscapeMode(text)
      const restored = new Unredactor(renamed, escaping).push(text, true)
      if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(restored))
        throw new Violation('inert output', `restored ${JSON.stringify(restored).slice(0, 200)}`)
      if (escaping === 'json') JSON.parse(restored)
      const pieces = new Unredactor(renamed, escaping)
      const joined = [...text].map((character) => pieces.push(character, false)).join('')
      expectEqual('pieces change nothing', 'restored', restored, joined + pieces.push('', true))
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const savedReportMutators = [...jsonMutators, ...jsonMutators, ...textMutators, ...byteMutators]

/** Saved reports in every format, comparisons of them, and maps of redactions. */
export const reportTargets: readonly FuzzTarget[] = [
  ...REPORT_FORMATS.map(
    (format): FuzzTarget => ({
      name: `report:${format}`,
      seeds: reportSeeds,
      mutators: format === 'json' ? savedReportMutators : jsonMutators,
      run: (input) => render(format, input),
    }),
  ),
  { name: 'diff', seeds: pairs, mutators: jsonLineMutators, run: compare },
  {
    name: 'redaction-map',
    seeds: () => [Buffer.from(`${MAP_LINES.map((line) => JSON.stringify(line)).join('\n')}\n`)],
    mutators: [...jsonLineMutators, ...textMutators, ...byteMutators],
    run: restoreNames,
  },
]
