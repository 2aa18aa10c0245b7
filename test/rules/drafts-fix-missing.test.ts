import { describe, expect, it } from 'vitest'
import { draftsFixMissing } from '../../src/rules/drafts-fix-missing.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { NOON, register, source, tick } from '../support/observations.ts'

const verdict = (build: string, thresholds = {}) =>
  evaluateRule(
    draftsFixMissing,
    [register(NOON, 'kim@contoso.example', `UCCAPI/16.0.1.1 OC/${build} (Skype for Business)`)],
    thresholds,
  )

describe('drafts-fix-missing', () => {
  it.each([
    ['16.0.6741.2047', 'flagged'],
    ['16.0.6741.2048', 'clear'],
    ['16.0.6965.2057', 'flagged'],
    ['16.0.6965.2058', 'clear'],
    ['16.0.6769.2040', 'flagged'],
    ['16.0.6868.2067', 'flagged'],
    ['16.0.6925.9999', 'flagged'],
    ['16.0.7070.2019', 'clear'],
    ['16.0.7369.2038', 'clear'],
  ])('compares %s within its branch: %s', (build, status) => {
    expect(verdict(build).status).toBe(status)
  })

  it('is not checked for a branch between the last fixed and the next published one', () => {
    expect(verdict('16.0.6998.2000').status).toBe('not-checked')
  })

  it('clears a build without Offline IM, because the fault cannot occur', () => {
    expect(verdict('16.0.6700.9999').message).toContain('has no Offline IM')
    expect(verdict('16.0.6701.1000').status).toBe('flagged')
    expect(verdict('16.0.4417.1000').status).toBe('clear')
  })

  it('names the channels and the required build', () => {
    expect(verdict('16.0.6741.2042').message).toBe(
      'Client build 16.0.6741.2042 (First Release for Deferred) predates the fix of 2016-06-14 ' +
        '(16.0.6741.2048 or later needed).',
    )
  })

  it('accepts other builds as limits', () => {
    expect(verdict('16.0.6741.2048', { firstFixed6741: '16.0.6741.2056' }).status).toBe('flagged')
    expect(verdict('16.0.6965.2058', { firstFixed6965: '16.0.6965.2063' }).status).toBe('flagged')
    expect(verdict('16.0.6998.2000', { alwaysFixed: '16.0.6998.0' }).status).toBe('clear')
    expect(verdict('16.0.6741.2047', { firstWithOfflineIm: '16.0.6769.0' }).status).toBe('clear')
  })

  it('does not compare the revision in a file name', () => {
    const hint = (build: string) =>
      evaluateRule(draftsFixMissing, [{ kind: 'build-hint', build, source }]).status
    expect(hint('16.0.6965.5305')).toBe('not-checked')
    expect(hint('16.0.6868.5305')).toBe('flagged')
    expect(hint('16.0.7070.5305')).toBe('clear')
  })

  it('is not checked without a build', () => {
    expect(evaluateRule(draftsFixMissing, [tick()]).status).toBe('not-checked')
  })
})
