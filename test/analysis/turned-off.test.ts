import { describe, expect, it } from 'vitest'
import { chooseRules, resolveAnalysisSettings } from '../../src/analysis/analysis-settings.ts'
import { Engine } from '../../src/analysis/engine.ts'
import { reportedEvidence } from '../../src/evidence/index.ts'
import { isTurnedOff } from '../../src/model/report.ts'
import { DEFAULT_VERDICT_OPTIONS, type VerdictOptions } from '../../src/model/verdict-options.ts'
import { createRedactor } from '../../src/redact/redact-case.ts'
import { rules } from '../../src/rules/index.ts'
import { reportOnFolder } from '../support/samples.ts'

const HEALTHY = 'samples/whole/healthy'
const STUCK = 'samples/whole/stuck-on-premises'

const report = (path: string, options: Partial<VerdictOptions> = {}) => {
  const settings = resolveAnalysisSettings({ ...DEFAULT_VERDICT_OPTIONS, ...options }, rules)
  return reportOnFolder(new Engine({ ...settings, evidence: reportedEvidence }), path)
}

describe('a check that is turned off', () => {
  it('is not checked, and nothing else changes', async () => {
    const [all, fewer] = [await report(STUCK), await report(STUCK, { 'skip-rule': ['clock-skew'] })]
    const verdict = fewer.verdicts.find(({ rule }) => rule === 'clock-skew')
    expect(verdict).toMatchObject({ status: 'not-checked', message: 'Turned off.', sources: [] })
    expect(verdict && isTurnedOff(verdict)).toBe(true)
    expect(fewer.verdicts).toHaveLength(all.verdicts.length)
    const others = ({ verdicts }: typeof all) => verdicts.filter((one) => one.rule !== 'clock-skew')
    expect(others(fewer)).toEqual(others(all))
    expect(fewer.diagnosis?.answer).toBe(
      `${all.diagnosis?.answer} 1 of 20 checks is turned off: clock-skew.`,
    )
  })

  it.each(rules.map(({ id }) => id))('never makes a case healthy: all but %s', async (id) => {
    const { diagnosis, headline, verdicts } = await report(HEALTHY, { rule: [id] })
    expect(diagnosis?.outcome).not.toBe('nothing-wrong')
    expect(diagnosis?.answer).toContain('19 of 20 checks are turned off.')
    expect(headline).toContain('19 of 20 checks are turned off.')
    expect(verdicts.filter(isTurnedOff)).toHaveLength(19)
  })

  it.each(['spool-message-stuck', 'spool-message-stuck,auto-archiving-disabled'])(
    'leaves open whether a healthy case is healthy: %s',
    async (ids) => {
      const off = { 'skip-rule': ids.split(',') }
      expect((await report(HEALTHY)).diagnosis?.outcome).toBe('nothing-wrong')
      expect((await report(HEALTHY, off)).diagnosis?.outcome).toBe('not-enough-evidence')
    },
  )

  it('is no evidence to collect, also where it could explain what is stuck', async () => {
    const causes = rules.filter(({ diagnosis }) => diagnosis.role === 'cause').map(({ id }) => id)
    const { diagnosis } = await report(STUCK, { 'skip-rule': causes })
    expect(diagnosis?.outcome).toBe('unexplained')
    expect(diagnosis?.collectNext.map(({ evidence }) => evidence)).not.toContain(
      'a run with these checks turned on',
    )
    expect(diagnosis?.undecided.map(({ rule }) => rule)).toContain('ews-unavailable')
  })

  it('says that the evidence is missing where no other check has any', async () => {
    const only = { rule: ['spool-message-stuck'] }
    const { headline } = await report('samples/formats/manifest', only)
    expect(headline).toBe(
      'Nothing could be checked: none of these files contain the evidence needed. ' +
        '19 of 20 checks are turned off.',
    )
  })
})

describe('another severity', () => {
  const settings = { severity: [{ rule: 'spool-message-stuck', severity: 'info' }] as const }

  it('is that of the verdict, and is stated', async () => {
    const { verdicts, changedSettings } = await report(STUCK, settings)
    expect(verdicts.find(({ rule }) => rule === 'spool-message-stuck')?.severity).toBe('info')
    expect(changedSettings).toEqual([
      { rule: 'spool-message-stuck', setting: 'severity', value: 'info', default: 'error' },
    ])
  })

  it('changes no diagnosis: a symptom that is a note is a symptom', async () => {
    for (const path of [STUCK, HEALTHY, 'samples/formats/manifest'])
      expect((await report(path, settings)).diagnosis).toEqual((await report(path)).diagnosis)
  })
})

describe('changed settings', () => {
  it('are absent when all are the defaults, also given ones', async () => {
    expect(await report(HEALTHY)).not.toHaveProperty('changedSettings')
    const same = {
      set: [{ rule: 'spool-message-stuck', threshold: 'stuckAfter', value: 120_000 }],
      severity: [{ rule: 'spool-message-stuck', severity: 'error' as const }],
    }
    expect(await report(HEALTHY, same)).not.toHaveProperty('changedSettings')
  })

  it('have their units, and are the same in a redacted report', async () => {
    const set = [{ rule: 'spool-message-stuck', threshold: 'stuckAfter', value: 3_600_000 }]
    const changed = await report(HEALTHY, { set })
    expect(changed.changedSettings).toEqual([
      { rule: 'spool-message-stuck', setting: 'stuckAfter', value: '1 h', default: '2 min' },
    ])
    const { changedSettings } = createRedactor({ shift: -1e9 }).redactCase(changed)
    expect(changedSettings).toEqual(changed.changedSettings)
  })
})

it('the last severity of a rule counts', () => {
  const severity = [
    { rule: 'clock-skew', severity: 'error' },
    { rule: 'clock-skew', severity: 'info' },
  ] as const
  const { severities, turnedOff } = resolveAnalysisSettings(
    { ...DEFAULT_VERDICT_OPTIONS, severity },
    rules,
  )
  expect([...severities]).toEqual([['clock-skew', 'info']])
  expect(turnedOff).toEqual(rules.filter((rule) => !chooseRules(rules, [], []).includes(rule)))
})
