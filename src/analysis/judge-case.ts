import { evidence } from '../evidence/index.ts'
import type { Found } from '../inputs/find-files.ts'
import { type CaseReading, readCase } from '../inputs/read-case.ts'
import type { Observation } from '../model/observation.ts'
import type { CaseReport } from '../model/report.ts'
import type { Rule } from '../model/rule.ts'
import type { InputSummary } from '../model/tally.ts'
import { wantedRecords } from '../scan/matcher.ts'
import { caseReport } from './case-report.ts'
import { Engine } from './engine.ts'

/**
 * One case and how it is to be judged: what is heard of it beside its files, and how they are read.
 */
export interface CaseToJudge extends Omit<CaseReading, 'hear' | 'markers' | 'wanted'> {
  readonly id: string
  readonly found: readonly Found[]
  readonly rules: readonly Rule[]
  readonly thresholds: ReadonlyMap<string, ReadonlyMap<string, number | string>>
  /** Heard before anything is read. */
  readonly told: readonly Observation[]
  /** What the markers of these rules look for, where that is known from another case. */
  readonly wanted?: CaseReading['wanted']
}

/** Reads a case once and judges it: the same whatever command asks. */
export async function judgeCase({
  id,
  found,
  rules,
  thresholds,
  told,
  wanted,
  ...reading
}: CaseToJudge): Promise<CaseReport> {
  const engine = new Engine({ rules, evidence, thresholds })
  for (const one of told) engine.observe(one)
  const inputs = new Map<string, InputSummary>()
  const { markers } = engine
  await readCase(found, {
    ...reading,
    markers,
    wanted: wanted ?? wantedRecords(markers),
    hear(seen) {
      if (seen.kind === 'input') inputs.set(seen.input.path, seen.input)
      engine.observe(seen)
    },
  })
  return caseReport({ id, engine, inputs: found.flatMap(({ path }) => inputs.get(path) ?? []) })
}

/** What the markers of these rules look for. */
export const wantedBy = (rules: readonly Rule[]): CaseReading['wanted'] =>
  wantedRecords(new Engine({ rules, evidence }).markers)
