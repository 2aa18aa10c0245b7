import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BatchLine } from '../../src/model/batch-line.ts'
import type { FleetDiff } from '../../src/model/fleet/fleet-diff.ts'
import type { ReportDiff } from '../../src/model/report-diff.ts'
import { createZip } from '../support/archives/zip.ts'
import { flaggedVerdict, judgedBatchLine, unjudgedBatchLine } from '../support/batch-lines.ts'
import { diffSchemaProblems } from '../support/diff.ts'
import { inputReport, report, verdict } from '../support/reports.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder('diff')
const [stuck, fixed] = ['stuck-on-premises', 'stuck-on-premises-fixed'].map((name) =>
  join(folder, `${name}.json`),
) as [string, string]

const run = (args: readonly string[], input: string | Buffer = '') =>
  spawnSync(process.execPath, ['dist/cli.js', ...args], { encoding: 'utf8', input })
const diff = (...args: readonly string[]) => run(['diff', ...args])
const written = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

beforeAll(() => {
  for (const path of [stuck, fixed])
    run([
      'analyze',
      join('samples', 'whole', path.slice(folder.length + 1, -5)),
      '--format',
      'json',
      '--output',
      path,
    ])
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('diff of the stuck sample and the fixed one', () => {
  it('prints ten lines', async () => {
    const { status, stdout, stderr } = diff(stuck, fixed)
    expect([status, stderr, stdout.trimEnd().split('\n').length]).toEqual([0, '', 10])
    await expect(stdout).toMatchFileSnapshot(join('golden', 'diff-stuck-fixed.txt'))
  })

  it('prints Markdown, and JSON that fits the published schema', async () => {
    await expect(diff(stuck, fixed, '--format', 'markdown').stdout).toMatchFileSnapshot(
      join('golden', 'diff-stuck-fixed.md.txt'),
    )
    const json = diff(stuck, fixed, '--format', 'json').stdout
    expect(diffSchemaProblems(JSON.parse(json))).toEqual([])
    expect(diff(stuck, fixed, '--format', 'json').stdout).toBe(json)
  })

  it('makes a page that groups the changes', () => {
    const { stdout } = diff(stuck, fixed, '--format', 'html')
    expect(stdout).toMatch(/^<!DOCTYPE html>/)
    const titles = [...stdout.matchAll(/<h2[^>]*>([^<]*)/g)].map(([, title]) => title?.trim())
    expect(titles).toEqual(['No longer known', 'Better', 'Environment'])
  })

  it('reports new errors for the wrong order, and suggests to swap', () => {
    const { status, stdout } = diff(fixed, stuck)
    expect([status, diff(fixed, stuck, '--fail-on', 'never').status]).toEqual([1, 0])
    expect(stdout.replace(/\s+/g, ' ')).toContain('Check the order of the two')
  })

  it.each<[string, (text: string) => Buffer]>([
    ['with a byte order mark', (text) => Buffer.from(`\ufeff${text}`)],
    [
      'redirected by Windows PowerShell',
      (text) => Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'utf16le'),
    ],
  ])('reads a report %s', (name, encoded) => {
    const other = written(`${name}.json`, encoded(readFileSync(stuck, 'utf8')))
    expect(diff(other, fixed).stdout).toBe(diff(stuck, fixed).stdout)
  })

  it('reads either report from standard input', () => {
    const expected = diff(stuck, fixed).stdout
    expect(run(['diff', stuck, '-'], readFileSync(fixed)).stdout).toBe(expected)
    expect(run(['diff', '-', fixed], readFileSync(stuck)).stdout).toBe(expected)
  })

  it('writes to --output, but never over the reports', () => {
    const output = join(folder, 'diff.txt')
    expect(diff(stuck, fixed, '--output', output).stderr).toBe(`Comparison written to ${output}\n`)
    expect(readFileSync(output, 'utf8')).toBe(diff(stuck, fixed).stdout)
    expect(diff(stuck, fixed, '--output', stuck).stderr).toContain('would write over evidence')
  })
})

/** A zip of all files below a folder. */
const zipOf = (root: string): Buffer =>
  createZip(
    readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ name: relative(root, path), content: readFileSync(path) })),
  )

