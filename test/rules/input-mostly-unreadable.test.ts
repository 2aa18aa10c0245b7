import { describe, expect, it } from 'vitest'
import { inputMostlyUnreadable } from '../../src/rules/input-mostly-unreadable.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { inputSummary, tick } from '../support/observations.ts'

const read = (records: number, unreadable: number) =>
  inputSummary({
    records,
    unreadable,
    damage: unreadable > 0 ? [{ line: 7, reason: 'cut off' }] : [],
  })

describe('input-mostly-unreadable', () => {
  it('flags a file whose larger part could not be read, with the first damage', () => {
    expect(evaluateRule(inputMostlyUnreadable, [read(50, 50)]).status).toBe('clear')
    expect(evaluateRule(inputMostlyUnreadable, [read(49, 51)])).toMatchObject({
      status: 'flagged',
      message:
        'Tracing/Lync-UccApi-0.UccApilog: 51 of 100 records could not be read (limit 50 %); ' +
        'the first: cut off.',
      findings: [{ sources: [{ path: 'Tracing/Lync-UccApi-0.UccApilog', line: 7 }] }],
    })
    expect(
      evaluateRule(inputMostlyUnreadable, [read(80, 20)], { unreadableShare: 0.1 }).status,
    ).toBe('flagged')
  })

  it('clears readable files and counts the unreadable records', () => {
    expect(evaluateRule(inputMostlyUnreadable, [read(99, 1)]).message).toBe(
      '1 input could be read, except 1 record.',
    )
    expect(evaluateRule(inputMostlyUnreadable, [read(10, 0), read(10, 0)]).message).toBe(
      '2 inputs could be read.',
    )
  })

  it('is not checked when no file has a known format', () => {
    const unknown = inputSummary({ status: 'not-recognised', format: 'unknown', records: 0 })
    expect(evaluateRule(inputMostlyUnreadable, [tick(), unknown]).status).toBe('not-checked')
  })
})
