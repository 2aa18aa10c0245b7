import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { casePageName } from '../../src/commands/case-page-writer.ts'
import type { BatchLine } from '../../src/model/batch-line.ts'
import { judgedBatchLine, sampleFleet } from '../support/batch-lines.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder('pages')
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['dist/cli.js', ...args], { encoding: 'utf8' })
const results = (name: string, lines: readonly BatchLine[]): string => {
  const path = join(folder, name)
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return path
}
const linksIn = (page: string) =>
  [...page.matchAll(/"(cases[^"]*\.html)"/g)].map(([, link = '']) => link)

describe('analyze --format html', () => {
  it('prints the same page on every run', () => {
    const pages = [0, 1].map(() =>
      run('analyze', 'samples/whole/stuck-on-premises', '--format', 'html'),
    )
    expect(pages.map(({ status }) => status)).toEqual([1, 1])
    expect(pages[0]?.stdout.startsWith('<!DOCTYPE html>\n')).toBe(true)
    expect(pages[0]?.stdout === pages[1]?.stdout).toBe(true)
  })
})

describe('summarize --format html --case-pages', () => {
  it('writes a page for each analyzed bundle, and links to each', () => {
    const output = join(folder, 'fleet.html')
    const { status, stderr } = run(
      'summarize',
      results('a.ndjson', sampleFleet()),
      '--format',
      'html',
      '--output',
      output,
      '--case-pages',
      join(folder, 'cases'),
    )
    expect([status, stderr]).toEqual([
      0,
      `Summary written to ${output}\n17 case pages written to ${join(folder, 'cases')}\n`,
    ])
    const files = readdirSync(join(folder, 'cases'))
    expect(files).toHaveLength(17)
    const links = new Set(linksIn(readFileSync(output, 'utf8')))
    expect([...links].sort()).toEqual(files.map((file) => `cases/${file}`).sort())
  })

  it('links relative to the page, or to the working folder when it is printed', () => {
    const path = results('b.ndjson', [judgedBatchLine('PC-1')])
    const beside = join(folder, 'deep', '..', 'fleet 2')
    run(
      'summarize',
      path,
      '--format',
      'html',
      '--output',
      join(folder, 'b.html'),
      '--case-pages',
      beside,
    )
    expect(
      readFileSync(join(folder, 'b.html'), 'utf8').includes(`"fleet%202/${casePageName('PC-1')}"`),
    ).toBe(true)
  })

  it('links from each case back to the page of all cases, whatever its name', () => {
    const name = `javascript:'x"<b> 1.html`
    const output = process.platform === 'win32' ? 'all 1.html' : name
    const pages = join(folder, 'back')
    const path = results('back.ndjson', [judgedBatchLine('PC-1')])
    run(
      'summarize',
      path,
      '--format',
      'html',
      '--output',
      join(folder, output),
      '--case-pages',
      pages,
    )
    const text = readFileSync(join(pages, casePageName('PC-1')), 'utf8')
    const [, href = ''] = /<a href="([^"]*)">All cases<\/a>/.exec(text) ?? []
    expect(decodeURIComponent(href.replaceAll('&#39;', "'"))).toBe(`../${output}`)
    run('summarize', path, '--format', 'html', '--case-pages', pages)
    expect(readFileSync(join(pages, casePageName('PC-1')), 'utf8')).not.toContain('All cases')
  })

  it('skips and counts bundles with damaged reports', () => {
    const { report } = judgedBatchLine('PC-2')
    const damaged = {
      ...judgedBatchLine('PC-2'),
      report: { ...report, inputs: 'none' },
    } as unknown as BatchLine
    const { stderr, status } = run(
      'summarize',
      results('c.ndjson', [judgedBatchLine('PC-1'), damaged]),
      '--format',
      'html',
      '--output',
      join(folder, 'c.html'),
      '--case-pages',
      join(folder, 'c'),
    )
    expect([status, stderr.split('\n')[1]]).toEqual([
      0,
      `1 case page written to ${join(folder, 'c')}; 1 report left out: damaged`,
    ])
    expect(readdirSync(join(folder, 'c'))).toEqual([casePageName('PC-1')])
  })

  it('shows the later of two lines about a bundle', () => {
    const at = (day: string, headline: string) =>
      judgedBatchLine('PC-1', {
        headline,
        asOf: { time: `2016-06-${day}T00:00:00.000Z`, from: 'manifest' },
      })
    const path = results('d.ndjson', [at('02', 'The later one.'), at('01', 'The earlier one.')])
    run(
      'summarize',
      path,
      '--format',
      'html',
      '--output',
      join(folder, 'd.html'),
      '--case-pages',
      join(folder, 'd'),
    )
    expect(
      readFileSync(join(folder, 'd', casePageName('PC-1')), 'utf8').includes('The later one.'),
    ).toBe(true)
  })

  it.each([
    [['--case-pages', 'x'], '--case-pages needs the page'],
    [['--format', 'html', '--case-pages', join('README.md', 'x')], 'Cannot make the folder'],
  ])('%j says the fix', (args, words) => {
    const { status, stderr } = run(
      'summarize',
      results('e.ndjson', [judgedBatchLine('PC-1')]),
      ...args,
    )
    expect([status, stderr]).toEqual([2, expect.stringContaining(words)])
  })
})

describe('casePageName', () => {
  it.each([
    '../../etc/passwd',
    'C:\\CON',
    'a\u0000b',
    '\u202e',
    '<img onerror=x>',
    '..',
    '',
    'x'.repeat(5000),
    'PC-0142.zip',
    '\ud800',
    'aux.',
    'name with space ',
  ])('is a plain name for %j', (bundle) => {
    expect(casePageName(bundle)).toMatch(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}-[0-9a-f]{16}\.html$/)
  })

  it('differs for bundles that differ in case or folder only', () => {
    const names = ['a/PC.zip', 'b/PC.zip', 'A/PC.zip', 'PC zip', 'PC.zip'].map((bundle) =>
      casePageName(bundle).toLowerCase(),
    )
    expect(new Set(names).size).toBe(names.length)
  })
})
