import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildCaseReport } from '../../../src/analysis/case-report.ts'
import { Engine } from '../../../src/analysis/engine.ts'
import { reportedEvidence } from '../../../src/evidence/index.ts'
import { DEFAULT_ARCHIVE_LIMITS } from '../../../src/inputs/archives/archive-limits.ts'
import { findInputs } from '../../../src/inputs/find-inputs.ts'
import { readCase } from '../../../src/inputs/read-case.ts'
import type { Observation } from '../../../src/model/observation.ts'
import type { CaseReport } from '../../../src/model/report.ts'
import type { InputSummary } from '../../../src/model/tally.ts'
import { rules } from '../../../src/rules/index.ts'
import { createWantedRecords } from '../../../src/scan/matcher.ts'
import { temporaryFolder } from '../temporary-folder.ts'

export interface ReadArchive {
  readonly report: CaseReport
  readonly inputs: readonly InputSummary[]
  readonly observations: readonly Observation[]
  /** Returns status, notes and damage of an input, which is found by the end of its path. */
  statusOf(path: string): string
}

interface Options {
  readonly limits?: Partial<typeof DEFAULT_ARCHIVE_LIMITS>
  readonly utcOffset?: number
}

/** Analyzes a file or folder as one case. */
export async function readBundle(
  path: string,
  { limits = {}, utcOffset }: Options = {},
): Promise<ReadArchive> {
  const clock = utcOffset === undefined ? {} : { utcOffset }
  const found = await findInputs([path], {
    limits: { ...DEFAULT_ARCHIVE_LIMITS, ...limits },
    ...clock,
  })
  const engine = new Engine({ rules, evidence: reportedEvidence, thresholds: new Map() })
  const observations: Observation[] = []
  await readCase(found, {
    wanted: createWantedRecords(engine.markers),
    codePage: 'windows-1252',
    stdin: process.stdin,
    ...clock,
    onObservation(observation) {
      observations.push(observation)
      engine.observe(observation)
    },
  })
  const summaries = new Map(
    observations.flatMap((observation) =>
      observation.kind === 'input' ? [[observation.input.path, observation.input] as const] : [],
    ),
  )
  const inputs = found.flatMap(({ path }) => summaries.get(path) ?? [])
  const statusOf = (pathEnd: string) => {
    const input = inputs.find(({ path }) => path === pathEnd || path.endsWith(`/${pathEnd}`))
    if (!input) throw new Error(`No ${pathEnd} among ${inputs.map(({ path }) => path).join(', ')}`)
    return [input.status, ...input.notes, ...input.damage.map(({ reason }) => reason)].join('; ')
  }
  return {
    report: buildCaseReport({ id: 'case', engine, inputs }),
    inputs,
    observations,
    statusOf,
  }
}

/** Analyzes bytes, written to a file with the given name. */
export async function readArchive(
  bytes: Uint8Array,
  options: Options & { readonly name?: string } = {},
): Promise<ReadArchive> {
  const folder = temporaryFolder()
  try {
    const path = join(folder, options.name ?? 'bundle')
    writeFileSync(path, bytes)
    return await readBundle(path, options)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
