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

  it.each([
    ["EACCES: permission denied, open '/c/a.log'", 'Permission denied on 1 file'],
    ["EPERM: operation not permitted, open 'C:\\a.log'", 'Permission denied on 1 file'],
    ["EBUSY: resource busy or locked, open 'C:\\a.log'", '1 file locked by another program'],
    ["ENOENT: no such file or directory, open 'a.log'", '1 file deleted while being read'],
    ['cut off: the archive ends before it does', '1 file cut off or damaged'],
    ['the rest of it cannot be read: unexpected end of file', '1 file cut off or damaged'],
    ['encrypted: unpack it with its password', '1 file protected by a password'],
    ['neither a file nor a folder', '1 file not readable'],
  ])('flags a file that could not be opened: %s', (problem, text) => {
    const unopened = inputSummary({
      path: 'a.log',
      status: 'unreadable',
      format: 'unknown',
      records: 0,
      notes: ['Local time', problem],
    })
    for (const others of [[], [read(10, 0)]]) {
      const { status, message, findings } = evaluateRule(inputMostlyUnreadable, [
        unopened,
        ...others,
      ])
      expect(status).toBe('flagged')
      expect(message).toBe(`${text}. a.log: ${problem}.`)
      expect(findings).toMatchObject([{ subject: 'a.log', sources: [{ path: 'a.log' }] }])
    }
  })

  it('flags a file whose reading failed on the way, however much was read', () => {
    const cut = inputSummary({
      path: 'a.log.gz',
      records: 100_000,
      unreadable: 1,
      damage: [{ offset: 9, reason: 'cannot be read further: unexpected end of file' }],
    })
    expect(evaluateRule(inputMostlyUnreadable, [cut]).message).toContain(
      '1 file cut off or damaged. a.log.gz: cannot be read further',
    )
  })

  it('counts files by what prevents reading them', () => {
    const unopened = (path: string, problem: string) =>
      inputSummary({ path, status: 'unreadable', records: 0, notes: [problem] })
    const { message, findings } = evaluateRule(inputMostlyUnreadable, [
      ...['a', 'b', 'c'].map((path) => unopened(path, 'EACCES: permission denied')),
      unopened('d', 'EBUSY: resource busy or locked'),
      ...['e', 'f', 'g'].map((path) => unopened(path, 'cut off')),
    ])
    expect(message).toMatch(
      /^Permission denied on 3 files, 1 file locked by another program, 3 files cut off or damaged\. /,
    )
    expect(message).toMatch(/And 2 more\.$/)
    expect(findings).toHaveLength(7)
  })

  it('ignores empty files and files of unknown formats', () => {
    const others = (['empty', 'not-recognised'] as const).map((status) =>
      inputSummary({ status, format: 'unknown', records: 0 }),
    )
    expect(evaluateRule(inputMostlyUnreadable, [...others, read(10, 0)]).status).toBe('clear')
  })

  it('is not checked when no file has a known format', () => {
    const unknown = inputSummary({ status: 'not-recognised', format: 'unknown', records: 0 })
    expect(evaluateRule(inputMostlyUnreadable, [tick(), unknown]).status).toBe('not-checked')
  })
})
