import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseBatchLine } from '../../../src/batch/summary/parse-batch-line.ts'
import { readLines } from '../../../src/batch/summary/read-lines.ts'
import { flaggedVerdict, judgedBatchLine } from '../../support/batch-lines.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const folder = temporaryFolder('lines')
afterAll(() => rmSync(folder, { recursive: true }))

const linesOf = (content: string | Buffer, maxLineBytes?: number) => {
  const path = join(folder, 'lines.ndjson')
  writeFileSync(path, content)
  return [...readLines(path, maxLineBytes)]
}

describe('reads lines', () => {
  it('with their numbers, any line end, and a last line without one', () => {
    expect(linesOf('a\r\n\n  \nb\nc')).toEqual([
      { number: 1, text: 'a' },
      { number: 4, text: 'b' },
      { number: 5, text: 'c' },
    ])
  })

  it('that are longer than the read buffer', () => {
    const long = 'é'.repeat(1_500_000)
    expect(linesOf(`x\n${long}\ny\n`)).toEqual([
      { number: 1, text: 'x' },
      { number: 2, text: long },
      { number: 3, text: 'y' },
    ])
  })

  it.each(['le', 'be'])(
    'in UTF-16 of either byte order, with characters cut between chunks: %s',
    (order) => {
      const long = '\u{1f600}é'.repeat(400_000)
      const bytes = Buffer.from(`\ufeff{"x":1}\r\n\r\n{${long}}\r\ny`, 'utf16le')
      expect(linesOf(order === 'be' ? bytes.swap16() : bytes)).toEqual([
        { number: 1, text: '{"x":1}' },
        { number: 3, text: `{${long}}` },
        { number: 4, text: 'y' },
      ])
    },
  )

  it('without keeping one that is too long', () => {
    expect(linesOf(`${'z'.repeat(3_000_000)}\nok\n`, 100)).toEqual([
      { number: 1, problem: 'it is longer than 100 bytes' },
      { number: 2, text: 'ok' },
    ])
  })
})

describe('a line is rejected', () => {
  const good = JSON.stringify(judgedBatchLine('x', { verdicts: [flaggedVerdict('a')] }))
  const without = (change: (line: Record<string, unknown>) => void) => {
    const line = JSON.parse(good)
    change(line)
    return JSON.stringify(line)
  }

  it('never if batch wrote it', () => expect(parseBatchLine(good)).toHaveProperty('report'))

  it.each([
    ['cut', good.slice(0, -1)],
    ['no object', '[]'],
    ['of another version', good.replace('"schemaVersion":1', '"schemaVersion":2')],
    ['without a bundle', good.replace('"bundle"', '"bundel"')],
    ['of unknown status', good.replace('"status":"judged"', '"status":"great"')],
    ['judged without a report', without((line) => delete line.report)],
    [
      'with verdicts that are none',
      without((line) => Object.assign(line.report as object, { verdicts: [null] })),
    ],
    [
      'with facts that are none',
      without((line) => Object.assign(line.report as object, { facts: { users: { value: {} } } })),
    ],
    [
      'with a time that is none',
      without((line) => Object.assign(line.report as object, { asOf: { time: 1 } })),
    ],
  ])('if it is %s', (_, text) => expect(parseBatchLine(text)).toHaveProperty('problem'))

  it('if it is cut at any byte', () => {
    for (let end = 1; end < good.length; end += 1)
      expect(parseBatchLine(good.slice(0, end))).toHaveProperty('problem')
  })
})
