import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { LOG, library, plain, run, STUCK } from '../support/api/library.ts'
import { folderEntries } from '../support/archives/folder-entries.ts'
import { createZip } from '../support/archives/zip.ts'
import { reportSchemaProblems } from '../support/schemas/report-schema.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const { analyze, rules, UsageError } = library
const folder = temporaryFolder('library')

const samples = readdirSync('samples/whole').map((name) => `samples/whole/${name}`)

describe('analyze', () => {
  it.each(samples)('gives the report of the command line: %s', async (sample) => {
    const report = await analyze(sample)
    expect(plain(report)).toEqual(JSON.parse(run('analyze', sample, '--format', 'json')))
    expect(reportSchemaProblems(report)).toEqual([])
  })

  it('takes the same options', async () => {
    const report = await analyze([STUCK], {
      asOf: new Date('2016-09-20T09:00:00Z'),
      incident: Date.parse('2016-09-20T06:30:00Z'),
      utcOffset: 120,
      rules: rules.filter(({ severity }) => severity === 'error'),
      thresholds: { 'spool-message-stuck': { stuckAfter: '90m' } },
      oneCase: true,
    })
    const ids = rules.filter(({ severity }) => severity === 'error').map(({ id }) => id)
    const expected = run(
      ...['analyze', STUCK, '--format', 'json', '--one-case', '--rule', ids.join(',')],
      ...['--as-of', '2016-09-20T09:00:00Z', '--incident', '2016-09-20T06:30:00Z'],
      ...['--utc-offset', '+02:00', '--set', 'spool-message-stuck.stuckAfter=90m'],
    )
    expect(plain(report)).toEqual(JSON.parse(expected))
  })

  it('takes thresholds in their unit, too', async () => {
    const options = (stuckAfter: number | string) => ({
      thresholds: { 'spool-message-stuck': { stuckAfter } },
    })
    const [inUnit, asText] = [options(5_400_000), options('90m')]
    expect(await analyze(STUCK, inUnit)).toEqual(await analyze(STUCK, asText))
  })

  it('reads an archive and a log in memory, and does not change them', async () => {
    const zip = createZip(folderEntries(STUCK))
    const path = join(folder, 'stuck.zip')
    writeFileSync(path, zip)
    const copy = Buffer.from(zip)
    expect(await analyze({ name: path, bytes: zip })).toEqual(await analyze(path))
    expect(zip.equals(copy)).toBe(true)
    const bytes = new Uint8Array(readFileSync(join(STUCK, LOG)))
    const name = `sip_kim@contoso.example/${LOG}`
    const log = await analyze([{ name, bytes }, join(STUCK, 'registry.reg')])
    const [caseReport] = log.cases
    expect(caseReport?.id).toBe('Lync-UccApi-0.UccApilog and 1 more')
    expect(caseReport?.inputs.map(({ path, status }) => [path, status])).toContainEqual([
      name,
      'read',
    ])
    expect(bytes).toEqual(new Uint8Array(readFileSync(join(STUCK, LOG))))
  })

  it('never takes inputs that say nothing for a healthy case', async () => {
    const report = await analyze({ name: 'notes.txt', bytes: Buffer.from('no log at all') })
    expect(report.summary).toMatchObject({ clear: 0, notChecked: rules.length })
  })

  it('reads large logs in threads, which it finds beside itself', async () => {
    const text = readFileSync(join(STUCK, LOG))
    const logs = join(folder, 'large')
    mkdirSync(logs)
    for (let index = 0; index < 10; index += 1) {
      const repeats = Math.ceil((8 << 20) / text.length) + index
      const records = Buffer.concat(Array.from({ length: repeats }, () => text))
      writeFileSync(join(logs, `Lync-UccApi-${index}.UccApilog`), records)
    }
    let threads = 0
    const count = () => {
      threads += 1
    }
    process.on('worker', count)
    const parallel = await analyze(logs, { jobs: 2, oneCase: true })
    process.off('worker', count)
    expect(threads).toBe(1)
    expect(parallel).toEqual(await analyze(logs, { jobs: 1, oneCase: true }))
    expect(parallel.cases[0]?.inputs.every(({ status }) => status === 'read')).toBe(true)
  })

  it('counts the bytes that it reads', async () => {
    const counts = new Map<string, number>()
    const { cases } = await analyze(STUCK, {
      onProgress: (bytes, path) => counts.set(path, (counts.get(path) ?? 0) + bytes),
    })
    const log = cases[0]?.inputs.find(({ path }) => path === LOG)
    expect(counts.get(LOG)).toBe(log?.bytes)
  })

  it.each([
    ['no input', [], {}, 'No input'],
    ['a path that does not exist', 'nowhere/at-all', {}, 'No such file or folder'],
    ['standard input', '-', {}, 'Standard input'],
    ['bytes that are none', [{ name: 'x', bytes: 'text' }], {}, 'neither a path nor'],
    ['no name', [{ name: '', bytes: new Uint8Array(1) }], {}, 'neither a path nor'],
    ['equal names', ['a', 'a'].map((name) => ({ name, bytes: new Uint8Array(1) })), {}, 'Two'],
    [
      'an item of a spool',
      { name: 'sip_a@b.example/History Spooler/1.hist', bytes: new Uint8Array(1) },
      {},
      'History Spooler',
    ],
    ['no rule', STUCK, { rules: [] }, 'No rule'],
    ['a rule of another making', STUCK, { rules: [{ ...rules[0] }] }, 'defineRule'],
    ['a rule twice', STUCK, { rules: [rules[0], rules[0]] }, 'Two rules'],
    ['an unknown rule', STUCK, { thresholds: { nothing: {} } }, 'no rule “nothing”'],
    ['an unknown threshold', STUCK, { thresholds: { 'clock-skew': { x: 1 } } }, 'tolerance'],
    [
      'a threshold of another unit',
      STUCK,
      { thresholds: { 'clock-skew': { tolerance: 'x' } } },
      '5m',
    ],
    ['a moment that is none', STUCK, { asOf: new Date('x') }, 'asOf is not a moment'],
    ['no thread', STUCK, { jobs: 0 }, 'jobs'],
    ['an unknown code page', STUCK, { codePage: 'x' }, 'no code page “x”'],
    ['format files that do not exist', STUCK, { tmf: ['nowhere'] }, 'no such file'],
  ])('rejects %s with what to do', async (_, inputs, options, text) => {
    const failure = await analyze(inputs as never, options as never).catch((error) => error)
    expect(failure).toBeInstanceOf(UsageError)
    expect(failure.message).toContain(text)
  })
})

it('rules are those of the command line, with all that it says about them', () => {
  const listed = JSON.parse(run('rules', '--format', 'json')) as { rules: { id: string }[] }
  expect(rules.map(({ id }) => id)).toEqual(listed.rules.map(({ id }) => id))
  for (const { title, severity, why, looksAt, thresholds } of rules) {
    expect([title, severity, why, looksAt].every((text) => text !== '')).toBe(true)
    for (const { unit, value } of Object.values(thresholds))
      expect(typeof value).toBe(unit === 'build' ? 'string' : 'number')
  }
})

it('the version in reports is that of the package', async () => {
  const { tool }: Report = await analyze(STUCK, { citedLines: false })
  expect(tool).toEqual({
    name: 'spoolscope',
    version: JSON.parse(readFileSync('package.json', 'utf8')).version,
  })
})
