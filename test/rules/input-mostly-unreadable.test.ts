import { describe, expect, it } from 'vitest'
import { inputMostlyUnreadable } from '../../src/rules/input-mostly-unreadable.ts'
import { judge } from '../support/judge.ts'
import { inputRead, tick } from '../support/observations.ts'

const read = (records: number, unreadable: number) =>
  inputRead({ records, unreadable, damage: unreadable > 0 ? [{ line: 7, reason: 'cut off' }] : [] })

describe('input-mostly-unreadable', () => {
  it('flags a file of which more than half could not be read, and says where it begins', () => {
    expect(judge(inputMostlyUnreadable, [read(50, 50)]).status).toBe('clear')
    expect(judge(inputMostlyUnreadable, [read(49, 51)])).toMatchObject({
      status: 'flagged',
      message:
        'Tracing/Lync-UccApi-0.UccApilog: 51 of 100 records could not be read (limit 50 %); the first: cut off.',
      findings: [{ sources: [{ path: 'Tracing/Lync-UccApi-0.UccApilog', line: 7 }] }],
    })
    expect(judge(inputMostlyUnreadable, [read(80, 20)], { unreadableShare: 0.1 }).status).toBe(
      'flagged',
    )
  })

  it('clears files that could be read, and counts what could not', () => {
    expect(judge(inputMostlyUnreadable, [read(99, 1)]).message).toBe(
      '1 input could be read, but for 1 record.',
    )
    expect(judge(inputMostlyUnreadable, [read(10, 0), read(10, 0)]).message).toBe(
      '2 inputs could be read.',
    )
  })

  it('is not checked when nothing was recognised', () => {
    const unknown = inputRead({ status: 'not-recognised', format: 'unknown', records: 0 })
    expect(judge(inputMostlyUnreadable, [tick(), unknown]).status).toBe('not-checked')
  })
})
