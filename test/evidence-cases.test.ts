import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { analyzeCase } from '../src/analysis/analyze-case.ts'
import { DEFAULT_ARCHIVE_LIMITS } from '../src/inputs/archives/archive-limits.ts'
import { findInputs } from '../src/inputs/find-inputs.ts'
import { readCase } from '../src/inputs/read-case.ts'
import { toIsoTime } from '../src/model/moment.ts'
import type { Observation, SpoolItemObservation } from '../src/model/observation.ts'
import type { CaseReport, Verdict, VerdictStatus } from '../src/model/report.ts'
import { parseCodePageName } from '../src/model/text/code-page.ts'
import { rules } from '../src/rules/index.ts'
import { createWantedRecords } from '../src/scan/matcher.ts'
import { clientLogs } from './evidence-cases/client-logs.ts'
import { consoleOutput } from './evidence-cases/console-output.ts'
import { dirListings } from './evidence-cases/dir-listings.ts'
import { documents } from './evidence-cases/documents.ts'
import { exchange } from './evidence-cases/exchange.ts'
import type { EvidenceKind, ExpectedCase, ExpectedItem } from './evidence-cases/expected-case.ts'
import { fileListings } from './evidence-cases/file-listings.ts'
import { registry } from './evidence-cases/registry.ts'
import { tables } from './evidence-cases/tables.ts'
import { tick } from './support/observations.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const kinds: readonly EvidenceKind[] = [
  ...clientLogs,
  ...registry,
  ...dirListings,
  ...fileListings,
  ...consoleOutput,
  ...tables,
  ...exchange,
  ...documents,
]
const SAMPLES = join('samples', 'evidence')

interface AnalyzedCase {
  readonly report: CaseReport
  readonly observations: readonly Observation[]
}

async function analyze(path: string, { asOf, codePage }: ExpectedCase): Promise<AnalyzedCase> {
  const found = await findInputs([path], { limits: DEFAULT_ARCHIVE_LIMITS })
  const observations: Observation[] = []
  const reading = {
    codePage: parseCodePageName(codePage ?? '1252') ?? '',
    stdin: Readable.from([]),
  }
  const report = await analyzeCase({
    ...reading,
    id: 'case',
    found,
    rules,
    thresholds: new Map(),
    givenObservations: asOf === undefined ? [] : [tick(Date.parse(asOf))],
  })
  await readCase(found, {
    ...reading,
    wanted: createWantedRecords([]),
    onObservation: (observation) => observations.push(observation),
  })
  return { report, observations }
}

const rulesWith = ({ verdicts }: CaseReport, status: VerdictStatus): string[] =>
  verdicts.filter((verdict) => verdict.status === status).map(({ rule }) => rule)

/** All that a verdict says to the user. */
const textOf = ({ message, findings, missing }: Verdict): string =>
  [
    message,
    ...findings.map((finding) => `${finding.subject}: ${finding.message}`),
    ...missing.map(({ evidence, how }) => `${evidence}: ${how}`),
  ].join('\n')

function verdictOf({ verdicts }: CaseReport, rule: string): Verdict {
  const verdict = verdicts.find((other) => other.rule === rule)
  if (!verdict) throw new Error(`there is no rule ${rule}`)
  return verdict
}

/** Spooled items, with the times that several listings of one folder show. */
function itemsIn(observations: readonly Observation[]): ExpectedItem[] {
  const items = new Map<string, SpoolItemObservation>()
  for (const observation of observations)
    if (observation.kind === 'spool-item')
      items.set(observation.name, { ...items.get(observation.name), ...observation })
  const isoTime = (at: number | undefined) => (at === undefined ? undefined : toIsoTime(at))
  return [...items.values()].map(
    ({ name, bytes, written, created }) =>
      [name, bytes, isoTime(written), isoTime(created)] as const,
  )
}