describe('diff of cases', () => {
  const [stuckCase, fixedCase] = ['stuck-on-premises', 'stuck-on-premises-fixed'].map((name) =>
    join('samples', 'whole', name),
  ) as [string, string]

  it('analyzes folders and archives, in any mix with reports', () => {
    const zip = written('fixed.zip', zipOf(fixedCase))
    const changes = (...operands: readonly string[]) => {
      const { stdout } = diff(...operands, '--format', 'json', '--fail-on', 'never')
      const { verdicts, facts, spool } = (JSON.parse(stdout) as ReportDiff).case
      return { verdicts, facts, spool }
    }
    const expected = changes(stuck, fixed)
    for (const operands of [
      [stuckCase, fixedCase],
      [stuck, fixedCase],
      [stuckCase, fixed],
    ])
      expect(changes(...operands)).toEqual(expected)
    expect(changes(stuckCase, zip).verdicts.cleared).toHaveLength(3)
  })

  it('analyzes them with the given options, which have no effect on reports', () => {
    const one = ['--rule', 'spool-message-stuck', '--format', 'json']
    const { verdicts } = (JSON.parse(diff(stuckCase, fixedCase, ...one).stdout) as ReportDiff).case
    expect(verdicts.cleared.map(({ rule }) => rule)).toEqual(['spool-message-stuck'])
    const { status, stderr } = diff(stuck, fixed, ...one)
    expect([status, stderr]).toEqual([2, expect.stringContaining('--rule has no effect on saved')])
  })

  it('says what is wrong with a case that cannot be compared', () => {
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    const unknown = written('notes.txt', 'nothing of a client')
    const results = written('some.ndjson', '')
    for (const [before, after, message] of [
      [stuckCase, empty, 'No files in'],
      [unknown, stuckCase, 'Nothing readable was found'],
      [join('samples', 'whole'), fixedCase, 'cases. Compare single cases'],
      [results, stuckCase, 'is one case, and'],
      [join(folder, 'absent'), stuckCase, 'No such file'],
    ] as const) {
      const { status, stderr } = diff(before, after)
      expect([status, stderr]).toEqual([2, expect.stringContaining(message)])
    }
  })

  it('takes a folder with a report and evidence for a case', () => {
    const mixed = join(folder, 'mixed')
    cpSync(fixedCase, mixed, { recursive: true })
    cpSync(stuck, join(mixed, 'report.json'))
    const { verdicts } = (
      JSON.parse(diff(stuckCase, mixed, '--format', 'json').stdout) as ReportDiff
    ).case
    expect(verdicts.cleared).toHaveLength(3)
  })
})

describe('the exit code of diff', () => {
  const of = (
    name: string,
    severity: 'error' | 'warning',
    status: 'clear' | 'flagged' | 'crashed',
  ) =>
    written(
      name,
      JSON.stringify(
        report({ inputs: [inputReport('a')], verdicts: [verdict('a', { severity, status })] }),
      ),
    )

  it.each([
    ['error', 'clear', 'flagged', 'error', 1],
    ['warning', 'clear', 'flagged', 'error', 0],
    ['warning', 'clear', 'flagged', 'warning', 1],
    ['error', 'flagged', 'flagged', 'warning', 0],
    ['error', 'clear', 'crashed', 'error', 1],
    ['error', 'flagged', 'clear', 'error', 0],
  ] as const)(
    'for a rule of severity %s that is %s, then %s, with --fail-on %s, is %i',
    (severity, before, after, failOn, code) => {
      expect(
        diff(of('b.json', severity, before), of('a.json', severity, after), '--fail-on', failOn)
          .status,
      ).toBe(code)
    },
  )

  it('is 2 when nothing could be read for the later report', () => {
    const blind = written('blind.json', JSON.stringify(report()))
    const { status, stderr } = diff(stuck, blind)
    expect([status, stderr]).toEqual([2, expect.stringContaining('Nothing could be read')])
  })
})

