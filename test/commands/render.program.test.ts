import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { judgedBatchLine, sampleFleet, unjudgedBatchLine } from '../support/batch-lines.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const SAMPLE = 'samples/whole/stuck-on-premises'
const FORMATS = ['table', 'json', 'markdown', 'html', 'csv', 'ndjson', 'sarif', 'junit'] as const
const folder = temporaryFolder()

const env = { ...process.env, COLUMNS: '100' }
const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['dist/cli.js', ...args], { encoding: 'utf8', env })
const fed = (input: string | Buffer, ...args: readonly string[]) =>
  spawnSync(process.execPath, ['dist/cli.js', 'render', '-', ...args], {
    encoding: 'utf8',
    env,
    input,
  })
/** A text as Windows PowerShell redirects it. */
const utf16 = (text: string) => Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'utf16le')

const saved = (name: string, text: string | Buffer): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const json = saved('r.json', run('analyze', SAMPLE, '--format', 'json').stdout)

describe('analyze and render', () => {
  it('write the same reports in every format', () => {
    const reports = (command: string) =>
      FORMATS.map((format) => ['--report', `${format}=${join(folder, command)}.${format}`])
    const analyzed = run('analyze', SAMPLE, ...reports('analyze').flat())
    const rendered = run('render', json, ...reports('render').flat())
    expect([analyzed.status, rendered.status]).toEqual([1, 0])
    expect(rendered.stdout).toBe(analyzed.stdout)
    for (const format of FORMATS) {
      const [analyzedText, renderedText] = ['analyze', 'render'].map((command) =>
        readFileSync(join(folder, `${command}.${format}`), 'utf8'),
      )
      expect(renderedText, format).toBe(analyzedText)
      expect(run('render', json, '--format', format).stdout, format).toBe(analyzedText)
    }
  })

  it('name the files that they wrote on stderr, except with --quiet', () => {
    const path = join(folder, 'said.csv')
    const { stderr } = run('render', json, '--report', `csv=${path}`)
    expect(stderr).toBe(`Report written to ${path}\n`)
    expect(run('render', json, '--report', `csv=${path}`, '--quiet').stderr).toBe('')
  })

  it('accept a file name with an equals sign', () => {
    const path = join(folder, 'a=b.csv')
    expect(run('render', json, '--report', `CSV=${path}`).status).toBe(0)
    expect(existsSync(path)).toBe(true)
  })
})

