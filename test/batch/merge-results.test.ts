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
const judged = (bundle: string, headline = 'fine'): BatchLine => ({
  schemaVersion: 1,
  bundle,
  sha256: 'ab',
  ruleSet: 'r',
  status: 'judged',
  report: report(bundle, headline),
})
const failed = (bundle: string, reason = 'it took too long'): BatchLine => ({
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

/** Text that tries to look like the key behind which heads are cut off. */
const awkward = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(',"report":{', '"}\n', '\\",\\"report\\":{', '\u2028'),
)
const someLine = fc
  .tuple(awkward, fc.constantFrom('judged', 'failed', 'unreadable'), awkward)
  .map(
    ([bundle, status, text]): BatchLine =>
      status === 'judged' ? judged(bundle, text) : { ...failed(bundle, text), status: 'failed' },
  )
const someLines = fc.uniqueArray(someLine, { selector: ({ bundle }) => bundle, maxLength: 40 })

describe('merging results', () => {
  it('of shards 1 to 8, in any order, gives the bytes of the single run merged', () => {
    fc.assert(
      fc.property(
        someLines,
        fc.integer({ min: 1, max: 8 }),
        fc.infiniteStream(fc.nat()),
        (lines, of, order) => {
          const shuffled = (some: readonly BatchLine[]) =>
            some
              .map((line) => [order.next().value as number, textOf(line)] as const)
              .sort(([left], [right]) => left - right)
              .map(([, text]) => text)
          const single = merged(file(...shuffled(lines)))
          const shards = Array.from({ length: of }, (_, index) =>
            file(
              ...shuffled(
                lines.filter(({ bundle }) => isInShard({ share: index + 1, count: of }, bundle)),
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

  it('takes the last of several lines of a bundle, and a judged one before any other', () => {
    const gone = (bundle: string): BatchLine => ({
      ...failed(bundle, 'it is not there'),
      status: 'unreadable',
    })
    const first = file(
      textOf(judged('a', 'old')),
      textOf(judged('b')),
      textOf(failed('c')),
      textOf(failed('d')),
    )
    const second = file(
      textOf(judged('a', 'new')),
      textOf(gone('b')),
      textOf(judged('c')),
      textOf(gone('d')),
    )
    const expected = [judged('a', 'new'), judged('b'), judged('c'), gone('d')].map(textOf).join('')
    expect(merged(first, second)).toBe(expected)
  })

  it('leaves out what is torn, cut in its middle or no result, and tells where', () => {
    const line = textOf(judged('a'))
    const path = file(
      textOf(judged('b')),
      `${line.slice(0, -20)}\n`,
      '{"schemaVersion":1}\n',
      'not JSON\n',
      textOf(judged('c')),
      line.slice(0, 30),
    )
    const { damaged, bundles } = mergeResults([path], () => {})
    expect(bundles).toBe(2)
    expect(damaged).toEqual([2, 3, 4, 6].map((number) => ({ path, line: number })))
  })

  it('reads lines that other programs have written anew with their keys in another order', () => {
    const { bundle, report: told, ...head } = judged('x')
    const text = `${JSON.stringify({ bundle, report: told, ...head })}\n`
    expect(merged(file(text))).toBe(text)
  })

  it('tells that results were made with different rules', () => {
    const path = file(textOf(judged('a')), textOf({ ...judged('b'), ruleSet: 'other' }))
    expect([...mergeResults([path], () => {}).ruleSets]).toEqual(['r', 'other'])
  })

  it('joins lines longer than what is read at a time', () => {
    const lines = ['a', 'b', 'c'].map((name) => textOf(judged(name, name.repeat(1_500_000))))
    expect(merged(file(...[...lines].reverse()))).toBe(lines.join(''))
  })
})
