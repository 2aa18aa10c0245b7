import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect } from 'vitest'
import type { CommandContext } from '../../src/cli/command-context.ts'
import { readRedactionMap } from '../../src/commands/redaction/redaction-map.ts'
import { resolveRedaction } from '../../src/commands/redaction/redaction-settings.ts'
import { renderResults } from '../../src/commands/render/render-results.ts'
import { shownText } from '../../src/commands/show/shown-text.ts'
import { addCitedLines, cutText } from '../../src/excerpts/cited-lines.ts'
import { CitedInputs } from '../../src/excerpts/read-citations.ts'
import { readShownLines } from '../../src/excerpts/read-lines.ts'
import { createTextDecoder } from '../../src/inputs/encoding.ts'
import { type FoundInput, findFiles } from '../../src/inputs/find-files.ts'
import { LineWindows } from '../../src/inputs/lines/line-windows.ts'
import { recognise } from '../../src/inputs/recognise.ts'
import { readReportBytes } from '../../src/inputs/saved-report.ts'
import { buffer, etlFile, ORIGIN } from '../support/etl/etl-builder.ts'
import { eventHeader } from '../support/etl/etl-events.ts'
import { acceptsTest, keepsTest, limitTest } from '../support/limits/limit-test.ts'
import { report, verdict } from '../support/reports.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const stdin = Readable.from([])
const options = { codePage: 'windows-1252', stdin, context: 0 }
const decode = createTextDecoder('windows-1252')
const times = <T>(count: number, create: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => create(at))

function found(name: string, content: string | Uint8Array): FoundInput {
  const folder = temporaryFolder('show')
  writeFileSync(join(folder, name), content)
  return findFiles([folder])[0] as FoundInput
}

/** A line of a client log with a length. */
function logLine(length: number): string {
  const start = '06/14/2016|12:00:00.123 0BC4:1A2C INFO  :: '
  return start + 'words in a row '.repeat(Math.ceil(length / 15)).slice(0, length - start.length)
}

const logOf = (lines: readonly string[]) => found('Lync-UccApi-0.UccApilog', lines.join('\n'))

keepsTest('excerpts/read-lines.ts MAX_LINE_BYTES', async (bytes) => {
  const input = logOf([logLine(100), logLine(bytes), logLine(100)])
  const { lines } = await readShownLines(
    await recognise(input, decode, stdin),
    [{ from: 2, to: 2 }],
    decode,
  )
  const line = lines.get(2)
  return { kept: line?.text.length ?? 0, left: line?.isCut ? 1 : 0 }
})

keepsTest('inputs/lines/line-windows.ts MAX_RANGE_BYTES', (length) => {
  const input = Buffer.alloc(length, `${'x'.repeat(99)}\n`)
  const passed = [64 << 10, 3 << 20, length].map((chunkBytes) => {
    let window = { kept: 0, left: 0 }
    const session = new LineWindows([{ from: 1, to: Math.ceil(length / 100) }], (given) => {
      window = { kept: given.end - given.start, left: Number(given.isCut) }
    })
    let kept = 0
    for (let at = 0; !session.isDone; at += chunkBytes) {
      const bytes = input.subarray(kept, at + chunkBytes)
      kept += session.read(bytes, 0, bytes.length, at >= input.length)
    }
    return window
  })
  // However the input is cut into chunks.
  expect(new Set(passed.map((window) => JSON.stringify(window))).size).toBe(1)
  return passed[0] ?? 0
})

keepsTest('commands/show/shown-text.ts MAX_LINE_CHARACTERS', (length) => {
  const part = { line: 1, text: 'y'.repeat(length), isCited: true, isCut: false }
  const citation = { citation: 'a', heading: 'a', path: 'a', format: 'text', parts: [part] }
  return String(shownText([citation], { width: 80, color: false })).match(/[y…]/g)?.length ?? 0
})

keepsTest('excerpts/read-records.ts MAX_RECORDS_AT_OFFSET', async (count) => {
  const events = times(count, (at) => eventHeader({ time: ORIGIN + BigInt(at), id: at }))
  const path = 'trace.etl'
  const input = found(path, etlFile([buffer(events, { compressed: true })], { compression: 3 }))
  const inputs = new CitedInputs([input], options)
  const { results } = await inputs.read(input, [{ record: 1 }])
  const [first] = results
  const { offset = -1 } = first && 'parts' in first ? (first.parts[0] ?? {}) : {}
  const [shown] = (await inputs.read(input, [{ offset }])).results
  return shown && 'parts' in shown ? shown.parts.length : 0
})

