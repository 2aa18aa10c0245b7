import { Readable } from 'node:stream'
import { expect } from 'vitest'
import { explainNothingReadable } from '../../src/analysis/exit-code.ts'
import { RepeatedRecords } from '../../src/analysis/repeated-records.ts'
import { readPathLines } from '../../src/batch/read-path-lines.ts'
import { parseShard } from '../../src/batch/shard.ts'
import { batchOptions } from '../../src/cli/options/batch-options.ts'
import { parseOptions } from '../../src/cli/options/define-option.ts'
import { showOptions } from '../../src/cli/options/show-options.ts'
import { parseReport } from '../../src/model/report-shape.ts'
import { csvReport } from '../../src/reports/csv-report.ts'
import { inlineCode, safeProse, sourceTexts } from '../../src/reports/markdown/markdown-text.ts'
import { factLines } from '../../src/reports/table/fact-lines.ts'
import { inputLines } from '../../src/reports/table/input-lines.ts'
import { problemLines } from '../../src/reports/table/verdict-lines.ts'
import { autoArchivingDisabled } from '../../src/rules/auto-archiving-disabled.ts'
import { inputMostlyUnreadable } from '../../src/rules/input-mostly-unreadable.ts'
import { clipboardSequence } from '../../src/terminal/clipboard.ts'
import { safeText, shortenPath } from '../../src/terminal/safe-text.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { acceptsTest, keepsTest, limitTest } from '../support/limits/limit-test.ts'
import { inputSummary, NOON, provisioning, trace } from '../support/observations.ts'
import { inputReport, report, verdict } from '../support/reports.ts'

const times = <T>(count: number, create: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => create(at))
const style = { width: 160, color: false }

keepsTest(
  'terminal/safe-text.ts MAX_TEXT_CHARACTERS',
  (length) => String(safeText('x'.repeat(length))).length,
)

limitTest('terminal/safe-text.ts MAX_PATH_CHARACTERS', {
  at: (value) => expect(shortenPath('x'.repeat(value))).toBe('x'.repeat(value)),
  beyond(value) {
    const path = `begin${'x'.repeat(value)}end`
    expect(shortenPath(path)).toMatch(/^beginx+…x+end$/)
    expect(shortenPath(path).length).toBe(value + 1)
  },
})

acceptsTest(
  'terminal/clipboard.ts MAX_CLIPBOARD_BYTES',
  (bytes) => clipboardSequence('x'.repeat(bytes)) !== undefined,
)

/** The report with one finding of this text, in a format. */
const withFinding = (message: string) =>
  report({
    verdicts: [verdict('x', { status: 'flagged', findings: [{ message, sources: [] } as never] })],
  })

keepsTest('reports/csv-report.ts MAX_CELL_CHARACTERS', (length) => {
  const cells = csvReport(withFinding('z'.repeat(length))).match(/z+…?/g) ?? []
  return Math.max(...cells.map((cell) => cell.length))
})

keepsTest(
  'reports/markdown/markdown-text.ts MAX_CODE_CHARACTERS',
  (length) => inlineCode('x'.repeat(length)).replaceAll('`', '').trim().length,
)

limitTest('reports/markdown/markdown-text.ts MAX_PROSE_CHARACTERS', {
  at: (value) => expect(safeProse(proseOf(value))).toBe(proseOf(value)),
  beyond: (value) => expect(safeProse(proseOf(value + 3)).length).toBeLessThanOrEqual(value + 3),
})

/** A text of words with a length. */
const proseOf = (length: number): string => 'ab '.repeat(length).slice(0, length)

keepsTest('reports/markdown/markdown-text.ts MAX_SOURCES', (count) => {
  const texts = sourceTexts(times(count, (at) => ({ path: `${at}.log`, line: 1 })))
  return texts.filter((text) => text.includes('.log')).length
})

keepsTest('reports/table/input-lines.ts MAX_INPUTS', (count) => {
  const lines = inputLines(
    times(count, (at) => inputReport(`input-${at}.log`)),
    style,
  ).map(String)
  const shown = lines.filter((line) => /input-\d+\.log/.test(line)).length
  return { kept: shown, left: lines.some((line) => /\b1 more\b|1 other/.test(line)) ? 1 : 0 }
})

keepsTest('reports/table/input-lines.ts MAX_DAMAGE_LINES', (count) => {
  const damage = times(count, (line) => ({ line, reason: 'broken-here' }))
  const lines = inputLines([inputReport('a.log', { damage, unreadable: count })], style)
  return lines.join('\n').match(/broken-here/g)?.length ?? 0
})

