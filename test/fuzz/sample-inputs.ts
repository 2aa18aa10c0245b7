import { readFileSync, statSync } from 'node:fs'
import fc from 'fast-check'
import type { Parser } from '../../src/model/parser.ts'
import { parsers } from '../../src/parsers/index.ts'
import { logFormats } from '../properties/records/formats.ts'
import { logBytes } from '../properties/records/log-bytes.ts'
import { logItems } from '../properties/records/log-item.ts'
import { headOf } from '../support/read-text.ts'
import { filesBelow, plainBytes } from '../support/samples.ts'

/** Larger samples only make each execution slower. */
const MAX_SAMPLE_BYTES = 64 << 10
const GENERATED_LOGS = 12
const GENERATED_SEED = 16

/** The paths of all samples that are small enough. */
export const samplePaths: readonly string[] = filesBelow('samples').filter(
  (path) => !path.startsWith('samples/make') && statSync(path).size <= MAX_SAMPLE_BYTES,
)

export const readSamples = (paths: readonly string[]): Buffer[] =>
  paths.map((path) => readFileSync(path))

let formats: ReadonlyMap<string, Parser | undefined> | undefined

/** The first parser that recognizes each sample. */
function formatsOfSamples(): ReadonlyMap<string, Parser | undefined> {
  formats ??= new Map(
    samplePaths.map((path) => {
      const head = headOf(readFileSync(path))
      return [path, parsers.find((parser) => parser.recognise(head))]
    }),
  )
  return formats
}

/** Every sample, whatever folder it is in, that a parser is the first to recognize. */
export function samplesOf(parser: Parser): Buffer[] {
  const own = samplePaths.filter((path) => path.startsWith(`samples/formats/${parser.format}/`))
  const others = samplePaths.filter(
    (path) => !path.startsWith('samples/formats/') && formatsOfSamples().get(path) === parser,
  )
  return [...own, ...others].map((path) => Buffer.from(plainBytes(path)))
}

/** Logs from the generators of the properties, for formats that have one. */
export function generatedLogs(parser: Parser): Buffer[] {
  const format = logFormats.find((candidate) => candidate.parser === parser)
  if (!format) return []
  const logs = logBytes(logItems.map(format.print))
  return fc
    .sample(logs, { numRuns: GENERATED_LOGS, seed: GENERATED_SEED })
    .map((log) => Buffer.from(log))
}