/** The cited lines of a report with these findings, whose places are lines of a log. */
async function citedLines(findings: readonly (readonly number[])[]): Promise<number[]> {
  const lines = times(Math.max(...findings.flat()), () => logLine(80))
  const input = logOf(lines)
  const [caseReport] = report({
    verdicts: [
      verdict('x', {
        status: 'flagged',
        findings: findings.map((places, at) => ({
          subject: `${at}`,
          message: `${at}`,
          sources: places.map((line) => ({ path: input.path, line })),
        })),
      }),
    ],
  }).cases
  if (!caseReport) throw new Error('no case')
  const { citedLines: cited = [] } = await addCitedLines(caseReport, [input], options)
  return cited.map(({ line }) => line ?? 0)
}

keepsTest('excerpts/cited-lines.ts MAX_LINES', async (count) => {
  const cited = await citedLines(times(count, (at) => [at + 1]))
  expect(cited.at(-1)).toBe(cited.length)
  return cited.length
})

keepsTest(
  'excerpts/cited-lines.ts MAX_PLACES',
  async (count) => (await citedLines([times(count, (at) => at + 1)])).length,
)

limitTest('excerpts/cited-lines.ts MAX_CHARACTERS', {
  at: (value) => expect(cutText(wordsOf(value), false)).toBe(wordsOf(value)),
  beyond(value) {
    const cut = cutText(wordsOf(value + 1), false) ?? ''
    expect(cut).toMatch(/ab…$/)
    expect(cut.length).toBeLessThanOrEqual(value)
    expect(cut.length).toBeGreaterThan(value - 5)
  },
})

const wordsOf = (length: number): string => 'ab '.repeat(length).slice(0, length)

acceptsTest('commands/render/render-results.ts MAX_WHOLE_BYTES', async (size) => {
  const path = join(temporaryFolder('render'), 'report.html')
  const ctx = { version: '0.1.0', stdout: {}, stderr: {}, env: {} } as CommandContext
  const targets = [{ format: 'html', path, option: 'output' }] as const
  const settings = { quiet: true, full: false } as Parameters<typeof renderResults>[3]
  try {
    await renderResults({ path: 'a.ndjson', size }, () => report().cases, targets, settings, ctx)
    return true
  } catch (error) {
    expect(String(error)).toContain('Render it as csv or ndjson')
    return false
  }
})

// Smaller limits of maps and reports are tested: no test writes 256 MiB.
limitTest('commands/redaction/redaction-map.ts MAX_MAP_BYTES', {
  at: () => expect(isMapRead(1000, 1000)).toBe(true),
  beyond: () => expect(isMapRead(1001, 1000)).toBe(false),
})

function isMapRead(bytes: number, maxBytes: number): boolean {
  const header = { spoolscope: 'redaction-map', version: 1, key: null, shift: 0 }
  const path = join(temporaryFolder('map'), 'names.map')
  writeFileSync(path, `${JSON.stringify(header)}\n`.padEnd(bytes))
  return isAccepted(() => readRedactionMap(path, maxBytes), '--redact-map')
}

limitTest('inputs/saved-report.ts MAX_REPORT_BYTES', {
  at: () => expect(bytesOfReport(1000, 1000)).toBe(1000),
  beyond: () => expect(bytesOfReport(1001, 1000)).toBeUndefined(),
})

function bytesOfReport(bytes: number, maxBytes: number): number | undefined {
  const path = join(temporaryFolder('report'), 'report.json')
  writeFileSync(path, 'x'.repeat(bytes))
  return readReportBytes(path, maxBytes)?.length
}

acceptsTest('commands/redaction/redaction-settings.ts MAX_KEY_BYTES', (bytes) =>
  isAccepted(() => readKey('k'.repeat(bytes)), 'larger than 64 KiB'),
)

limitTest('redact/redaction-key.ts MIN_KEY_CHARS', {
  at: (value) => expect(readKey('k'.repeat(value)).key).toHaveLength(32),
  beyond: (value) => expect(() => readKey('k'.repeat(value - 1))).toThrow('is shorter than'),
})

function readKey(content: string) {
  const path = join(temporaryFolder('key'), 'redaction.key')
  writeFileSync(path, content)
  return resolveRedaction({ 'redact-key': path } as Parameters<typeof resolveRedaction>[0])
}

/** Whether a file is accepted. Expects an error with these words if not. */
function isAccepted(read: () => unknown, words: string): boolean {
  try {
    read()
    return true
  } catch (error) {
    expect(String(error)).toContain(words)
    return false
  }
}
