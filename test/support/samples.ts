import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buildCaseReport } from '../../src/analysis/case-report.ts'
import { Engine } from '../../src/analysis/engine.ts'
import { createUtf16ToUtf8, sniffEncoding } from '../../src/inputs/encoding.ts'
import { findFiles } from '../../src/inputs/find-files.ts'
import { readCase } from '../../src/inputs/read-case.ts'
import type { Observation } from '../../src/model/observation.ts'
import type { CaseReport, Verdict } from '../../src/model/report.ts'
import type { Rule } from '../../src/model/rule.ts'
import { createWantedRecords } from '../../src/scan/matcher.ts'

/** Files below a folder of samples, in a fixed order; none when it is absent. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort()
}

/** A text sample as parsers get it: UTF-8 or ANSI bytes without a byte order mark. */
export function plainBytes(path: string): Uint8Array {
  const bytes = readFileSync(path)
  const { encoding, bom } = sniffEncoding(bytes)
  return encoding === 'utf-8'
    ? bytes.subarray(bom)
    : createUtf16ToUtf8(encoding)(bytes.subarray(bom), true)
}

/** All that inputs and parsers notice in a folder or file. */
async function observe(path: string, engine?: Engine): Promise<Observation[]> {
  const seen: Observation[] = []
  await readCase(findFiles([path]), {
    wanted: createWantedRecords(engine?.markers ?? []),
    codePage: 'windows-1252',
    stdin: Readable.from([]),
    onObservation: (one) => seen.push(one),
  })
  return seen
}

/** What one rule alone says of a folder of evidence. */
export async function judgeFolder(
  rule: Rule,
  path: string,
  thresholds: Record<string, number | string> = {},
): Promise<Verdict> {
  const engine = new Engine({
    rules: [rule],
    evidence: [],
    thresholds: new Map([[rule.id, new Map(Object.entries(thresholds))]]),
  })
  for (const one of await observe(path, engine)) engine.observe(one)
  return engine.verdicts()[0] as Verdict
}

/** The report of a case on all that is in a folder. */
export async function reportOnFolder(engine: Engine, path: string): Promise<CaseReport> {
  for (const one of await observe(path, engine)) engine.observe(one)
  return buildCaseReport({ id: path, engine, inputs: [] })
}
