import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Verdict } from '../src/model/report.ts'
import type { Rule } from '../src/model/rule.ts'
import type { Threshold } from '../src/model/threshold.ts'
import { rules } from '../src/rules/index.ts'
import { judgeFolder } from './support/samples.ts'

const samples = (rule: Rule, verdict: string): string[] => {
  const folder = join('samples', 'rules', rule.id)
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.startsWith(verdict))
        .map((name) => join(folder, name))
    : []
}

/** The smallest and the largest value of a threshold. One of them must change a verdict. */
function extremes({ unit }: Threshold): readonly (number | string)[] {
  if (unit === 'build') return ['0.0.0.0', '999.0.0.0']
  if (unit === 'ratio') return [0, 1.01]
  if (unit === 'date') return [0, 8.64e15]
  return [0, Number.MAX_SAFE_INTEGER]
}

/** The texts of a verdict without numbers, because some numbers only repeat the threshold. */
const wordsOf = ({ status, message, findings }: Verdict): string =>
  JSON.stringify([status, message, findings.map((finding) => finding.message)]).replace(
    /[\d.:-]+/g,
    '',
  )

it('every rule file is listed in the index, and has the rule’s id as its name', () => {
  const files = readdirSync(join('src', 'rules'))
    .filter((name) => name !== 'index.ts')
    .map((name) => name.replace(/\.ts$/, ''))
  expect(rules.map(({ id }) => id).sort()).toEqual(files.sort())
})

it('every rule has a folder of samples, and every such folder a rule', () => {
  expect(readdirSync(join('samples', 'rules')).sort()).toEqual(rules.map(({ id }) => id).sort())
})

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it('has complete texts', () => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    for (const text of [rule.title, rule.why, rule.looksAt, ...rule.falsePositives])
      expect(text.length).toBeGreaterThan(15)
    expect(rule.falsePositives.length).toBeGreaterThan(0)
    expect(rule.references.length).toBeGreaterThan(0)
    for (const { url } of rule.references) expect(url).toMatch(/^https:\/\//)
    expect(rule.remedy.length).toBeGreaterThan(0)
    for (const step of rule.remedy) {
      expect(step.do.length).toBeGreaterThan(15)
      expect(step.verify.length).toBeGreaterThan(10)
    }
    for (const threshold of Object.values(rule.thresholds))
      expect(threshold.why.length).toBeGreaterThan(15)
  })

  it('has a flagged and a clear sample', () => {
    expect(samples(rule, 'flagged').length).toBeGreaterThan(0)
    expect(samples(rule, 'clear').length).toBeGreaterThan(0)
  })

  it.each(samples(rule, 'flagged'))('flags %s and names the sources', async (folder) => {
    const { status, message, findings } = await judgeFolder(rule, folder)
    expect({ status, message }).toEqual({ status: 'flagged', message })
    expect(findings.length).toBeGreaterThan(0)
    for (const finding of findings) expect(finding.sources.length).toBeGreaterThan(0)
  })

  it.each(samples(rule, 'clear'))('clears %s and names the sources', async (folder) => {
    const { status, message, sources } = await judgeFolder(rule, folder)
    expect({ status, message }).toEqual({ status: 'clear', message })
    expect(sources.length).toBeGreaterThan(0)
  })

  it('never treats missing evidence as healthy', async () => {
    expect((await judgeFolder(rule, join('samples', 'nothing'))).status).toBe('not-checked')
  })

  it.each(Object.entries(rule.thresholds))(
    'the threshold %s changes a verdict',
    async (name, threshold) => {
      const folders = [...samples(rule, 'flagged'), ...samples(rule, 'clear')]
      const changed: boolean[] = []
      for (const folder of folders) {
        const usual = await judgeFolder(rule, folder)
        for (const value of extremes(threshold)) {
          const other = await judgeFolder(rule, folder, { [name]: value })
          changed.push(wordsOf(other) !== wordsOf(usual))
        }
      }
      expect(changed).toContain(true)
    },
  )
})