describe('a report on standard input', () => {
  const text = readFileSync(json, 'utf8')

  it.each(FORMATS)('is rendered like the file, also in UTF-16: %s', (format) => {
    const { stdout } = run('render', json, '--format', format)
    for (const input of [text, utf16(text)])
      expect(fed(input, '--format', format).stdout === stdout).toBe(true)
  })

  it.each([
    ['nothing', '', 'Standard input is empty.'],
    ['half a report', text.slice(0, 5000), 'Standard input is cut off at line '],
    [
      'what nests without end',
      `{"schemaVersion":1,"cases":${'['.repeat(100_000)}`,
      'Standard input is cut off at line ',
    ],
    [
      'attacks for times',
      text.replaceAll('2016-09-20T08:31:00.000Z', '(<img src=x>) 1 Jan 2016 Z'),
      'is not a time in UTC.',
    ],
    [
      'a name of a place that moves the terminal',
      text.replace('"facts": {', '"facts": {"\\u001b[2J": 1,'),
      'facts.\\u{1b}[2J',
    ],
  ])('is rejected with one sentence when it is %s', (_, input, words) => {
    const { status, stdout, stderr } = fed(input, '--format', 'html')
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringContaining(words)])
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('wrong usage says the fix', () => {
  it.each([
    ['a format nearly right', ['--report', 'sarfi=x'], 'not “sarfi”. Did you mean sarif?'],
    [
      'a format for none',
      ['--report', 'pdf=x'],
      '--report takes table, json, markdown, html, csv, ndjson, sarif',
    ],
    [
      'a report without a file',
      ['--report', 'sarif'],
      '--report sarif needs a file: --report sarif=<file>. To print it: --format sarif.',
    ],
    ['a report with an empty file', ['--report', 'sarif= '], '--report sarif needs a file'],
    [
      'two reports in one file',
      ['--report', 'sarif=x', '--report', 'csv=./x'],
      'Two reports would be written to ./x',
    ],
    [
      'a report in the place of the output',
      ['--output', 'x', '--report', 'csv=x'],
      'Two reports would be written to x',
    ],
    [
      'a report in a folder that is not there',
      ['--report', 'csv=no/where.csv'],
      'Choose another place with --report csv=',
    ],
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

  it('never writes over an input', () => {
    const log = `${SAMPLE}/Lync/Tracing/Lync-UccApi-0.UccApilog`
    expect(run('analyze', SAMPLE, '--report', `csv=${log}`).stderr).toContain('--report csv= ')
    expect(run('analyze', SAMPLE, '--report', `csv=${log}`).stderr).toContain(
      'would write over evidence',
    )
    expect(run('render', json, '--report', `csv=${json}`).stderr).toContain(
      'would write over evidence',
    )
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
  const results = (lines: readonly object[]) =>
    lines.map((line) => `${JSON.stringify(line)}\n`).join('')

  it('are rendered with a case per line, also for bundles that failed', () => {
    const path = saved(
      'results.ndjson',
      results([
        judgedBatchLine('PC-1'),
        unjudgedBatchLine('PC-2', 'failed', 'out of memory'),
        unjudgedBatchLine('PC-3', 'unreadable', 'no files'),
      ]),
    )
    const report = JSON.parse(run('render', path, '--format', 'json').stdout) as Report
    expect(report.cases.map(({ id, headline }) => [id, headline])).toEqual([
      ['PC-1', 'Nothing wrong was found.'],
      ['PC-2', 'Not analyzed (failed): out of memory'],
      ['PC-3', 'Not analyzed (unreadable): no files'],
    ])
    expect(run('render', path, '--format', 'csv').stdout.split('\r\n')).toHaveLength(5)
    expect(run('render', path).status).toBe(0)
  })

  it.each(FORMATS)('of a fleet are rendered as %s', (format) => {
    const path = saved('fleet.ndjson', results(sampleFleet()))
    const { status, stdout, stderr } = run('render', path, '--format', format)
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('PC-6000.zip')
  })

  it.each(FORMATS)('from a pipe are rendered like the file, also in UTF-16: %s', (format) => {
    const text = results(sampleFleet())
    const { stdout } = run('render', saved('same.ndjson', text), '--format', format)
    for (const input of [text, utf16(text)])
      expect(fed(input, '--format', format).stdout === stdout).toBe(true)
    expect(
      run('render', saved('utf16.ndjson', utf16(text)), '--format', format).stdout === stdout,
    ).toBe(true)
  })

  it('are the same when they are streamed as when they are rendered at once', () => {
    const path = saved('fleet.ndjson', results(sampleFleet()))
    const at = (name: string) => join(folder, name)
    run(
      'render',
      path,
      '--report',
      `csv=${at('all.csv')}`,
      '--report',
      `ndjson=${at('all.ndjson')}`,
    )
    const { stdout } = run(
      'render',
      path,
      '--format',
      'csv',
      '--report',
      `ndjson=${at('by-case.ndjson')}`,
    )
    expect(stdout === readFileSync(at('all.csv'), 'utf8')).toBe(true)
    expect(
      readFileSync(at('by-case.ndjson'), 'utf8') === readFileSync(at('all.ndjson'), 'utf8'),
    ).toBe(true)
  })

  it('that are too large for memory are streamed, or rejected with the formats that stream', () => {
    const line = results([judgedBatchLine('PC-1', { headline: 'x'.repeat(1_000_000) })])
    const path = saved('large.ndjson', line.repeat(70))
    expect(run('render', path).stderr).toContain(
      'Render it as csv or ndjson, which take any number of cases',
    )
    const output = join(folder, 'large.csv')
    expect(run('render', path, '--format', 'csv', '--output', output).status).toBe(0)
    expect(readFileSync(output, 'utf8').match(/PC-1/g)).toHaveLength(70)
  })

  it('leave no file when one of several cannot be written', () => {
    const path = saved('fleet.ndjson', results(sampleFleet()))
    const output = join(folder, 'first.csv')
    expect(
      run('render', path, '--format', 'csv', '--report', `csv=${output}`, '--output', folder)
        .status,
    ).toBe(2)
    expect(readdirSync(folder).filter((name) => name.startsWith('first.csv'))).toEqual([])
  })

  it.each(FORMATS)(
    'with a damaged report in a line are rendered without that line: %s',
    (format) => {
      const damaged = {
        ...judgedBatchLine('PC-2'),
        report: { ...judgedBatchLine('PC-2').report, inputs: 'none' },
      }
      const path = saved('damaged.ndjson', results([judgedBatchLine('PC-1'), damaged]))
      const { status, stdout, stderr } = run('render', path, '--format', format)
      expect([status, stderr]).toEqual([
        2,
        `spoolscope: left out, ${path}:2: its report is damaged: inputs is not a list\n`,
      ])
      expect(stdout.includes('PC-1') && !stdout.includes('PC-2')).toBe(true)
    },
  )

  it('with damaged lines are rendered without them, and a message lists them', () => {
    const path = saved('torn.ndjson', `${results([judgedBatchLine('PC-1')])}{"bundle": "PC-2", \n`)
    const { status, stdout, stderr } = run('render', path, '--format', 'csv')
    expect([status, stderr]).toEqual([
      2,
      `spoolscope: left out, ${path}:2: it is not complete JSON: cut off or damaged\n`,
    ])
    expect(stdout).toContain('PC-1')
  })
})
