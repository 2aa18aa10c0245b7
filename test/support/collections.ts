import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Readable } from 'node:stream'
import {
  type AnalyzeCaseOptions,
  analyzeCase,
  analyzeCollections,
} from '../../src/analysis/analyze-case.ts'
import { DEFAULT_ARCHIVE_LIMITS } from '../../src/inputs/archives/archive-limits.ts'
import { findInputs } from '../../src/inputs/find-inputs.ts'
import type { CaseReport } from '../../src/model/report.ts'
import { rules } from '../../src/rules/index.ts'
import { filesBelow } from './samples.ts'

type Replacement = readonly [from: string, to: string]

/**
 * Copies the files of a whole case whose path contains `part`. Replaces texts in names and contents
 * by texts of the same length, so that the byte counts in logs stay right.
 */
export function copyWhole(
  name: string,
  into: string,
  { part = '', replace = [] }: { readonly part?: string; readonly replace?: Replacement[] } = {},
): void {
  const folder = join('samples', 'whole', name)
  const replaced = (text: string) =>
    replace.reduce((current, [from, to]) => current.replaceAll(from, to), text)
  for (const path of filesBelow(folder)) {
    const inner = relative(folder, path)
    if (!inner.includes(part)) continue
    const target = join(into, replaced(inner))
    mkdirSync(dirname(target), { recursive: true })
    const bytes = readFileSync(path)
    const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'latin1'
    writeFileSync(target, replaced(bytes.toString(encoding)), encoding)
    const { atime, mtime } = statSync(path)
    utimesSync(target, atime, mtime)
  }
}

async function optionsFor(paths: readonly string[], id: string): Promise<AnalyzeCaseOptions> {
  return {
    id,
    found: await findInputs(paths, { limits: DEFAULT_ARCHIVE_LIMITS }),
    rules,
    thresholds: new Map(),
    givenObservations: [],
    codePage: 'windows-1252',
    stdin: Readable.from([]),
  }
}

/** As `analyze` does it: one report for each collection. */
export const analyzePaths = async (...paths: readonly string[]): Promise<CaseReport[]> =>
  analyzeCollections(await optionsFor(paths, 'case'))

/** As `analyze --one-case` and `batch` do it. */
export const analyzeAsOne = async (path: string): Promise<CaseReport> =>
  analyzeCase(await optionsFor([path], 'case'))

/** Rule, status and number of findings of all verdicts. */
export const verdictsOf = ({ verdicts }: CaseReport): string[] =>
  verdicts.map(({ rule, status, findings }) => `${rule} ${status} ${findings.length}`)

export const flaggedIn = ({ verdicts }: CaseReport): string[] =>
  verdicts.filter(({ status }) => status === 'flagged').map(({ rule }) => rule)
