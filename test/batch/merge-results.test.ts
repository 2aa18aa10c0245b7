import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeResults } from '../../src/batch/merge-results.ts'
import { isInShard } from '../../src/batch/shard.ts'
import { toWrittenLine } from '../../src/batch/to-written-line.ts'
import type { BatchLine } from '../../src/model/batch-line.ts'
import type { CaseReport } from '../../src/model/report.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()

const report = (id: string, headline: string): CaseReport => ({
  id,
  headline,
  asOf: null,
  facts: {},
  inputs: [],
  verdicts: [],
  unknowable: [],
})
const judgedLine = (bundle: string, headline = 'fine'): BatchLine => ({
  schemaVersion: 1,
  bundle,
  sha256: 'ab',
  ruleSet: 'r',
  status: 'judged',
  report: report(bundle, headline),
})
const failedLine = (bundle: string, reason = 'it took too long'): BatchLine => ({
  schemaVersion: 1,
  bundle,
  ruleSet: 'r',
  status: 'failed',
  reason,
})
const textOf = (line: BatchLine): string => Buffer.from(toWrittenLine(line).text).toString()

let files = 0
function file(...texts: readonly string[]): string {
  files += 1
  const path = join(folder, `${files}.ndjson`)
  writeFileSync(path, texts.join(''))
  return path
}

function merged(...paths: readonly string[]): string {
  const pieces: Uint8Array[] = []
  mergeResults(paths, (bytes) => pieces.push(bytes))
  return Buffer.concat(pieces).toString()
}

/** Text that resembles the key at which the head of a line ends. */
const awkward = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(',"report":{', '"}\n', '\\",\\"report\\":{', '\u2028'),
)
const someLine = fc
  .tuple(awkward, fc.constantFrom('judged', 'failed', 'unreadable'), awkward)
  .map(
    ([bundle, status, text]): BatchLine =>
      status === 'judged'
        ? judgedLine(bundle, text)
        : { ...failedLine(bundle, text), status: 'failed' },
  )
const someLines = fc.uniqueArray(someLine, { selector: ({ bundle }) => bundle, maxLength: 40 })

describe('merging results', () => {
  it('of 1 to 8 shards, in any order, gives the same bytes as a single run', () => {
    fc.assert(
      fc.property(
        someLines,
        fc.integer({ min: 1, max: 8 }),
        fc.infiniteStream(fc.nat()),
        (lines, count, order) => {
          const shuffled = (subset: readonly BatchLine[]) =>
            subset
              .map((line) => [order.next().value as number, textOf(line)] as const)
              .sort(([left], [right]) => left - right)
              .map(([, text]) => text)
          const single = merged(file(...shuffled(lines)))
          const shards = Array.from({ length: count }, (_, index) =>
            file(
              ...shuffled(
                lines.filter(({ bundle }) => isInShard({ share: index + 1, count }, bundle)),
              ),
            ),
          )
          expect(merged(...shards)).toBe(single)
          expect(merged(...shards.reverse())).toBe(single)
          expect(merged(file(single))).toBe(single)
          expect(single.split('\n')).toHaveLength(lines.length + 1)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('takes the last of several lines of a bundle, but prefers a judged one', () => {
    const unreadableLine = (bundle: string): BatchLine => ({
      ...failedLine(bundle, 'no such file or folder'),
      status: 'unreadable',
    })
    const first = file(
      textOf(judgedLine('a', 'old')),
      textOf(judgedLine('b')),
      textOf(failedLine('c')),
      textOf(failedLine('d')),
    )
    const second = file(
      textOf(judgedLine('a', 'new')),
      textOf(unreadableLine('b')),
      textOf(judgedLine('c')),
      textOf(unreadableLine('d')),
    )
    const expected = [judgedLine('a', 'new'), judgedLine('b'), judgedLine('c'), unreadableLine('d')]
      .map(textOf)
      .join('')
    expect(merged(first, second)).toBe(expected)
  })

  it('skips damaged lines, and reports where they are', () => {
    const line = textOf(judgedLine('a'))
    const path = file(
      textOf(judgedLine('b')),
      `${line.slice(0, -20)}\n`,
      '{"schemaVersion":1}\n',
      'not JSON\n',
      textOf(judgedLine('c')),
      line.slice(0, 30),
    )
    const { damaged, bundles } = mergeResults([path], () => {})
    expect(bundles).toBe(2)
    expect(damaged).toEqual([2, 3, 4, 6].map((number) => ({ path, line: number })))
  })

  it('reads lines whose keys are in another order', () => {
    const { bundle, report: lineReport, ...head } = judgedLine('x')
    const text = `${JSON.stringify({ bundle, report: lineReport, ...head })}\n`
    expect(merged(file(text))).toBe(text)
  })

  it('reports all rule sets of the results', () => {
    const path = file(textOf(judgedLine('a')), textOf({ ...judgedLine('b'), ruleSet: 'other' }))
    expect([...mergeResults([path], () => {}).ruleSets]).toEqual(['r', 'other'])
  })

  it('copies lines that are longer than the read buffer', () => {
    const lines = ['a', 'b', 'c'].map((name) => textOf(judgedLine(name, name.repeat(1_500_000))))
    expect(merged(file(...[...lines].reverse()))).toBe(lines.join(''))
  })
})