describe('diff of results of many cases', () => {
  const lines = (...all: readonly BatchLine[]) =>
    all.map((line) => `${JSON.stringify(line)}\n`).join('')
  const bad = { verdicts: [flaggedVerdict('spool-message-stuck', 3)] }
  const good = { verdicts: [verdict('spool-message-stuck')] }
  const open = { verdicts: [verdict('spool-message-stuck', { status: 'not-checked' })] }
  const before = lines(
    judgedBatchLine('mon/PC-1', bad),
    judgedBatchLine('mon/PC-2', good),
    judgedBatchLine('mon/PC-3', bad),
    judgedBatchLine('mon/PC-4', bad),
    judgedBatchLine('mon/PC-5', good),
    judgedBatchLine('mon/PC-6', good),
    judgedBatchLine('mon/PC-7', good),
    unjudgedBatchLine('mon/PC-8', 'unreadable', 'empty'),
  )
  const after = lines(
    judgedBatchLine('tue/PC-1', good),
    judgedBatchLine('tue/PC-2', bad),
    judgedBatchLine('tue/PC-3', open),
    judgedBatchLine('tue/PC-4', bad),
    judgedBatchLine('tue/PC-5', good, { ruleSet: 'others' }),
    unjudgedBatchLine('tue/PC-6', 'failed', 'crash'),
    judgedBatchLine('tue/PC-8', good),
    judgedBatchLine('tue/PC-9', bad),
  )
  const compared = (...args: readonly string[]) => {
    const ran = diff(written('before.ndjson', before), written('after.ndjson', after), ...args)
    return {
      ...ran,
      json: args.includes('json') ? (JSON.parse(ran.stdout) as FleetDiff) : undefined,
    }
  }

  it('counts cases by change, and lists worse cases first', () => {
    const { json, status } = compared('--format', 'json')
    expect(diffSchemaProblems(json)).toEqual([])
    expect(status).toBe(1)
    expect(json?.cases).toEqual({
      compared: 4,
      worse: 1,
      unknown: 1,
      better: 1,
      persisting: 1,
      quiet: 0,
    })
    expect(json?.changed.listed.map(({ bundle, change }) => [bundle, change])).toEqual([
      ['tue/PC-2', 'worse'],
      ['tue/PC-3', 'unknown'],
      ['tue/PC-1', 'better'],
    ])
    expect(json?.notCompared.listed).toEqual([
      { bundle: 'tue/PC-5', why: 'other-rules' },
      { bundle: 'tue/PC-6', why: 'failed-after' },
      { bundle: 'tue/PC-8', why: 'unreadable-before' },
    ])
    expect([json?.onlyBefore.listed, json?.onlyAfter.listed]).toEqual([['mon/PC-7'], ['tue/PC-9']])
  })

  it('compares cases of other rules with --any-rules', () => {
    expect(compared('--format', 'json', '--any-rules').json?.cases.compared).toBe(5)
  })

  it('makes a page with the same lists', () => {
    const { stdout } = compared('--format', 'html')
    expect(stdout).toMatch(/^<!DOCTYPE html>/)
    for (const text of ['Got worse', 'tue/PC-2', 'Got better', 'Not compared', 'Only after'])
      expect(stdout).toContain(text)
  })

  it.each(['table', 'markdown'])('prints %s', async (format) => {
    await expect(compared('--format', format).stdout).toMatchFileSnapshot(
      join('golden', `diff-fleet.${format}.txt`),
    )
  })

  it('reads a folder of shards, and skips damaged and repeated lines', () => {
    const shards = join(folder, 'shards')
    mkdirSync(shards, { recursive: true })
    const half = after.indexOf('\n', after.length / 2) + 1
    writeFileSync(join(shards, '1.ndjson'), after.slice(0, half))
    writeFileSync(
      join(shards, '2.ndjson'),
      `${after.slice(half)}${lines(unjudgedBatchLine('tue/PC-1', 'failed', 'lost'))}${after.slice(0, 50)}`,
    )
    const found = JSON.parse(
      diff(written('before.ndjson', before), shards, '--format', 'json').stdout,
    ) as FleetDiff
    expect(found.cases).toEqual(compared('--format', 'json').json?.cases)
    expect(found.after).toMatchObject({
      bundles: 8,
      damaged: 1,
      damage: [
        { place: `${join(shards, '2.ndjson')}:${after.slice(half).split('\n').length + 1}` },
      ],
    })
  })

  it('compares folders of reports by path', () => {
    for (const [side, report] of [
      ['b', stuck],
      ['a', fixed],
    ] as const) {
      mkdirSync(join(folder, side, 'site'), { recursive: true })
      cpSync(report, join(folder, side, 'site', 'PC-1.json'))
      writeFileSync(join(folder, side, 'notes.json'), '{}')
    }
    const { status, stdout } = diff(join(folder, 'b'), join(folder, 'a'), '--format', 'json')
    const found = JSON.parse(stdout) as FleetDiff
    expect([status, found.cases.better, found.changed.listed[0]?.bundle]).toEqual([
      0,
      1,
      join('site', 'PC-1.json'),
    ])
  })

  it('fails when no case is in both', () => {
    const { status, stderr } = diff(
      written('before.ndjson', before),
      written('other.ndjson', lines(judgedBatchLine('x/y', good))),
    )
    expect([status, stderr]).toEqual([2, expect.stringContaining('No case could be compared')])
  })
})

describe('wrong usage of diff', () => {
  const broken = () => written('cut.json', readFileSync(stuck, 'utf8').slice(0, 5000))
  const utf16 = () => written('utf16.ndjson', Buffer.from('\ufeff{}\n', 'utf16le'))
  it.each<[string, () => readonly string[], string]>([
    ['one report', () => [stuck], 'diff takes two reports'],
    ['three reports', () => [stuck, fixed, stuck], 'diff takes two reports'],
    ['standard input twice', () => ['-', '-'], 'Only one of the two'],
    ['no such file', () => [stuck, 'nowhere.json'], 'No such file: nowhere.json'],
    ['a report that is cut off', () => [broken(), fixed], 'cut.json is cut off at line'],
    ['a text of no known format', () => ['README.md', fixed], 'Nothing readable was found'],
    ['a report and results', () => [stuck, join(folder, 'shards')], 'Name two of a kind'],
    [
      'results without a whole line',
      () => [written('torn.ndjson', '{"schemaVersion":1,'), join(folder, 'torn.ndjson')],
      'could be read',
    ],
    ['results of Windows PowerShell', () => [utf16(), utf16()], 'is UTF-16'],
    [
      'results without a line',
      () => [written('none.ndjson', ''), join(folder, 'none.ndjson')],
      'There are no results',
    ],
    [
      'a wrong format',
      () => [stuck, fixed, '--format', 'csv'],
      '--format takes table, json, markdown or html',
    ],
    ['a wrong count', () => [stuck, fixed, '--top', '0'], '--top takes a number'],
  ])('%s says the fix', (_, args, words) => {
    const { status, stdout, stderr } = diff(...args())
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(words)])
  })
})