keepsTest('reports/table/verdict-lines.ts MAX_FINDINGS', (count) => {
  const findings = times(count, (at) => ({
    subject: `item-${at}`,
    message: `message-${at}`,
    sources: [],
  }))
  const lines = problemLines([verdict('x', { status: 'flagged', findings })], style).join('\n')
  return { kept: lines.match(/message-\d+/g)?.length ?? 0, left: /1 more/.test(lines) ? 1 : 0 }
})

keepsTest('reports/table/fact-lines.ts MAX_LABEL_CHARACTERS', (length) => {
  const fact = { label: 'q'.repeat(length), value: 'v', text: 'v', sources: [] }
  return factLines({ x: fact }, style).join('').match(/[q…]/g)?.length ?? 0
})

keepsTest('analysis/exit-code.ts MAX_LISTED_INPUTS', (count) => {
  const inputs = times(count, (at) => inputReport(`${at}.png`, { status: 'not-recognised' }))
  const text = (explainNothingReadable(report({ inputs }), ['case']) ?? []).join('\n')
  return { kept: text.match(/\.png/g)?.length ?? 0, left: /and 1 more/.test(text) ? 1 : 0 }
})

limitTest('analysis/repeated-records.ts MAX_WAITING', {
  at: (value) => expect(repeatsFound(value)).toBe(value),
  beyond: (value) => expect(repeatsFound(value + 1)).toBe(value),
})

/** How many records of one moment in a log are found again in another one. */
function repeatsFound(count: number): number {
  const repeated = new RepeatedRecords()
  const recordsOf = (path: string) =>
    times(count, (at) => ({ ...trace(`text ${at}`), source: { path } }))
  for (const record of recordsOf('a.log')) repeated.isRepeated(record)
  return recordsOf('b.log').filter((record) => repeated.isRepeated(record)).length
}

limitTest('analysis/repeated-records.ts MAX_MOMENTS', {
  at: (value) => expect(isFoundAfter(value)).toBe(true),
  // Two generations of moments are kept.
  beyond: (value) => expect(isFoundAfter(2 * value + 1)).toBe(false),
})

/** Whether a record is found again after so many other moments. */
function isFoundAfter(moments: number): boolean {
  const repeated = new RepeatedRecords()
  const record = (path: string, at: number) => ({ ...trace('text', at), source: { path } })
  repeated.isRepeated(record('a.log', NOON))
  for (let at = 1; at <= moments; at += 1) repeated.isRepeated(record('a.log', NOON + at))
  return repeated.isRepeated(record('b.log', NOON))
}

acceptsTest('model/report-shape.ts MAX_NESTING_LEVELS', (levels) => {
  // The report and what is around the value take levels, too.
  const AROUND = 2
  let value: unknown = 'x'
  for (let at = 0; at < levels - AROUND; at += 1) value = [value]
  const saved = { ...report(), cases: [{ ...report().cases[0], later: value }] }
  return typeof parseReport(saved) !== 'string'
})

keepsTest('batch/read-path-lines.ts MAX_PATH_CHARS', async (length) => {
  const lines: string[] = []
  for await (const line of readPathLines(Readable.from([Buffer.from('x'.repeat(length))])))
    lines.push(line)
  return lines[0]?.length ?? 0
})

acceptsTest('batch/shard.ts MAX_SHARDS', (count) => {
  try {
    return parseShard(`1/${count}`).count === count
  } catch {
    return false
  }
})

const isValue = async (
  definitions: Parameters<typeof parseOptions>[0],
  name: string,
  text: string,
) => {
  try {
    await parseOptions({ [name]: definitions[name] as never }, { [name]: [text] })
    return true
  } catch {
    return false
  }
}

acceptsTest('cli/options/general-options.ts MAX_JOBS', (jobs) =>
  isValue(batchOptions, 'jobs', String(jobs)),
)

acceptsTest('cli/options/show-options.ts MAX_CONTEXT', (lines) =>
  isValue(showOptions, 'context', String(lines)),
)

limitTest('cli/options/batch-options.ts MIN_MEMORY_MIB', {
  at: async (value) => expect(await isValue(batchOptions, 'memory', `${value}M`)).toBe(true),
  beyond: async (value) =>
    expect(await isValue(batchOptions, 'memory', `${value - 1}M`)).toBe(false),
})

keepsTest('rules/auto-archiving-disabled.ts MAX_FINDINGS', (count) => {
  const readings = times(count, (at) =>
    provisioning('EnableIMAutoArchiving', 'false', NOON, `user-${at}@contoso.example`),
  )
  const { findings, omitted } = evaluateRule(autoArchivingDisabled, readings)
  return { kept: findings.length, left: omitted }
})

keepsTest('rules/input-mostly-unreadable.ts MAX_FINDINGS', (count) => {
  const inputs = times(count, (at) => inputSummary({ path: `${at}.log`, unreadable: 1000 }))
  const { findings, omitted } = evaluateRule(inputMostlyUnreadable, inputs)
  return { kept: findings.length, left: omitted }
})
