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
  /** What the report says of one input, by the end of its path: its state, notes and damage. */
  statusOf(path: string): string
}

interface Options {
  readonly limits?: Partial<typeof DEFAULT_ARCHIVE_LIMITS>
  readonly utcOffset?: number
}

/** Judges a file or folder as one case. */
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
  const seen: Observation[] = []
  await readCase(found, {
    wanted: createWantedRecords(engine.markers),
    codePage: 'windows-1252',
    stdin: process.stdin,
    ...clock,
    onObservation(one) {
      seen.push(one)
      engine.observe(one)
    },
  })
  const summaries = new Map(
    seen.flatMap((one) => (one.kind === 'input' ? [[one.input.path, one.input] as const] : [])),
  )
  const inputs = found.flatMap(({ path }) => summaries.get(path) ?? [])
  const said = (end: string) => {
    const input = inputs.find((one) => one.path === end || one.path.endsWith(`/${end}`))
    if (!input) throw new Error(`No ${end} among ${inputs.map((one) => one.path).join(', ')}`)
    return [input.status, ...input.notes, ...input.damage.map(({ reason }) => reason)].join('; ')
  }
  return {
    report: buildCaseReport({ id: 'case', engine, inputs }),
    inputs,
    observations: seen,
    statusOf: said,
  }
}

/** The same of bytes, by way of a file of that name. */
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
