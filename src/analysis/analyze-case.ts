import { reportedEvidence } from '../evidence/index.ts'
import { findDuplicates } from '../inputs/find-duplicates.ts'
import type { FoundInput } from '../inputs/find-files.ts'
import { type ReadCaseOptions, readCase } from '../inputs/read-case.ts'
import { defined } from '../model/defined.ts'
import type { Observation } from '../model/observation.ts'
import type { CaseReport } from '../model/report.ts'
import type { Rule, Severity } from '../model/rule.ts'
import type { InputSummary } from '../model/tally.ts'
import { createWantedRecords } from '../scan/matcher.ts'
import { buildCaseReport } from './case-report.ts'
import { type FoundCollections, findCollections } from './collections/find-collections.ts'
import { IdentityCollector } from './collections/identity-collector.ts'
import { Engine } from './engine.ts'
import { RepeatedRecords } from './repeated-records.ts'

/** One case, with the settings for reading and analyzing it. */
export interface AnalyzeCaseOptions
  extends Omit<ReadCaseOptions, 'onObservation' | 'markers' | 'wanted'> {
  readonly id: string
  readonly found: readonly FoundInput[]
  readonly rules: readonly Rule[]
  readonly thresholds: ReadonlyMap<string, ReadonlyMap<string, number | string>>
  readonly severities?: ReadonlyMap<string, Severity>
  /** Rules that are reported as turned off. */
  readonly turnedOff?: readonly Rule[]
  /** Observations from the command line. Passed to the engine before any file is read. */
  readonly givenObservations: readonly Observation[]
  /** Record matchers for the markers of the rules, if another case has already built them. */
  readonly wanted?: ReadCaseOptions['wanted']
}

/** A case that was read. */
interface ReadCase {
  readonly engine: Engine
  readonly inputs: readonly InputSummary[]
  /** The collections in it; undefined if it is one. */
  readonly collections: FoundCollections | undefined
}

/**
 * Reads the files of a case once, and returns its report. The headline says so if they are several
 * collections that do not fit together.
 */
export async function analyzeCase(options: AnalyzeCaseOptions): Promise<CaseReport> {
  const { engine, inputs, collections } = await readOneCase(options)
  return buildCaseReport({ id: options.id, engine, inputs, ...defined({ collections }) })
}

/** Analyzes all inputs as one case, whatever they contain; for where a list of cases is needed. */
export const analyzeAsOneCase = async (options: AnalyzeCaseOptions): Promise<CaseReport[]> => [
  await analyzeCase(options),
]

/**
 * Reads the files, and returns one report for each collection in them. A single collection, the
 * usual case, is read once. Several are read again, each by itself, so that each report is the same
 * as if the others did not exist. Standard input cannot be read again: with it, all is one case.
 */
export async function analyzeCollections(options: AnalyzeCaseOptions): Promise<CaseReport[]> {
  const { id, found } = options
  const { engine, inputs, collections } = await readOneCase(options)
  const isOne = !collections || collections.collections.length < 2
  if (isOne || found.some(({ kind }) => kind === 'stream'))
    return [buildCaseReport({ id, engine, inputs, ...defined({ collections }) })]
  const cases: CaseReport[] = []
  for (const { name, inputs: own } of collections.collections) {
    const members = new Set(own)
    const part = await readOneCase({
      ...options,
      found: found.filter((input) => members.has(input)),
    })
    cases.push(
      buildCaseReport({
        id: `${id}/${name}`,
        engine: part.engine,
        inputs: part.inputs,
        separation: collections.why,
        ...defined({ collections: uncomparedIn(part) }),
      }),
    )
  }
  return cases
}

/** The collections in a part that are too many to compare, so that they are one case. */
const uncomparedIn = ({ collections }: ReadCase): FoundCollections | undefined =>
  collections?.collections.length === 1 ? collections : undefined

async function readOneCase({
  id: _,
  found,
  rules,
  thresholds,
  severities,
  turnedOff,
  givenObservations,
  wanted,
  ...reading
}: AnalyzeCaseOptions): Promise<ReadCase> {
  const engine = new Engine({
    rules,
    evidence: reportedEvidence,
    thresholds,
    ...defined({ severities, turnedOff }),
  })
  for (const observation of givenObservations) engine.observe(observation)
  const originals = await findDuplicates(found)
  const identities = new IdentityCollector(found, originals)
  const repeated = new RepeatedRecords()
  const read = found.filter((input) => !originals.has(input))
  // A single input repeats no record of another, and is one collection.
  const mayRepeat = read.length > 1
  const summaries = new Map<string, InputSummary>()
  const { markers } = engine
  await readCase(read, {
    ...reading,
    markers,
    wanted: wanted ?? createWantedRecords(markers),
    onObservation(observation) {
      if (observation.kind === 'input') summaries.set(observation.input.path, observation.input)
      if (mayRepeat) {
        identities.observe(observation)
        if (repeated.isRepeated(observation)) return
      }
      engine.observe(observation)
    },
  })
  return {
    engine,
    inputs: found.flatMap((input) => {
      const original = originals.get(input)
      const summary = summaries.get((original ?? input).path)
      if (summary === undefined) return []
      return original ? summarizeDuplicate(input, summary) : withRepetition(summary, repeated)
    }),
    collections: findCollections(identities.result()),
  }
}

/** Summary of an input that was not read, because another one has the same content. */
const summarizeDuplicate = (input: FoundInput, original: InputSummary): InputSummary => ({
  path: input.path,
  format: original.format,
  status: original.status,
  bytes: original.bytes,
  records: 0,
  undecoded: 0,
  unreadable: 0,
  gaps: [],
  disorder: 0,
  log: original.log,
  notes: [`The same as ${original.path}: not counted again`],
  damage: [],
})

function withRepetition(summary: InputSummary, { repeatedFrom }: RepeatedRecords): InputSummary {
  const other = repeatedFrom.get(summary.path)
  if (other === undefined) return summary
  const note = `Repeats records of ${other}: they were counted once`
  return { ...summary, notes: [...summary.notes, note] }
}

/** Builds the record matchers for the markers of these rules. */
export const wantedRecordsFor = (rules: readonly Rule[]): ReadCaseOptions['wanted'] =>
  createWantedRecords(new Engine({ rules, evidence: reportedEvidence }).markers)
