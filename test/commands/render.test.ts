import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { aFleet, judged, notJudged } from '../support/batch-lines.ts'
import { temporary } from '../support/bundles.ts'

const SAMPLE = 'samples/whole/stuck-on-premises'
const FORMATS = ['table', 'json', 'markdown', 'csv', 'ndjson', 'sarif', 'junit'] as const
const folder = temporary()

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['dist/cli.js', ...args], { encoding: 'utf8', env: { ...process.env, COLUMNS: '100' } })

const saved = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const json = saved('r.json', run('analyze', SAMPLE, '--format', 'json').stdout)

describe('analyze and render', () => {
  it('write the same, in every format', () => {
    const reports = (command: string) => FORMATS.map((format) => ['--report', `${format}=${join(folder, command)}.${format}`])
    const analyzed = run('analyze', SAMPLE, ...reports('analyze').flat())
    const rendered = run('render', json, ...reports('render').flat())
    expect([analyzed.status, rendered.status]).toEqual([1, 0])
    expect(rendered.stdout).toBe(analyzed.stdout)
    for (const format of FORMATS) {
      const [one, other] = ['analyze', 'render'].map((command) => readFileSync(join(folder, `${command}.${format}`), 'utf8'))
      expect(other, format).toBe(one)
      expect(run('render', json, '--format', format).stdout, format).toBe(one)
    }
  })

  it('say which files they wrote, on standard error, and not when quiet', () => {
    const path = join(folder, 'said.csv')
    const { stderr } = run('render', json, '--report', `csv=${path}`)
    expect(stderr).toBe(`Report written to ${path}\n`)
    expect(run('render', json, '--report', `csv=${path}`, '--quiet').stderr).toBe('')
  })

  it('take a name with an equals sign in it', () => {
    const path = join(folder, 'a=b.csv')
    expect(run('render', json, '--report', `CSV=${path}`).status).toBe(0)
    expect(existsSync(path)).toBe(true)
  })
})

describe('wrong usage says the fix', () => {
  it.each([
    ['a format nearly right', ['--report', 'sarfi=x'], 'not “sarfi”. Did you mean sarif?'],
    ['a format for none', ['--report', 'pdf=x'], '--report takes table, json, markdown, html, csv, ndjson, sarif'],
    [
      'a report without a file',
      ['--report', 'sarif'],
      '--report sarif needs a file: --report sarif=<file>. To print it: --format sarif.',
    ],
    ['a report with an empty file', ['--report', 'sarif= '], '--report sarif needs a file'],
    ['two reports in one file', ['--report', 'sarif=x', '--report', 'csv=./x'], 'Two reports would be written to ./x'],
    ['a report in the place of the output', ['--output', 'x', '--report', 'csv=x'], 'Two reports would be written to x'],
    ['a report in a folder that is not there', ['--report', 'csv=no/where.csv'], 'Choose another place with --report csv='],
    ['a format to print nearly right', ['--format', 'markdwn'], 'Did you mean markdown?'],
  ])('%s', (_, options, words) => {
    for (const command of [
      ['analyze', resolve(SAMPLE)],
      ['render', json],
    ]) {
      const { status, stdout, stderr } = run(...command, ...options)
      expect([status, stdout]).toEqual([2, ''])
      expect(stderr).toContain(words)
      expect(stderr.trimEnd().split('\n')).toHaveLength(1)
    }
  })

  it('never writes over what is read', () => {
    const log = `${SAMPLE}/Lync/Tracing/Lync-UccApi-0.UccApilog`
    expect(run('analyze', SAMPLE, '--report', `csv=${log}`).stderr).toContain('--report csv= ')
    expect(run('analyze', SAMPLE, '--report', `csv=${log}`).stderr).toContain('would write over evidence')
    expect(run('render', json, '--report', `csv=${json}`).stderr).toContain('would write over evidence')
    expect(run('render', json, '--output', json).status).toBe(2)
  })

  it.each([
    ['no report', [], 'render takes one report'],
    ['two reports', [json, json], 'render takes one report'],
    ['no such file', ['nowhere.json'], 'nowhere.json'],
    ['what is no report', ['README.md'], 'README.md'],
  ])('render of %s', (_, operands, words) => {
    const { status, stderr } = run('render', ...operands)
    expect([status, stderr]).toEqual([2, expect.stringContaining(words)])
  })
})

describe('results of a batch', () => {
  const results = (lines: readonly object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

  it('are rendered with a case for each line, those that were not judged too', () => {
    const path = saved(
      'results.ndjson',
      results([judged('PC-1'), notJudged('PC-2', 'failed', 'out of memory'), notJudged('PC-3', 'unreadable', 'no files')]),
    )
    const report = JSON.parse(run('render', path, '--format', 'json').stdout) as Report
    expect(report.cases.map(({ id, headline }) => [id, headline])).toEqual([
      ['PC-1', 'Nothing wrong was found.'],
      ['PC-2', 'Not judged (failed): out of memory'],
      ['PC-3', 'Not judged (unreadable): no files'],
    ])
    expect(run('render', path, '--format', 'csv').stdout.split('\r\n')).toHaveLength(5)
    expect(run('render', path).status).toBe(0)
  })

  it.each(FORMATS)('of a fleet are rendered as %s', (format) => {
    const path = saved('fleet.ndjson', results(aFleet()))
    const { status, stdout, stderr } = run('render', path, '--format', format)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('PC-6000.zip')
  })

  it('with torn lines are rendered without them, and that is said', () => {
    const path = saved('torn.ndjson', `${results([judged('PC-1')])}{"bundle": "PC-2", \n`)
    const { status, stdout, stderr } = run('render', path, '--format', 'csv')
    expect([status, stderr]).toEqual([2, `spoolscope: left out, ${path}:2: it is no whole JSON: cut off, or damaged\n`])
    expect(stdout).toContain('PC-1')
  })
})
