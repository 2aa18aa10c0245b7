import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { analyzeCase } from '../../src/analysis/analyze-case.ts'
import { DEFAULT_ARCHIVE_LIMITS } from '../../src/inputs/archives/archive-limits.ts'
import { findInputs } from '../../src/inputs/find-inputs.ts'
import type { CaseReport } from '../../src/model/report.ts'
import { OutputFolder } from '../../src/output/output-folder.ts'
import { RedactedCopies } from '../../src/redact/redacted-copies.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'
import { rules } from '../../src/rules/index.ts'
import { LEFT_OUT_NAME } from '../../src/share/left-out.ts'
import { redactInputs } from '../../src/share/redact-inputs.ts'
import { caseNamesOf, toSharedInputs } from '../../src/share/shared-inputs.ts'
import { SPOOL_LISTING_NAME } from '../../src/share/spool-listing.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Redacts a case into a folder, as `spoolscope redact` does. */
async function redactFolder(folder: string, into: string): Promise<void> {
  const found = await findInputs([folder], { limits: DEFAULT_ARCHIVE_LIMITS })
  const writer = new OutputFolder(into, 'output')
  await redactInputs(toSharedInputs([folder], found), writer, {
    copies: new RedactedCopies(new TokenGenerator()),
    caseNames: caseNamesOf([folder]),
    codePage: 'windows-1252',
    privateFiles: [],
    folder: '',
    onBytes() {},
  })
  await writer.commit()
}

async function analyze(path: string): Promise<CaseReport> {
  const found = await findInputs([path], { limits: DEFAULT_ARCHIVE_LIMITS })
  return analyzeCase({
    id: 'case',
    found,
    rules,
    thresholds: new Map(),
    givenObservations: [],
    codePage: 'windows-1252',
    stdin: Readable.from([]),
  })
}

/** Files that a redacted copy has beside those of the case. */
const OWN_FILES = new Set([LEFT_OUT_NAME, SPOOL_LISTING_NAME])

/** Binary traces are left out of a copy, and with them what only they show. */
const evidence = readdirSync('samples/evidence')
  .filter((kind) => kind !== 'binary-traces')
  .flatMap((kind) =>
    readdirSync(join('samples/evidence', kind)).map((name) => join('samples/evidence', kind, name)),
  )

const folders = [
  ...evidence,
  ...readdirSync('samples/whole').map((name) => join('samples/whole', name)),
  ...readdirSync('samples/rules').flatMap((rule) =>
    readdirSync(join('samples/rules', rule)).map((name) => join('samples/rules', rule, name)),
  ),
]

/** What a case says, without names. */
const conclusionsOf = ({ verdicts, diagnosis, asOf }: CaseReport) => ({
  asOf: asOf?.time,
  outcome: diagnosis?.outcome,
  causes: diagnosis?.causes.map(({ rule, certainty, since, explains }) => ({
    rule,
    certainty,
    since,
    explains,
  })),
  unexplained: diagnosis?.unexplained.map(({ rule, messages }) => ({ rule, messages })),
  actions: diagnosis?.actions.map(({ role, for: rules }) => ({ role, rules })),
  verdicts: verdicts.map(({ rule, status, findings }) => `${rule} ${status} ${findings.length}`),
})

describe.each(folders)('%s', (folder) => {
  it('leads to the same conclusions after it was redacted', async () => {
    const into = join(temporaryFolder('redacted'), 'copy')
    await redactFolder(folder, into)
    const [before, after] = [await analyze(folder), await analyze(into)]
    expect(conclusionsOf(after)).toEqual(conclusionsOf(before))
    const read = ({ inputs }: CaseReport) =>
      inputs
        .filter(({ path, status }) => status === 'read' && !OWN_FILES.has(path))
        .filter(({ format }) => format !== 'history-spooler')
        .map(
          (input) =>
            `${input.format} ${input.records} ${input.unreadable} ${input.status} ${input.damage.length}`,
        )
        .sort()
    expect(read(after)).toEqual(read(before))
  })
})
