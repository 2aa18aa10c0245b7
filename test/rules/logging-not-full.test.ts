import { describe, expect, it } from 'vitest'
import type { Observation } from '../../src/model/observation.ts'
import { loggingNotFull } from '../../src/rules/logging-not-full.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { NOON, provisioning, source, tick } from '../support/observations.ts'

const LYNC = 'HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Lync'
const registry = (name: string, value: string | number, key = LYNC): Observation => ({
  kind: 'registry-value',
  key,
  name,
  value,
  source,
})
const full = [
  registry('EnableTracing', 1),
  registry('EnableLogCollecting', 1),
  registry('TracingLevel', 'FULL'),
]
const verdict = (...observations: Observation[]) => evaluateRule(loggingNotFull, observations)

describe('logging-not-full', () => {
  it('clears full logging', () => {
    expect(verdict(...full)).toMatchObject({
      status: 'clear',
      message: 'Client logging is set to Full.',
    })
  })

  it.each([
    ['EnableTracing', 0],
    ['EnableLogCollecting', 0],
    ['TracingLevel', 'LIGHT'],
    ['TracingLevel', 'Off'],
  ])('flags %s %s', (name, value) => {
    expect(verdict(...full, registry(name, value))).toMatchObject({
      status: 'flagged',
      message: `Client logging is not set to Full: ${name} is ${value} by user option.`,
    })
  })

  it('lets in-band override policies, and policies the user’s option, and shows both', () => {
    expect(verdict(...full, provisioning('EnableTracing', 'false')).findings[0]?.message).toBe(
      'EnableTracing is false by in-band of kim@contoso.example ' +
        '(takes precedence; user option says 1)',
    )
    const policy = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Office\\16.0\\Lync'
    expect(verdict(...full, registry('TracingLevel', 'LIGHT', policy)).status).toBe('flagged')
    expect(
      verdict(registry('TracingLevel', 'FULL', policy), registry('TracingLevel', 'LIGHT')).status,
    ).toBe('clear')
  })

  it('uses the latest of several in-band values', () => {
    const values = [
      provisioning('TracingLevel', 'Light', NOON - 1000),
      provisioning('TracingLevel', 'Full', NOON),
    ]
    expect(verdict(...values).status).toBe('clear')
  })

  it('is not checked without a level, or with an unknown level', () => {
    expect(verdict(tick()).status).toBe('not-checked')
    expect(verdict(registry('EnableTracing', 1)).status).toBe('not-checked')
    expect(verdict(registry('TracingLevel', 'Ausführlich')).message).toContain('is unknown')
  })

  it.each(['EnableTracing', 'EnableLogCollecting'])('is not checked with an unknown %s', (name) => {
    expect(verdict(...full, registry(name, 'FALSCH?'))).toMatchObject({
      status: 'not-checked',
      message: `${name} “FALSCH?” is neither on nor off.`,
    })
  })

  it('ignores values of other keys', () => {
    expect(verdict(registry('TracingLevel', 'LIGHT', `${LYNC}\\kim@contoso.example`)).status).toBe(
      'not-checked',
    )
  })
})
