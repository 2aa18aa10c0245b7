import type { Observation } from '../model/observation.ts'
import type { ParseContext } from '../model/parser.ts'
import { nameHints } from '../parsers/name-hints.ts'
import { textDecoder } from './encoding.ts'
import type { Found } from './find-files.ts'
import { type ClockOptions, chooseClock } from './local-clock.ts'
import { mergeByTime } from './merge-by-time.ts'
import { readInput } from './read-input.ts'
import { type Recognised, recognise } from './recognise.ts'
import { readSpoolFolder } from './spool-folder.ts'

export interface CaseReading extends ClockOptions {
  readonly wanted: ParseContext['wanted']
  /** Of text that is not UTF-8, a name that TextDecoder knows. */
  readonly codePage: string
  readonly stdin: NodeJS.ReadableStream
  readonly hear: (seen: Observation) => void
  readonly progress?: (bytes: number, path: string) => void
}

/** Reads all inputs of a case once, their observations merged by time. */
export async function readCase(found: readonly Found[], reading: CaseReading): Promise<void> {
  const decode = textDecoder(reading.codePage)
  const recognised: Recognised[] = []
  for (const one of found) {
    if (one.kind !== 'spool-folder') recognised.push(await recognise(one, decode, reading.stdin))
  }
  for (const { path } of found) for (const hint of nameHints(path)) reading.hear(hint)
  const streams = found.map((one) => {
    const input = recognised.find((candidate) => candidate.found === one)
    if (input === undefined) return toAsync(readSpoolFolder(one))
    const { clock, notes } = chooseClock(input, recognised, reading)
    const progress = (bytes: number) => reading.progress?.(bytes, one.path)
    return readInput(input, { wanted: reading.wanted, decode, clock, notes, progress })
  })
  await mergeByTime(streams, reading.hear)
}

async function* toAsync<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items
}
