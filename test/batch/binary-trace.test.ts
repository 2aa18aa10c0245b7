import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { analyzeBundle } from '../../src/batch/analyze-bundle.ts'
import type { CaseReport } from '../../src/model/report.ts'
import type { VerdictOptions } from '../../src/model/verdict-options.ts'
import { folderEntries } from '../support/archives/folder-entries.ts'
import { createZip } from '../support/archives/zip.ts'
import { batchOrder } from '../support/bundles.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const TMF = { tmf: ['samples/tmf'] }

/** Creates the case `stuck-on-premises` with a binary trace instead of its logs. */
function caseWith(kind: string): string {
  const bundle = join(folder, kind)
  const tracing = join(bundle, 'Lync', 'Tracing')
  cpSync('samples/whole/stuck-on-premises', bundle, { recursive: true, preserveTimestamps: true })
  rmSync(tracing, { recursive: true })
  mkdirSync(tracing)
  cpSync(`samples/formats/etl-binary/client-${kind}.etl`, join(tracing, 'Lync.etl'))
  return bundle
}

async function analyze(bundle: string, options: Partial<VerdictOptions> = {}): Promise<CaseReport> {
  const { report, reason } = await analyzeBundle(bundle, batchOrder(options))
  if (!report) throw new Error(reason)
  return report
}

const verdictsOf = ({ verdicts }: CaseReport) =>
  verdicts.map(({ rule, status, message }) => [rule, status, message])
const factsOf = ({ facts }: CaseReport) =>
  Object.fromEntries(
    Object.entries(facts).flatMap(([id, { value }]) => (id === 'logCoverage' ? [] : [[id, value]])),
  )

describe('a case with a binary trace instead of its logs', () => {
  const text = analyze('samples/whole/stuck-on-premises')

  it.each([
    ['strings', {}],
    ['wpp', TMF],
    ['opaque', { manifest: ['samples/formats/manifest'] }],
  ])('has the same result as with text logs: %s', async (kind, options) => {
    const report = await analyze(caseWith(kind), options)
    const statuses = ({ verdicts }: CaseReport) =>
      verdicts.map(({ rule, status }) => [rule, status])
    expect(statuses(report)).toEqual(statuses(await text))
    expect(factsOf(report)).toEqual(factsOf(await text))
    expect(report.inputs.find(({ format }) => format === 'etl-binary')).toMatchObject({
      records: 150,
      undecoded: 0,
    })
  })

  it.each([
    ['wpp', 'samples/tmf/client.tmf'],
    ['opaque', 'samples/formats/manifest/client.man'],
  ])('needs no option if the decoding file is in the case: %s', async (kind, beside) => {
    const bundle = caseWith(kind)
    const zip = join(folder, `${kind}-with.zip`)
    cpSync(beside, join(bundle, basename(beside)))
    writeFileSync(zip, createZip(folderEntries(bundle)))
    for (const path of [bundle, zip]) {
      const report = await analyze(path)
      expect(report.inputs.find(({ format }) => format === 'etl-binary')).toMatchObject({
        records: 150,
        undecoded: 0,
      })
      expect(
        report.inputs.find(({ format }) => format === 'tmf' || format === 'manifest')?.status,
      ).toBe('read')
    }
    rmSync(bundle, { recursive: true })
  })

  it.each(['opaque', 'wpp'])(
    'shows the same causes if only its texts are readable, and what was not checked: %s',
    async (kind) => {
      const report = await analyze(caseWith(kind))
      expect(factsOf(report)).toEqual(factsOf(await text))
      const other = new Set(verdictsOf(await text).map((verdict) => JSON.stringify(verdict)))
      expect(verdictsOf(report).filter((verdict) => !other.has(JSON.stringify(verdict)))).toEqual([
        [
          'trace-not-decoded',
          'not-checked',
          'Lync/Tracing/Lync.etl: 100 % of 150 records not decoded (limit 10 %).',
        ],
        [
          'log-does-not-cover-incident',
          'not-checked',
          'The evidence contains no decoded log or trace with times.',
        ],
        ['input-mostly-unreadable', 'clear', '7 inputs could be read.'],
      ])
      const { missing } = report.verdicts.find(({ rule }) => rule === 'trace-not-decoded') ?? {
        missing: [],
      }
      expect(missing.flatMap(({ commands = [] }) => commands).join()).toContain('--tmf')
    },
  )
})

describe('files that decode binary traces', () => {
  it('are part of the rule set, by their content and not their path', () => {
    const copy = join(folder, 'copy.tmf')
    const changed = join(folder, 'changed.tmf')
    const tmf = readFileSync('samples/tmf/client.tmf', 'utf8')
    writeFileSync(copy, tmf)
    writeFileSync(changed, tmf.replace('TL_ERROR', 'TL_FATAL'))
    const [none, original, same, different] = [{}, TMF, { tmf: [copy] }, { tmf: [changed] }].map(
      (options) => batchOrder(options),
    )
    expect(same?.ruleSet).toBe(original?.ruleSet)
    expect(new Set([none, original, different].map((order) => order?.ruleSet)).size).toBe(3)
  })

  it('must be the same on the machine that analyzes the bundle', async () => {
    const tmf = join(folder, 'changing.tmf')
    writeFileSync(tmf, readFileSync('samples/tmf/client.tmf'))
    const ordered = batchOrder({ tmf: [tmf] })
    const bundle = caseWith('strings')
    writeFileSync(tmf, '00000000-0000-0000-0000-000000000000 X\n#typev a 1 "b"\n')
    expect(await analyzeBundle(bundle, ordered)).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('are not the same here'),
    })
    rmSync(tmf)
    expect(await analyzeBundle(bundle, ordered)).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('no such file'),
    })
    expect(readdirSync(bundle).length).toBeGreaterThan(0)
  })
})
