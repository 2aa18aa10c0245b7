import { reportedEvidence } from '../evidence/index.ts'
import type { FoundInput } from '../inputs/find-files.ts'
import { type ReadCaseOptions, readCase } from '../inputs/read-case.ts'
import type { Observation } from '../model/observation.ts'
import type { CaseReport } from '../model/report.ts'
import type { Rule } from '../model/rule.ts'
import type { InputSummary } from '../model/tally.ts'
import { createWantedRecords } from '../scan/matcher.ts'
import { buildCaseReport } from './case-report.ts'
import { Engine } from './engine.ts'

/**
 * One case and how it is to be judged: what is heard of it beside its files, and how they are read.
 */
export interface AnalyzeCaseOptions
  extends Omit<ReadCaseOptions, 'onObservation' | 'markers' | 'wanted'> {
  readonly id: string
  readonly found: readonly FoundInput[]
  readonly rules: readonly Rule[]
  readonly thresholds: ReadonlyMap<string, ReadonlyMap<string, number | string>>
  /** Heard before anything is read. */
  readonly givenObservations: readonly Observation[]
  /** What the markers of these rules look for, where that is known from another case. */
  readonly wanted?: ReadCaseOptions['wanted']
}

/** Reads a case once and judges it: the same whatever command asks. */
export async function analyzeCase({
  id,
  found,
  rules,
  thresholds,
  givenObservations: told,
  wanted,
  ...reading
}: AnalyzeCaseOptions): Promise<CaseReport> {
  const engine = new Engine({ rules, evidence: reportedEvidence, thresholds })
  for (const one of told) engine.observe(one)
  const inputs = new Map<string, InputSummary>()
  const { markers } = engine
  await readCase(found, {
    ...reading,
    markers,
    wanted: wanted ?? createWantedRecords(markers),
    onObservation(seen) {
      if (seen.kind === 'input') inputs.set(seen.input.path, seen.input)
      engine.observe(seen)
    },
  })
  return buildCaseReport({
    id,
    engine,
    inputs: found.flatMap(({ path }) => inputs.get(path) ?? []),
  })
}

/** What the markers of these rules look for. */
export const wantedRecordsFor = (rules: readonly Rule[]): ReadCaseOptions['wanted'] =>
  createWantedRecords(new Engine({ rules, evidence: reportedEvidence }).markers)
