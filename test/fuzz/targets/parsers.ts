import type { Parser } from '../../../src/model/parser.ts'
import { parsers } from '../../../src/parsers/index.ts'
import {
  fast,
  findAnalysisDifference,
  findReadDifference,
  plain,
  readKnownLog,
  readWithScanner,
} from '../../properties/read-log.ts'
import { readBytes } from '../../support/read-bytes.ts'
import { headOf } from '../../support/read-text.ts'
import { byteMutators } from '../mutators/bytes.ts'
import { jsonMutators } from '../mutators/json.ts'
import type { Mutator } from '../mutators/mutator.ts'
import { textMutators } from '../mutators/text.ts'
import { xmlMutators } from '../mutators/xml.ts'
import { decodeWithBudget } from '../oracles/decode-budget.ts'
import { checkObservations, toText } from '../oracles/observations.ts'
import { RandomChoices } from '../random-choices.ts'
import { generatedLogs, samplesOf } from '../sample-inputs.ts'
import { expectEqual, expectNone, type FuzzTarget, Violation } from '../target.ts'

/** Smaller pieces only repeat the work of a parser that waits for the end of a record. */
const MIN_PIECES_SHARE = 1 / 200
const DISTINCT_PIECES = 5

/** Piece sizes that depend on the input only. */
function pieceSizes(input: Buffer): readonly number[] {
  const sum = input.reduce((total, byte) => (total * 31 + byte) >>> 0, input.length)
  const choices = new RandomChoices(sum)
  const least = Math.ceil(input.length * MIN_PIECES_SHARE)
  return Array.from({ length: DISTINCT_PIECES }, () => least + 1 + choices.upTo(input.length))
}

function read(parser: Parser, input: Buffer, pieces?: readonly number[]): string {
  const { observations, tally } = readBytes(parser, input, {
    decode: decodeWithBudget((1 + (pieces ? 1 / MIN_PIECES_SHARE : 0)) * input.length),
    ...(pieces ? { pieces } : {}),
  })
  checkObservations(observations, tally, input.length)
  return toText({ observations, tally })
}

function run(parser: Parser, input: Buffer): void {
  const recognition = toText(parser.recognise(headOf(input)))
  expectEqual(
    'same bytes twice',
    'recognized twice',
    recognition,
    toText(parser.recognise(headOf(input))),
  )
  const whole = read(parser, input)
  expectEqual('same bytes twice', 'read twice', whole, read(parser, input))
  expectEqual('pieces change nothing', 'in pieces', whole, read(parser, input, pieceSizes(input)))
  if (parser.isLog && !parser.isBinary) compareFastReading(parser, input)
}

/** Compares reading with markers, and with the scanner, to reading everything. */
function compareFastReading(parser: Parser, input: Buffer): void {
  if (input.length === 0) return
  const [everything, wanted] = [plain, fast].map((records) => readKnownLog(parser, input, records))
  if (!everything || !wanted) return
  const difference =
    findReadDifference(everything, wanted) ?? findAnalysisDifference(everything, wanted)
  if (difference !== undefined) throw new Violation('fast is plain', difference)
  for (const pieces of [undefined, pieceSizes(input)]) {
    const scanned = readWithScanner(parser, input, fast, pieces)
    expectEqual('fast is plain', 'with the scanner', toText(wanted), toText(scanned))
  }
  expectNone('valid output', 'damage', wanted.tally.damage.length > 100 ? ['unbounded'] : [])
}

/** The mutators that fit the first characters of the samples. */
function mutatorsFor(parser: Parser, seeds: readonly Buffer[]): readonly Mutator[] {
  if (parser.isBinary) return byteMutators
  const starts = seeds.map((seed) => seed.toString('latin1', 0, 100).trimStart()[0] ?? '')
  const most = (pattern: RegExp) =>
    2 * starts.filter((start) => pattern.test(start)).length >= starts.length
  return [
    ...byteMutators,
    ...textMutators,
    ...(most(/</) ? [...xmlMutators, ...xmlMutators, ...xmlMutators] : []),
    ...(most(/[[{]/) ? [...jsonMutators, ...jsonMutators, ...jsonMutators] : []),
  ]
}

/** A target for each parser of the program. */
export const parserTargets: readonly FuzzTarget[] = parsers.map((parser): FuzzTarget => {
  let seeds: readonly Buffer[] | undefined
  const loadSeeds = () => {
    seeds ??= [...samplesOf(parser), ...generatedLogs(parser)]
    return seeds
  }
  return {
    name: `parser:${parser.format}`,
    seeds: loadSeeds,
    get mutators() {
      return mutatorsFor(parser, loadSeeds())
    },
    run: (input) => run(parser, input),
  }
})
