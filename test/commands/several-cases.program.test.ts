import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { copyWhole } from '../support/collections.ts'
import { reportSchemaProblems } from '../support/schemas/report-schema.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, ['dist/cli.js', ...args], { encoding: 'utf8' })

let folder: string
beforeAll(() => {
  folder = join(temporaryFolder('several'), 'bundle')
  copyWhole('healthy', join(folder, 'annamarie'))
  copyWhole('client-too-old', join(folder, 'bertold'), { replace: [['PC-0142', 'PC-0200']] })
})

describe('analyze with two machines in one folder', () => {
  it('says first that they are two cases, and ends with the worst exit code', () => {
    const { stdout, status } = run('analyze', folder)
    expect(stdout).toMatch(/^2 cases: “annamarie” and “bertold” are from different machines\.\r?\n/)
    expect(stdout).toContain('bundle/annamarie')
    expect(status).toBe(1)
  })

  it('writes a report that the published schema allows', () => {
    const report = JSON.parse(run('analyze', folder, '--format', 'json').stdout) as Report
    expect(reportSchemaProblems(report)).toEqual([])
    expect(report.cases.map(({ id }) => id)).toEqual(['bundle/annamarie', 'bundle/bertold'])
    expect(report.summary.cases).toBe(2)
  })

  it.each(['html', 'markdown', 'csv', 'sarif', 'junit', 'ndjson'])(
    'writes both as %s',
    (format) => {
      const { stdout } = run('analyze', folder, '--format', format)
      for (const id of ['bundle/annamarie', 'bundle/bertold']) expect(stdout).toContain(id)
    },
  )

  it('makes one case with --one-case', () => {
    const { stdout } = run('analyze', folder, '--one-case', '--format', 'json')
    const { cases } = JSON.parse(stdout) as Report
    expect(cases.map(({ headline }) => headline.slice(0, 40))).toEqual([
      '2 collections are mixed in this case: “a',
    ])
  })

  it('names no case in a redacted report', () => {
    const { stdout } = run('analyze', folder, '--redact', '--format', 'json')
    expect(stdout).toContain('“case-1” and “case-2” are from different machines')
    expect(stdout).not.toMatch(/annamarie|bertold|PC-0142/)
  })
})

it('batch keeps such a bundle on one line, and its headline says that it is mixed', () => {
  const { stdout } = run('batch', join(folder, '..'), '--output', '-')
  const lines = stdout.trim().split('\n')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('2 collections are mixed in this case')
})
