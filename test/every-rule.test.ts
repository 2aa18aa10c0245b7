import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { NOT_ATTEMPTED } from '../src/model/diagnosis.ts'
import type { Verdict } from '../src/model/report.ts'
import { formatRemedyStep, type Rule } from '../src/model/rule.ts'
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

const rulesWithRole = (role: Rule['diagnosis']['role']): string[] =>
  rules.filter(({ diagnosis }) => diagnosis.role === role).map(({ id }) => id)

it('no rules supersede or cause each other in a circle', () => {
  const next = ({ diagnosis }: Rule): readonly string[] =>
    diagnosis.role === 'cause'
      ? [...(diagnosis.supersedes ?? []), ...(diagnosis.causedBy ?? [])]
      : []
  const reaches = (from: string, to: string, visited: ReadonlySet<string>): boolean =>
    rules
      .filter(({ id }) => id === from)
      .flatMap(next)
      .some((id) => id === to || (!visited.has(id) && reaches(id, to, new Set([...visited, id]))))
  for (const { id } of rules) expect(reaches(id, id, new Set())).toBe(false)
})

it('every rule file is listed in the index, and has the rule’s id as its name', () => {
  const files = readdirSync(join('src', 'rules'))
    .filter((name) => name !== 'index.ts')
    .map((name) => name.replace(/\.ts$/, ''))
  expect(rules.map(({ id }) => id).sort()).toEqual(files.sort())
})

it('no two rules have the same name for their clear state', () => {
  expect(new Set(rules.map(({ clearTitle }) => clearTitle)).size).toBe(rules.length)
})

it('every rule has a folder of samples, and every such folder a rule', () => {
  expect(readdirSync(join('samples', 'rules')).sort()).toEqual(rules.map(({ id }) => id).sort())
})

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it('declares what it means for a diagnosis', () => {
    const { diagnosis, remedy } = rule
    const steps = remedy.filter(({ isReference }) => !isReference)
    // Verdicts of all roles may be alone in a plan.
    expect(steps.length).toBeGreaterThan(0)
    for (const step of steps) expect(formatRemedyStep(step).do).not.toMatch(/\bfinding\b/)
    if (diagnosis.role !== 'cause') return
    for (const symptom of Object.keys(diagnosis.explains))
      expect([NOT_ATTEMPTED, ...rulesWithRole('symptom')]).toContain(symptom)
    for (const other of [...(diagnosis.causedBy ?? []), ...(diagnosis.supersedes ?? [])]) {
      expect(rulesWithRole('cause')).toContain(other)
      expect(other).not.toBe(id)
    }
    expect(steps.some(({ phase }) => phase === 'change' || phase === 'examine')).toBe(true)
    // A cause explains something, or is behind one that does.
    const isBehind = rules.some(
      (other) => other.diagnosis.role === 'cause' && other.diagnosis.causedBy?.includes(id),
    )
    expect(isBehind || Object.keys(diagnosis.explains).length > 0).toBe(true)
    // A cause that supersedes another prevents the feature, so nothing else matters.
    if (diagnosis.supersedes) expect(diagnosis.effect).toBe('prevents')
    if (diagnosis.matches === 'ews-answer') expect(diagnosis.effect).toBe('fails')
  })

  it('has complete texts', () => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    // Names a thing and its state, without a negation of the fault: `IM auto-archiving: on`.
    expect(rule.clearTitle).toMatch(/^[A-Z][^:]+: [^:]+[^.]$/)
    expect(rule.clearTitle.length).toBeLessThanOrEqual(50)
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
    const verdict = await judgeFolder(rule, folder)
    const { status, message, findings } = verdict
    expect({ status, message }).toEqual({ status: 'flagged', message })
    expect(verdict).not.toHaveProperty('clearTitle')
    expect(findings.length).toBeGreaterThan(0)
    for (const finding of findings) expect(finding.sources.length).toBeGreaterThan(0)
  })

  it.each(samples(rule, 'clear'))('clears %s and names the sources', async (folder) => {
    const { status, message, sources, clearTitle } = await judgeFolder(rule, folder)
    expect({ status, message, clearTitle }).toEqual({
      status: 'clear',
      message,
      clearTitle: rule.clearTitle,
    })
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
