import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { caseReport } from '../../../src/analysis/case-report.ts'
import { Engine } from '../../../src/analysis/engine.ts'
import { evidence } from '../../../src/evidence/index.ts'
import { usualLimits } from '../../../src/inputs/archives/limits.ts'
import { findInputs } from '../../../src/inputs/find-inputs.ts'
import { readCase } from '../../../src/inputs/read-case.ts'
import type { Observation } from '../../../src/model/observation.ts'
import type { CaseReport } from '../../../src/model/report.ts'
import type { InputSummary } from '../../../src/model/tally.ts'
import { rules } from '../../../src/rules/index.ts'
import { wantedRecords } from '../../../src/scan/matcher.ts'
import { temporaryFolder } from '../temporary-folder.ts'

export interface ArchiveRead {
  readonly report: CaseReport
  readonly inputs: readonly InputSummary[]
  readonly seen: readonly Observation[]
  /** What the report says of one input, by the end of its path: its state, notes and damage. */
  said(path: string): string
}

interface Options {
  readonly limits?: Partial<typeof usualLimits>
  readonly utcOffset?: number
}

/** Judges a file or folder as one case. */
export async function readBundle(
  path: string,
  { limits = {}, utcOffset }: Options = {},
): Promise<ArchiveRead> {
  const clock = utcOffset === undefined ? {} : { utcOffset }
  const found = await findInputs([path], { limits: { ...usualLimits, ...limits }, ...clock })
  const engine = new Engine({ rules, evidence, thresholds: new Map() })
  const seen: Observation[] = []
  await readCase(found, {
    wanted: wantedRecords(engine.markers),
    codePage: 'windows-1252',
    stdin: process.stdin,
    ...clock,
    hear(one) {
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
  return { report: caseReport({ id: 'case', engine, inputs }), inputs, seen, said }
}

/** The same of bytes, by way of a file of that name. */
export async function readArchive(
  bytes: Uint8Array,
  options: Options & { readonly name?: string } = {},
): Promise<ArchiveRead> {
  const folder = temporaryFolder()
  try {
    const path = join(folder, options.name ?? 'bundle')
    writeFileSync(path, bytes)
    return await readBundle(path, options)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
