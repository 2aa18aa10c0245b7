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

/** One case, with the settings for reading and analyzing it. */
export interface AnalyzeCaseOptions
  extends Omit<ReadCaseOptions, 'onObservation' | 'markers' | 'wanted'> {
  readonly id: string
  readonly found: readonly FoundInput[]
  readonly rules: readonly Rule[]
  readonly thresholds: ReadonlyMap<string, ReadonlyMap<string, number | string>>
  /** Observations from the command line. Passed to the engine before any file is read. */
  readonly givenObservations: readonly Observation[]
  /** Record matchers for the markers of the rules, if another case has already built them. */
  readonly wanted?: ReadCaseOptions['wanted']
}

/** Reads the files of a case once, and returns its report. */
export async function analyzeCase({
  id,
  found,
  rules,
  thresholds,
  givenObservations,
  wanted,
  ...reading
}: AnalyzeCaseOptions): Promise<CaseReport> {
  const engine = new Engine({ rules, evidence: reportedEvidence, thresholds })
  for (const observation of givenObservations) engine.observe(observation)
  const inputs = new Map<string, InputSummary>()
  const { markers } = engine
  await readCase(found, {
    ...reading,
    markers,
    wanted: wanted ?? createWantedRecords(markers),
    onObservation(observation) {
      if (observation.kind === 'input') inputs.set(observation.input.path, observation.input)
      engine.observe(observation)
    },
  })
  return buildCaseReport({
    id,
    engine,
    inputs: found.flatMap(({ path }) => inputs.get(path) ?? []),
  })
}

/** Builds the record matchers for the markers of these rules. */
export const wantedRecordsFor = (rules: readonly Rule[]): ReadCaseOptions['wanted'] =>
  createWantedRecords(new Engine({ rules, evidence: reportedEvidence }).markers)