const ownersIn = (observations: readonly Observation[]): (string | undefined)[] => [
  ...new Set(
    observations
      .filter(({ kind }) => kind === 'spool-item' || kind === 'spool-folder')
      .map(({ user }) => user),
  ),
]

const withFullTimes = ([name, bytes, written, created]: ExpectedItem): ExpectedItem => [
  name,
  bytes,
  written && toIsoTime(Date.parse(written)),
  created && toIsoTime(Date.parse(created)),
]

function expectAnswers({ report, observations }: AnalyzedCase, expected: ExpectedCase): void {
  expect(rulesWith(report, 'crashed')).toEqual([])
  expect(rulesWith(report, 'flagged').sort()).toEqual([...expected.flagged].sort())
  expect(rulesWith(report, 'clear')).toEqual(expect.arrayContaining([...(expected.clear ?? [])]))
  expect(rulesWith(report, 'not-checked')).toEqual(
    expect.arrayContaining([...(expected.notChecked ?? [])]),
  )
  if (expected.isUnread) expect(rulesWith(report, 'clear')).toEqual([])
  for (const [fact, value] of Object.entries(expected.facts ?? {}))
    expect([fact, report.facts[fact]?.value ?? null]).toEqual([fact, value])
  for (const [rule, texts] of Object.entries(expected.says ?? {}))
    for (const text of texts) expect(textOf(verdictOf(report, rule))).toContain(text)
  for (const [rule, lines] of Object.entries(expected.lines ?? {}))
    expect(
      verdictOf(report, rule).findings.flatMap(({ sources }) => sources.map(({ line }) => line)),
    ).toEqual(expect.arrayContaining([...lines]))
  for (const [name, { notes = [], noNotes = [], damage = [], ...input }] of Object.entries(
    expected.inputs ?? {},
  )) {
    const actual = report.inputs.find(({ path }) => basename(path) === name)
    expect(actual).toMatchObject(input)
    for (const text of notes) expect(actual?.notes.join('\n')).toContain(text)
    for (const text of damage)
      expect(actual?.damage.map(({ reason }) => reason).join('\n')).toContain(text)
    for (const text of noNotes) expect(actual?.notes.join('\n')).not.toContain(text)
  }
  if (expected.items) {
    expect(itemsIn(observations).sort()).toEqual(expected.items.map(withFullTimes).sort())
    if (expected.items.length > 0)
      expect(ownersIn(observations)).toEqual([expected.owner ?? 'kim@contoso.example'])
  }
}

const variantsIn = (folder: string): string[] =>
  readdirSync(folder).some((name) => name === 'Tracing' || statSync(join(folder, name)).isFile())
    ? ['.']
    : readdirSync(folder)

/** Traces: test/parsers/etl-hidden-texts.test.ts and test/analysis/logs-of-other-programs.test.ts */
const TESTED_ELSEWHERE = ['binary-traces', 'netsh-runbook']

it('every folder of samples/evidence is expected, with all its variants', () => {
  const expected = Object.fromEntries(
    kinds.map(({ folder, variants }) => [folder, Object.keys(variants).sort()]),
  )
  const actual = Object.fromEntries(
    readdirSync(SAMPLES).map((folder) => [folder, variantsIn(join(SAMPLES, folder)).sort()]),
  )
  for (const folder of TESTED_ELSEWHERE) delete actual[folder]
  expect(expected).toEqual(actual)
})

describe.each(kinds)('$folder', ({ folder, variants, made = {} }) => {
  it.each(Object.entries(variants))('%s', async (variant, expected) => {
    const path = join(SAMPLES, folder, variant)
    expect(existsSync(path)).toBe(true)
    expectAnswers(await analyze(path, expected), expected)
  })

  for (const [name, { files, ...expected }] of Object.entries(made))
    it(`made: ${name}`, async () => {
      const path = temporaryFolder('evidence')
      for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), content)
      expectAnswers(await analyze(path, expected), expected)
    })
})
