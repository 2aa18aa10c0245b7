import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hostileReport } from '../support/attacks/hostile-report.ts'
import { sampleFleet } from '../support/batch-lines.ts'
import { fleetSchemaProblems } from '../support/fleet.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder('summarize')
const whole = join(folder, 'results.ndjson')
const ndjson = sampleFleet()
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('')
beforeAll(() => writeFileSync(whole, ndjson))
afterAll(() => rmSync(folder, { recursive: true }))

const summarize = (args: readonly string[], input = '') =>
  spawnSync(process.execPath, ['dist/cli.js', 'summarize', ...args], { encoding: 'utf8', input })

describe('summarize', () => {
  it('prints the same JSON for a file, its parts, and standard input, and it fits the schema', () => {
    const half = ndjson.indexOf('\n', ndjson.length / 2) + 1
    const parts = [join(folder, '1.ndjson'), join(folder, '2.ndjson')] as const
    writeFileSync(parts[0], ndjson.slice(0, half))
    writeFileSync(parts[1], ndjson.slice(half))
    const runs = [[whole], [parts[1], parts[0]], ['-']].map((paths) =>
      summarize([...paths, '--format', 'json'], ndjson),
    )
    for (const { status, stdout, stderr } of runs)
      expect([status, stderr, stdout]).toEqual([0, '', runs[0]?.stdout])
    expect(fleetSchemaProblems(JSON.parse(runs[0]?.stdout ?? ''))).toEqual([])
  })

  it('lists damaged lines by file and line, and continues', () => {
    const torn = join(folder, 'torn.ndjson')
    writeFileSync(torn, `\u0000\u0001\n${ndjson.slice(0, -20)}`)
    const { status, stdout } = summarize([torn, '--format', 'json'])
    const { lines, bundles } = JSON.parse(stdout)
    expect([status, lines.damaged, bundles.total]).toEqual([0, 2, 20])
    expect(lines.damage.map(({ place }: { place: string }) => place)).toEqual([
      `${torn}:1`,
      `${torn}:22`,
    ])
  })

  it('writes to --output, but never over the results', () => {
    const output = join(folder, 'summary.txt')
    expect(summarize([whole, '--output', output]).status).toBe(0)
    expect(readFileSync(output, 'utf8')).toContain('Something is wrong in 14 of 17 cases')
    expect(summarize([whole, '--output', whole]).stderr).toContain('would write over evidence')
  })

  it('says what to do with the report of one case', () => {
    const report = join(folder, 'report.json')
    const json = JSON.stringify(hostileReport(), null, 2)
    writeFileSync(report, json)
    for (const args of [[report], [whole, report], ['-']]) {
      const { status, stdout, stderr } = summarize(args, json)
      expect([status, stdout]).toEqual([2, ''])
      expect(stderr.replace(/\s+/g, ' ')).toContain(
        'is the report of one case. Show it: spoolscope',
      )
    }
  })

  it.each([
    [[], 'takes the results of a batch'],
    [['nowhere.ndjson'], 'No such file'],
    [['samples'], 'is a folder'],
    [['README.md', '--top', '0'], '--top takes a number'],
  ])('%j says the fix', (args, words) => {
    const { status, stderr } = summarize(args)
    expect([status, stderr]).toEqual([2, expect.stringContaining(words)])
  })
})
