import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { diffResults } from '../../../src/batch/diff/diff-results.ts'
import { mergeResults } from '../../../src/batch/merge-results.ts'
import { FleetCollector } from '../../../src/batch/summary/fleet-collector.ts'
import { fleetSummary } from '../../../src/batch/summary/fleet-summary.ts'
import { parseBatchLine } from '../../../src/batch/summary/parse-batch-line.ts'
import { splitLines } from '../../../src/batch/summary/read-lines.ts'
import { diffFormats } from '../../../src/commands/diff/diff-formats.ts'
import type { BatchLine } from '../../../src/model/batch-line.ts'
import type { Report } from '../../../src/model/report.ts'
import { UsageError } from '../../../src/model/usage-error.ts'
import { fleetTable } from '../../../src/reports/fleet/fleet-table.ts'
import { sampleFleet, unjudgedBatchLine } from '../../support/batch-lines.ts'
import { diagnosedFleet } from '../../support/diagnosed-fleet.ts'
import { diffSchemaProblems } from '../../support/diff.ts'
import { fleetSchemaProblems } from '../../support/fleet.ts'
import { fleetPageOf } from '../../support/fleet-page.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { byteMutators } from '../mutators/bytes.ts'
import { jsonLineMutators } from '../mutators/json.ts'
import { textMutators } from '../mutators/text.ts'
import { toJson } from '../oracles/case.ts'
import { expectEqual, expectNone, type FuzzTarget } from '../target.ts'
import { activeContent, reportSeeds } from './reports.ts'

const style = { width: 100, color: false } as const

function resultLines(): Buffer[] {
  const reports = reportSeeds().map((seed) => JSON.parse(seed.toString('utf8')) as Report)
  const lines = reports.flatMap(({ cases }) =>
    cases.map(
      (report): BatchLine => ({
        schemaVersion: 1,
        bundle: report.id,
        ruleSet: 'rules-1',
        status: 'judged',
        sha256: 'a'.repeat(64),
        report,
      }),
    ),
  )
  const toText = (chosen: readonly BatchLine[]) =>
    Buffer.from(chosen.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return [
    toText(sampleFleet().slice(0, 10)),
    toText(diagnosedFleet().slice(0, 10)),
    toText([unjudgedBatchLine('a', 'failed', 'why'), unjudgedBatchLine('a', 'unreadable', 'why')]),
    ...lines.map((line, index) => toText([line, lines[index + 1] ?? line].slice(0, 2))),
  ]
}

/** Summarizes the lines in every format. */
async function summarize(input: Buffer): Promise<void> {
  const fleet = new FleetCollector()
  const accepted: BatchLine[] = []
  for (const line of splitLines([Buffer.from(input)])) {
    const result = 'problem' in line ? line : parseBatchLine(line.text)
    if ('problem' in result) fleet.addDamage(`results.ndjson:${line.number}`, result.problem)
    else {
      fleet.add(result)
      accepted.push(result)
    }
  }
  const summary = fleetSummary(fleet, '0.1.0')
  expectNone('valid output', 'schema', fleetSchemaProblems(toJson(summary)))
  const table = String(fleetTable(summary, style, 10))
  expectNone('inert output', 'table', activeContent('table', table, input))
  const page = fleetPageOf(accepted, (bundle) => `${encodeURIComponent(toWellFormed(bundle))}.html`)
  expectNone('inert output', 'html', activeContent('html', page, input))
}

const toWellFormed = (text: string): string => Buffer.from(text).toString('utf8')

/** Merges a results file, merges the merged one, and compares the two. */
async function mergeAndCompare(input: Buffer): Promise<void> {
  const folder = temporaryFolder('results')
  const write = (name: string, bytes: Buffer) => {
    writeFileSync(join(folder, name), bytes)
    return join(folder, name)
  }
  try {
    const original = write('results.ndjson', input)
    const merged = merge([original])
    const again = write('merged.ndjson', merged)
    expectEqual('idempotent', 'merged again', merged.toString(), merge([again]).toString())
    expectEqual(
      'idempotent',
      'merged with itself',
      merged.toString(),
      merge([again, original]).toString(),
    )
    const options = { version: '0.1.0', allowOtherRules: true, onProgress() {} }
    const { diff } = diffResults(original, again, options)
    expectNone('valid output', 'schema', diffSchemaProblems(toJson(diff)))
    for (const format of ['table', 'markdown'] as const) {
      const text = String((await diffFormats[format](diff, 5))(style))
      expectNone('inert output', format, activeContent(format, text, input))
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function merge(paths: readonly string[]): Buffer {
  const parts: Buffer[] = []
  mergeResults(paths, (bytes) => parts.push(Buffer.from(bytes)))
  return Buffer.concat(parts)
}

const mutators = [...jsonLineMutators, ...jsonLineMutators, ...textMutators, ...byteMutators]

/** Results of a batch, and what is made of many of them. */
export const resultTargets: readonly FuzzTarget[] = [
  { name: 'results:summary', seeds: resultLines, mutators, run: summarize },
  { name: 'results:merge', seeds: resultLines, mutators, run: mergeAndCompare },
]
